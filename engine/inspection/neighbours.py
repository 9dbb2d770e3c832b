"""How far a map in two dimensions can be believed: whether the neighbours that it shows are neighbours."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
NEIGHBOURS = 10
ROWS = 500
"""Points at a time, so that their distances stay in the cache of a core: 4 MB."""


class Neighbours(NamedTuple):
    """What is left of neighbourhoods on a map."""

    trustworthiness: float
    """1 when the map invents no neighbour; the less, the farther away those are that it invents."""
    shared: float
    """The share of a point's neighbours on the map that are its neighbours by all values too, 0 to 1."""


def compare_neighbours(values: Floats, points: Floats, count: int = NEIGHBOURS) -> Neighbours:
    """Compare the nearest `count` of each of points (N, 2) with its nearest by values (N, D).

    J. Venna and S. Kaski, "Neighborhood preservation in nonlinear projection methods", 2001: a point that is a
    neighbour on the map alone counts by how many others lie nearer. Distances are Euclidean. N must be greater than
    twice `count`.
    """
    size = len(points)
    values, points = values - values.mean(0), points - points.mean(0)
    ranks = np.concatenate(
        [_ranks(values, points, slice(start, start + ROWS), count) for start in range(0, size, ROWS)]
    )
    excess = int(np.maximum(ranks - count, 0).sum())
    trust = 1 - 2 * excess / (size * count * (2 * size - 3 * count - 1))
    return Neighbours(trust, float((ranks <= count).mean()))


def _ranks(values: Floats, points: Floats, rows: slice, count: int) -> NDArray[np.int64]:
    """For some points the ranks by values of their nearest on the map, (n, count): 1 for the nearest by values."""
    true, shown = squared_distances(values[rows], values), squared_distances(points[rows], points)
    itself = np.arange(len(true)), rows.start + np.arange(len(true))
    # The point itself is nearest of all, so that the first neighbour has rank 1; on the map it is no neighbour.
    true[itself], shown[itself] = -np.inf, np.inf
    nearest = np.argpartition(shown, count, axis=1)[:, :count]
    of_nearest = np.take_along_axis(true, nearest, 1)
    return np.stack([_true_in_each_row(true < column[:, None]) for column in of_nearest.T], 1)


def _true_in_each_row(which: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Bits are counted in half the time that booleans take."""
    counts: NDArray[np.int64] = np.bitwise_count(np.packbits(which, axis=1)).sum(1, dtype=np.int64)
    return counts


def squared_distances(some: Floats, every: Floats) -> Floats:
    """The squared distance of each of some (M, D) to each of every (N, D), (M, N); rounding may make it negative."""
    import torch

    # NumPy's own products take all cores, for which a training may be waiting.
    products = (torch.from_numpy(some) @ torch.from_numpy(every).t()).mul_(-2).numpy()
    products += (some**2).sum(1)[:, None]
    products += (every**2).sum(1)
    return products
