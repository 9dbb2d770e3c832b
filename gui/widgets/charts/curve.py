"""The points of a curve that can grow for hours and stays fast to draw."""

import math

import numpy as np
from numpy.typing import NDArray

from engine.runs import LARGEST, extremes

MOST_POINTS = 8_192
"""More points than a screen has columns cost time and are not visible."""


class Curve:
    """Points in order of x, with the same density everywhere.

    When there are too many, each group of points is replaced by its lowest and its highest, and groups double in size.
    """

    def __init__(self, most_points: int = MOST_POINTS) -> None:
        self._kept = np.empty((most_points, 2))
        self.clear()

    def clear(self) -> None:
        self._count = 0
        self._group = 1
        """How many points one kept point stands for."""
        self._waiting: list[tuple[float, float]] = []
        """The points of the last group, which is not complete yet."""

    def add(self, x: float, y: float) -> None:
        """Append a point. One that cannot be drawn (not finite, or too large) is left out."""
        if not math.isfinite(y) or abs(y) > LARGEST:
            return
        self._waiting.append((x, y))
        if len(self._waiting) < 2 * self._group and self._group > 1:
            return
        fresh = np.array(self._waiting)
        if self._group > 1:
            fresh = fresh[extremes(fresh[:, 1], len(fresh))]
        self._waiting.clear()
        if self._count + len(fresh) > len(self._kept):
            self._thin_out()
        self._kept[self._count : self._count + len(fresh)] = fresh
        self._count += len(fresh)

    def _thin_out(self) -> None:
        # After the first time points come in pairs: the last place may be empty, or hold one from before.
        whole = self._count - self._count % 4
        kept = self._kept[[*extremes(self._kept[:whole, 1], 4), *range(whole, self._count)]]
        self._count = len(kept)
        self._kept[: self._count] = kept
        self._group *= 2

    def points(self) -> NDArray[np.float64]:
        """A copy of the points, float64 (N, 2). The newest point is there even if its group is not complete."""
        return np.concatenate([self._kept[: self._count], np.array(self._waiting[-1:]).reshape(-1, 2)])

    def at(self, x: float) -> float | None:
        """The y of the last point at or before x; None before the first one."""
        points = self.points()
        place = int(np.searchsorted(points[:, 0], x, "right")) - 1
        return float(points[place, 1]) if place >= 0 else None
