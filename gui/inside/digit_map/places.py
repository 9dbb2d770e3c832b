"""Where the points of the map are on the screen, and which of them is meant."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Places = NDArray[np.float64]
"""(N, 2), in pixels from the upper left corner."""
ASIDE = 3.0
"""How much more a pixel across the wanted direction counts than one along it."""


class Frame(NamedTuple):
    """How the plane is laid on a widget: with one scale, because distances are what it shows."""

    left: float
    top: float
    right: float
    bottom: float
    middle: tuple[float, float]
    """Of the plane's part that is shown."""
    scale: float
    """Pixels for a unit of the plane."""

    @classmethod
    def around(cls, points: NDArray[np.float32], width: float, height: float, margin: float) -> "Frame":
        """A frame in which all of points (N, 2) lie, with a margin."""
        low, high = points.min(0).astype(float), points.max(0).astype(float)
        room = np.maximum((width - 2 * margin, height - 2 * margin), 1.0)
        scale = float((room / np.maximum(high - low, 1e-9)).min())
        x, y = ((low + high) / 2).tolist()
        return cls(margin, margin, width - margin, height - margin, (x, y), scale)

    def places(self, points: NDArray[np.float32]) -> Places:
        """Where points (N, 2) of the plane are; its second axis points upwards."""
        centre = (self.left + self.right) / 2, (self.top + self.bottom) / 2
        places: Places = (points - np.array(self.middle)) * (self.scale, -self.scale) + centre
        return places

    def bounded(self, points: NDArray[np.float32]) -> Places:
        """The same, but at the edge where a point would lie outside."""
        return np.clip(self.places(points), (self.left, self.top), (self.right, self.bottom))


def nearest_to(places: Places, x: float, y: float, reach: float = np.inf) -> int | None:
    """The number of the place nearest to (x, y), if one is within `reach`."""
    away = np.hypot(*(places - (x, y)).T)
    nearest = int(away.argmin())
    return nearest if away[nearest] <= reach else None


def next_in(places: Places, number: int, right: int, down: int) -> int:
    """The number of the next place in a direction, or the same number where there is none.

    One counts only if it lies more in this direction than across it.
    """
    away = places - places[number]
    along, across = away @ (right, down), np.abs(away @ (down, right))
    ahead = np.flatnonzero((along > 0) & (along >= across) & (along > 0.5))
    if not len(ahead):
        return number
    return int(ahead[np.argmin(along[ahead] + ASIDE * across[ahead])])
