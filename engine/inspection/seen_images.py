"""The training images of a run, a page at a time, as the network gets them.

The window shows these NumPy values: importing this file does not import torch.
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
"""Images a page. Augmenting them takes 4 ms."""


@dataclass(frozen=True, eq=False)
class SeenPage:
    """A page of images, with the counts of all images."""

    images: NDArray[np.uint8]
    """(n, 28, 28), 255 for ink; n is at most PAGE."""
    rows: NDArray[np.float32]
    """(n, 784), the network's input: the pixels of each image line by line, normalised."""
    labels: NDArray[np.int64]
    """(n,), the class of each image, or NOTHING for an outlier."""
    numbers: NDArray[np.int64]
    """(n,), the index of each among all images."""
    counts: tuple[int, ...]
    """How many images of each class there are in all; the last count is for NOTHING."""
    number: int
    """The number of this page, from 0."""
    pages: int
    """The number of pages, at least 1."""
    names: tuple[str, ...] = DIGITS
    """The names of the classes."""


def page_of(images: "ImageSet", number: int, *, varied: bool, label: int | None = None, turn: int = 0) -> SeenPage:
    """Page `number`, or the last page, of all images or of those with this `label`.

    `images` come from `training_images`. When `varied` they are augmented, differently for each `turn`, as in another
    epoch.
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
    """(784,), the network's input for an image (28, 28), 255 for ink: its pixels line by line, normalised."""
    import torch

    from engine.data import normalised

    return normalised(torch.from_numpy(image)).flatten().numpy()


def _numbers(labels: "Tensor", label: int | None) -> "Tensor":
    """Indices of the images with this label; all indices without a label."""
    return (labels >= NOTHING if label is None else labels == label).nonzero()[:, 0]


def _ink(images: "ImageSet", chosen: "Tensor", turn: int | None) -> "Tensor":
    """Float32 (n, 1, 28, 28) from 0 to 1; augmented unless `turn` is None."""
    from engine.data import AugmentedImageSet

    if turn is None or not len(chosen):
        return images.images[chosen] / 255
    return AugmentedImageSet(images, turn).augmented(chosen)[0]


def _rows(ink: "Tensor") -> NDArray[np.float32]:
    from engine.data import normalised

    return normalised(ink, ink=1).flatten(1).numpy()
