"""The images that a run learns from, a page at a time, as the network gets them.

Plain NumPy values that the window shows: importing this file does not import torch.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.settings import DIGITS, NAMES, NOTHING

if TYPE_CHECKING:
    from torch import Tensor

    from engine.data import ImageSet

PAGE = 60
"""Images a page: as many as can be looked at, and varied in 4 ms."""


@dataclass(frozen=True, eq=False)
class SeenPage:
    """Some of the images, and of how many."""

    images: NDArray[np.uint8]
    """(n, 28, 28), 255 for ink; n is at most PAGE."""
    rows: NDArray[np.float32]
    """(n, 784), what the network gets of each: its lines one after the other, normalised."""
    labels: NDArray[np.int64]
    """(n,), the place of each one's name, or NOTHING."""
    numbers: NDArray[np.int64]
    """(n,), the place of each among all images, from 0."""
    counts: tuple[int, ...]
    """How many images of each label there are in all, the last for NOTHING."""
    number: int
    """Which page this is, from 0."""
    pages: int
    """How many pages there are, at least 1."""
    names: tuple[str, ...] = DIGITS
    """What each label from 0 on is called."""


def page_of(images: "ImageSet", number: int, *, varied: bool, label: int | None = None, turn: int = 0) -> SeenPage:
    """Page `number`, or the last one when there are fewer, of all images or of those with this `label`.

    `images` are those of training_images.py. When `varied` they are written as other people might have, and for each
    `turn` by others, as in another epoch.
    """
    every = _numbers(images.labels, label)
    pages = max(1, -(-len(every) // PAGE))
    number = min(max(0, number), pages - 1)
    chosen = every[number * PAGE : (number + 1) * PAGE]
    ink = _ink(images, chosen, turn if varied else None)
    seen = (ink[:, 0] * 255).round().byte().numpy()
    labels, numbers, names = images.labels[chosen].numpy(), chosen.numpy(), NAMES[images.data]
    return SeenPage(seen, _rows(ink), labels, numbers, _counts(images), number, pages, names)


def _counts(images: "ImageSet") -> tuple[int, ...]:
    # NOTHING is one less than the first label.
    nothing, *each = (images.labels - NOTHING).bincount(minlength=images.classes + 1).tolist()
    return (*each, nothing)


def network_row(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(784,), what the network gets of an image (28, 28), 255 for ink: its lines one after the other, normalised."""
    import torch

    from engine.data import normalised

    return normalised(torch.from_numpy(image)).flatten().numpy()


def _numbers(labels: "Tensor", label: int | None) -> "Tensor":
    """Where in labels (N,) this one is; everywhere without one."""
    return (labels >= NOTHING if label is None else labels == label).nonzero()[:, 0]


def _ink(images: "ImageSet", chosen: "Tensor", turn: int | None) -> "Tensor":
    """Float32 (n, 1, 28, 28) from 0 to 1; varied unless `turn` is None."""
    from engine.data import AugmentedImageSet

    if turn is None or not len(chosen):
        return images.images[chosen] / 255
    return AugmentedImageSet(images, turn).augmented(chosen)[0]


def _rows(ink: "Tensor") -> NDArray[np.float32]:
    from engine.data import normalised

    return normalised(ink, ink=1).flatten(1).numpy()
