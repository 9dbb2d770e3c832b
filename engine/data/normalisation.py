"""Normalisation of 28x28 images, the same for training, testing and drawings."""

import torch
from torch import Tensor

MEAN = 0.1307
STANDARD_DEVIATION = 0.3081
"""Of all pixels of MNIST's 60,000 training images, with 0 for background and 1 for ink. Other data sets use the same
numbers: learning does not depend on them, and a drawing is then normalised alike for every network."""


def normalised(images: Tensor, ink: float = 255) -> Tensor:
    """Return images (N, 1, 28, 28) as float32, scaled so that MNIST has mean 0 and standard deviation 1.

    Background is 0 and full ink is `ink`: 255 in uint8 images, 1 in computed ones.
    """
    # The product also converts, which saves a pass over memory.
    return torch.mul(images, 1 / (ink * STANDARD_DEVIATION)).sub_(MEAN / STANDARD_DEVIATION)
