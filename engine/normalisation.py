"""What is done to every 28x28 image before a network sees it: the same for training, testing and the canvas."""

import torch
from torch import Tensor

MEAN = 0.1307
STANDARD_DEVIATION = 0.3081
"""Of all pixels of MNIST's 60,000 training images, where 0 is paper and 1 is ink."""


def normalised(images: Tensor) -> Tensor:
    """uint8 (N, 1, 28, 28) to float32 of the same shape with mean 0 and standard deviation 1, all images at once."""
    # The product converts as it goes: one pass over memory less than converting first.
    return torch.mul(images, 1 / (255 * STANDARD_DEVIATION)).sub_(MEAN / STANDARD_DEVIATION)
