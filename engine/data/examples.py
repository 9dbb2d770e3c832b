"""Sixteen digits that show what a setting of augmentation does, as training sees them."""

from typing import get_args

import numpy as np
import torch
from numpy.typing import NDArray

from engine.data.image_sets import AugmentedImageSet, ImageSet
from engine.data.training_set import joined
from engine.data.writing.written_sets import written_digits
from engine.settings import AugmentationName

EXAMPLES = (0, 1, 7, 4, 0, 1, 7, 9, 2, 3, 5, 6, 8, 0, 1, 7)
"""Digits of which some get strokes come more often than the others."""
WRITTEN, SEED = 500, 1
"""The number of written digits from which the examples are taken: several of every form."""


def augmented_examples(images: ImageSet) -> dict[str, NDArray[np.uint8]]:
    """Return sixteen augmented digits, uint8 (16, 28, 28), 255 for ink, for each setting of augmentation but none.

    With "written" every second one is a digit that the program writes.
    """
    every = [name for name in get_args(AugmentationName) if name != "none"]
    return {name: _examples(images, written_digits(WRITTEN, SEED) if name == "written" else images) for name in every}


def _examples(images: ImageSet, others: ImageSet) -> NDArray[np.uint8]:
    rng = np.random.default_rng(SEED)
    chosen = [_one(digit, others if place % 2 else images, rng) for place, digit in enumerate(EXAMPLES)]
    ink, _ = AugmentedImageSet(joined(*chosen), SEED).augmented(range(len(chosen)))
    grey: NDArray[np.uint8] = (ink[:, 0] * 255).round().byte().numpy()
    return grey


def _one(digit: int, images: ImageSet, rng: np.random.Generator) -> ImageSet:
    """Return any image of this digit, as a set."""
    places = (images.labels == digit).nonzero()[:, 0]
    return images.part(torch.tensor([int(rng.choice(places.numpy()))]))
