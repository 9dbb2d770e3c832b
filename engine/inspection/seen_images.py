"""The training images of a run, a page at a time, as the network gets them.

The window shows these NumPy values: importing this file does not import torch.
"""

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.data import Origin, group_numbers
from engine.settings import NAMES, NOTHING, DataName

if TYPE_CHECKING:
    from torch import Tensor

    from engine.data import ImageSet

PAGE = 60
"""Images a page. Augmenting them takes 4 ms."""


class Tally(NamedTuple):
    """How many images of a class come from one origin."""

    label: int
    """The class, or NOTHING."""
    origin: Origin
    size: int


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
    origins: tuple[Origin, ...]
    """Where each of the n images comes from."""
    tallies: tuple[Tally, ...]
    """How many of all images there are of each class from each origin, in the order of the set; none is 0."""
    number: int
    """The number of this page, from 0."""
    pages: int
    """The number of pages, at least 1."""
    data: DataName = "mnist"
    """The data set that the images belong to."""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the classes."""
        return NAMES[self.data]

    @property
    def counts(self) -> tuple[int, ...]:
        """How many images of each class there are in all; the last count is for NOTHING."""
        counts = [0] * (len(self.names) + 1)
        for tally in self.tallies:
            # NOTHING is -1, the last.
            counts[tally.label] += tally.size
        return tuple(counts)


def page_of(
    images: "ImageSet",
    number: int,
    *,
    varied: bool,
    label: int | None = None,
    origin: Origin | None = None,
    turn: int = 0,
) -> SeenPage:
    """Page `number`, or the last page, of all images or of those with this `label` and `origin`.

    `images` come from `training_images`. When `varied` they are augmented, differently for each `turn`, as in another
    epoch.
    """
    groups = group_numbers(images.groups)
    every = np.flatnonzero(_matching(images, groups, label, origin))
    pages = max(1, -(-len(every) // PAGE))
    number = min(max(0, number), pages - 1)
    chosen = every[number * PAGE : (number + 1) * PAGE]
    ink = _ink(images, chosen, turn if varied else None)
    seen = (ink[:, 0] * 255).round().byte().numpy()
    origins = tuple(images.groups[group].origin for group in groups[chosen])
    labels = images.labels.numpy()[chosen]
    return SeenPage(seen, _rows(ink), labels, chosen, origins, _tallies(images, groups), number, pages, images.data)


def _matching(
    images: "ImageSet", groups: NDArray[np.int64], label: int | None, origin: Origin | None
) -> NDArray[np.bool_]:
    """Return which of all images have this label and come from this origin, (N,)."""
    matching = np.ones(len(images), bool)
    if label is not None:
        matching &= images.labels.numpy() == label
    if origin is not None:
        matching &= np.array([origin.includes(group.origin) for group in images.groups], bool)[groups]
    return matching


def _tallies(images: "ImageSet", groups: NDArray[np.int64]) -> tuple[Tally, ...]:
    classes = images.classes + 1
    # NOTHING is one less than the first label.
    places = groups * classes + images.labels.numpy() - NOTHING
    table = np.bincount(places, minlength=len(images.groups) * classes).reshape(-1, classes)
    counts: Counter[tuple[int, Origin]] = Counter()
    for group, place in np.argwhere(table).tolist():
        counts[place + NOTHING, images.groups[group].origin] += int(table[group, place])
    return tuple(Tally(label, origin, count) for (label, origin), count in counts.items())


def network_row(image: NDArray[np.uint8]) -> NDArray[np.float32]:
    """(784,), the network's input for an image (28, 28), 255 for ink: its pixels line by line, normalised."""
    import torch

    from engine.data import normalised

    return normalised(torch.from_numpy(image)).flatten().numpy()


def _ink(images: "ImageSet", chosen: NDArray[np.int64], turn: int | None) -> "Tensor":
    """Float32 (n, 1, 28, 28) from 0 to 1; augmented unless `turn` is None."""
    from engine.data import AugmentedImageSet

    if turn is None or not len(chosen):
        return images.images[chosen] / 255
    return AugmentedImageSet(images, turn).augmented(chosen)[0]


def _rows(ink: "Tensor") -> NDArray[np.float32]:
    from engine.data import normalised

    return normalised(ink, ink=1).flatten(1).numpy()
