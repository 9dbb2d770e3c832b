"""How far a map in two dimensions can be believed: whether the neighbours that it shows are neighbours."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from torch import Tensor

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
    true, shown = _Distances(values), _Distances(points)
    ranks = np.concatenate([_ranks(true, shown, slice(start, start + ROWS), count) for start in range(0, size, ROWS)])
    excess = int(np.maximum(ranks - count, 0).sum())
    trust = 1 - 2 * excess / (size * count * (2 * size - 3 * count - 1))
    return Neighbours(trust, float((ranks <= count).mean()))


class _Distances:
    """Of rows of values (N, D) from all of them, by one product. NumPy's own products take all cores, for which a
    training may be waiting; torch's keep to the threads that the caller allows.
    """

    def __init__(self, values: Floats) -> None:
        import torch

        # Near the origin rounding is smallest.
        centred = torch.from_numpy(values - values.mean(0))
        self._rows = torch.cat([torch.ones(len(values), 1), centred], 1)
        self._columns = torch.cat([(centred**2).sum(1, keepdim=True), -2 * centred], 1).t().contiguous()

    def of(self, rows: slice, to_itself: float) -> "Tensor":
        """(n, N): squared distances, without what is the same in a whole row; a row's distance to itself is given."""
        found = self._rows[rows] @ self._columns
        numbers = range(len(found))
        found[numbers, range(rows.start, rows.start + len(found))] = to_itself
        return found


def _ranks(true: _Distances, shown: _Distances, rows: slice, count: int) -> NDArray[np.int64]:
    """For some points the ranks by values of their nearest on the map, (n, count): 1 for the nearest by values."""
    # The point itself is nearest of all, so that the first neighbour has rank 1; on the map it is no neighbour.
    away, nearest = true.of(rows, -np.inf), shown.of(rows, np.inf).topk(count, largest=False, sorted=False)[1]
    of_nearest, every = away.gather(1, nearest).numpy(), away.numpy()
    return np.stack([_true_in_each_row(every < column[:, None]) for column in of_nearest.T], 1)


def _true_in_each_row(which: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Bits are counted in half the time that booleans take."""
    counts: NDArray[np.int64] = np.bitwise_count(np.packbits(which, axis=1)).sum(1, dtype=np.int64)
    return counts
