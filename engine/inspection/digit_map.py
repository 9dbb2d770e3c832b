"""A map of training digits: what a network's last hidden layer makes of them, in the plane where they differ most."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import Stopped
from engine.inspection.neighbours import Neighbours, compare_neighbours
from engine.settings import NAMES, DataName

if TYPE_CHECKING:
    from engine.ink import Image
    from engine.models import Classifier, LastHidden

Floats = NDArray[np.float32]
POINTS = 2_000
"""Training images on the map."""
NEAREST = 5
CHUNK = 500
"""Images in a forward pass."""


class Sample(NamedTuple):
    """The training images on a map: the same for every network of a data set."""

    images: NDArray[np.uint8]
    """(N, 28, 28), 255 for ink; as many of each class as there are of the others."""
    labels: NDArray[np.int64]
    """(N,)."""
    names: tuple[str, ...]
    """The names of the classes."""


class Plane(NamedTuple):
    """Two directions in the space of D values, in which some values vary most."""

    middle: Floats
    """The values' mean, (D,)."""
    axes: Floats
    """(D, 2), orthonormal."""
    share: float
    """How much of the values' variance is left in the plane, 0 to 1."""

    def points(self, values: Floats) -> Floats:
        """Where values (N, D) lie in it, (N, 2)."""
        return np.asarray((values - self.middle) @ self.axes, np.float32)


@dataclass(frozen=True, eq=False)
class DigitMap:
    """A sample of training images as one network sees them."""

    sample: Sample
    values: Floats
    """What goes into the network's last layer for each image, (N, D)."""
    plane: Plane
    points: Floats
    """Where each image lies in the plane, (N, 2)."""
    neighbours: Neighbours
    """What is left of them on the map: of ten to each point."""
    _hidden: "LastHidden"

    def locate(self, image: "Image") -> tuple[Floats, NDArray[np.int64]]:
        """Where an image, uint8 (28, 28), lies in the plane, (2,), and the numbers of the five nearest of the sample.

        They are nearest by all D values, not on the map.
        """
        import torch

        (value,) = _values(self._hidden, image[None])
        products = (torch.from_numpy(self.values) @ torch.from_numpy(value)).numpy()
        nearest = np.argsort(self._squares - 2 * products, kind="stable")[:NEAREST]
        return self.plane.points(value[None])[0], nearest

    @cached_property
    def _squares(self) -> Floats:
        return np.asarray((self.values**2).sum(1))


def digit_map(
    classifier: "Classifier", stopping: Callable[[], bool] = lambda: False, before: DigitMap | None = None
) -> DigitMap:
    """The map of the network's own training images; test and validation images are never on it.

    Each network has its own plane, because that of another would show it as less than it is. A plane may be turned and
    mirrored, which changes no distance: the map is brought as near as that allows to the one `before`, which is seen
    until now, so that nothing jumps between two moments of a training. Two moments beside each other resemble each
    other most; to the end of a training its first moments have so little likeness that a side may flip between them.
    The first map is brought near to that of the bare pixels, and so depends on its network alone.

    Raises InklingError like `LastHidden`, and Stopped once `stopping()` returns true.
    """
    from engine.models import LastHidden

    sample, hidden = map_sample(classifier.data), LastHidden(classifier.network)
    values = _values(hidden, sample.images, stopping)
    plane = plane_of(values)
    alike = before is not None and before.sample is sample
    turn = nearest_turn(plane.points(values), before.points if before and alike else _points_of_pixels(classifier.data))
    plane = plane._replace(axes=plane.axes @ turn)
    if stopping():
        raise Stopped
    points = plane.points(values)
    return DigitMap(sample, values, plane, points, compare_neighbours(values, points), hidden)


@lru_cache(maxsize=2)
def map_sample(data: DataName) -> Sample:
    """The first training images of each class, as many of each, about POINTS in all."""
    from engine.data import splits

    train = splits(data).train
    labels = train.labels.numpy()
    names = NAMES[data]
    chosen = np.sort(
        np.concatenate([np.flatnonzero(labels == label)[: POINTS // len(names)] for label in range(len(names))])
    )
    return Sample(train.images[chosen, 0].numpy(), labels[chosen], names)


@lru_cache(maxsize=2)
def _points_of_pixels(data: DataName) -> Floats:
    """Where the sample's images lie in the plane in which their pixels vary most, (N, 2)."""
    pixels = np.asarray(map_sample(data).images.reshape(-1, 28 * 28) / 255, np.float32)
    return plane_of(pixels).points(pixels)


def plane_of(values: Floats) -> Plane:
    """The plane of the two largest principal components of values (N, D). The first axis is the largest one.

    K. Pearson, "On lines and planes of closest fit to systems of points in space", 1901. In each axis the entry of
    largest size is positive.
    """
    import torch

    middle = values.mean(0)
    centred = torch.from_numpy(values - middle)
    # By torch, which keeps to the threads that the caller allows.
    variances, directions = (part.numpy() for part in torch.linalg.eigh(centred.t() @ centred))
    axes = directions[:, [-1, -2]]
    largest = np.take_along_axis(axes, np.abs(axes).argmax(0)[None], 0)
    share = float(variances[-2:].sum() / max(variances.sum(), np.finfo(np.float32).tiny))
    return Plane(middle, np.ascontiguousarray(axes * np.where(largest < 0, -1, 1).astype(np.float32)), share)


def nearest_turn(points: Floats, wanted: Floats) -> Floats:
    """The rotation or reflection (2, 2) that brings points (N, 2) nearest to the wanted ones: `points @ turn`.

    P. Schoenemann, "A generalized solution of the orthogonal Procrustes problem", 1966.
    """
    left, _, right = np.linalg.svd(points.T @ wanted)
    return (left @ right).astype(np.float32)


def _values(hidden: "LastHidden", images: NDArray[np.uint8], stopping: Callable[[], bool] = lambda: False) -> Floats:
    """What goes into the last layer for images (N, 28, 28): (N, D)."""
    import torch

    from engine.data import normalised

    rows: list[Floats] = []
    size = 1 if hidden.one_by_one else CHUNK
    for chunk in torch.from_numpy(images).unsqueeze(1).split(size):
        if stopping():
            raise Stopped
        rows.append(hidden(normalised(chunk)).flatten(1).numpy())
    # A network that diverged knows nothing: all images lie in one place.
    return np.nan_to_num(np.concatenate(rows), nan=0, posinf=0, neginf=0)
