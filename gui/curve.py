"""The points of a curve that may grow for hours and must stay quick to draw."""

import math

import numpy as np
from numpy.typing import NDArray

MOST_POINTS = 8_192
"""More points than a screen has columns cost time and show nothing."""
LARGEST = 1e9
"""Larger losses are left out: one of 1e308 would flatten everything else and break the axis."""


class Curve:
    """Points in order of x. When there are too many, every four become their lowest and their highest."""

    def __init__(self, most_points: int = MOST_POINTS) -> None:
        self._points = np.empty((most_points, 2))
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def x(self) -> NDArray[np.float64]:
        return self._points[: self._count, 0]

    @property
    def y(self) -> NDArray[np.float64]:
        return self._points[: self._count, 1]

    def add(self, x: float, y: float) -> None:
        """Append a point; one that cannot be drawn is left out."""
        if not math.isfinite(y) or abs(y) > LARGEST:
            return
        if self._count == len(self._points):
            self._thin_out()
        self._points[self._count] = x, y
        self._count += 1

    def clear(self) -> None:
        self._count = 0

    def _thin_out(self) -> None:
        groups = self._points.reshape(-1, 4, 2)
        # Sorted, so that the lowest and the highest stay in the order in which they came.
        extremes = np.sort(np.stack([groups[:, :, 1].argmin(1), groups[:, :, 1].argmax(1)], 1), 1)
        kept = np.take_along_axis(groups, extremes[:, :, None], 1).reshape(-1, 2)
        self._count = len(kept)
        self._points[: self._count] = kept

    def at(self, x: float) -> float | None:
        """The y of the last point at or before x; None before the first one."""
        place = int(np.searchsorted(self.x, x, "right")) - 1
        return float(self.y[place]) if place >= 0 else None


class Smoothing:
    """An exponential moving average whose start is not drawn towards zero (as in Kingma and Ba, "Adam", 2015)."""

    def __init__(self, steps: float = 15) -> None:
        self._keep = 1 - 1 / steps
        self._sum = 0.0
        self._weight = 0.0

    def add(self, value: float) -> float:
        """The average including `value`; a value that is not finite leaves it as it was."""
        if math.isfinite(value):
            self._sum = self._keep * self._sum + value
            self._weight = self._keep * self._weight + 1
        return self._sum / self._weight if self._weight else math.nan
