"""Where the pictures of a layer's units lie: in rows, as large as fits."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF

from gui.theme import scaled

Numbers = NDArray[np.int64]
LEAST_OUTLINED = 6.0
"""Logical pixels: a smaller picture has no line around it."""


class Cell(NamedTuple):
    """One number: of which stage, counted from 0, and where in its pictures."""

    stage: int
    unit: int
    row: int
    column: int


@dataclass(frozen=True)
class Tiles:
    """`units` pictures with `rows` and `columns` of numbers each, `across` of them side by side."""

    corner: QPointF
    units: int
    rows: int
    columns: int
    across: int
    side: float
    """Pixels of a number."""
    gap: float
    """Pixels between two pictures."""

    @cached_property
    def every(self) -> list[QRectF]:
        """The place of each unit's picture."""
        return [self._tile(unit) for unit in range(self.units)]

    def tile(self, unit: int) -> QRectF:
        """The place of a unit's picture."""
        return self.every[unit]

    def _tile(self, unit: int) -> QRectF:
        down, across = divmod(unit, self.across)
        width, height = self.columns * self.side, self.rows * self.side
        left, top = across * (width + self.gap), down * (height + self.gap)
        return QRectF(self.corner.x() + left, self.corner.y() + top, width, height)

    def cell(self, unit: int, row: int, column: int) -> QRectF:
        """The place of a number."""
        tile = self.tile(unit)
        return QRectF(tile.left() + column * self.side, tile.top() + row * self.side, self.side, self.side)

    @property
    def whole(self) -> QRectF:
        """The place of all pictures."""
        return self.tile(0).united(self.tile(self.units - 1)).united(self.tile(min(self.units, self.across) - 1))

    def numbers_at(self, ratio: float) -> NDArray[np.int32]:
        """Which number each pixel of the device shows, (height, width), if a logical pixel has `ratio` of these.

        After all numbers come two more: that of a line around a picture, and that of what lies between pictures.
        """
        if ratio not in self._known:
            self._known[ratio] = self._find_numbers(ratio)
        return self._known[ratio]

    @cached_property
    def _known(self) -> dict[float, NDArray[np.int32]]:
        return {}

    def _find_numbers(self, ratio: float) -> NDArray[np.int32]:
        down = -(-self.units // self.across)
        across_tile, column, at_left = self._along(min(self.across, self.units), self.columns, ratio)
        down_tile, row, at_top = self._along(down, self.rows, ratio)
        unit = down_tile[:, None] * self.across + across_tile
        number = (unit * self.rows + row[:, None]) * self.columns + column
        line = self.units * self.rows * self.columns
        beside = (down_tile[:, None] < 0) | (across_tile < 0) | (unit >= self.units)
        if self.side * self.columns >= scaled(LEAST_OUTLINED):
            number = np.where(at_top[:, None] | at_left, line, number)
        return np.where(beside, line + 1, number).astype(np.int32)

    def _along(self, tiles: int, numbers: int, ratio: float) -> tuple[Numbers, Numbers, NDArray[np.bool_]]:
        """For each pixel of the device along an axis its picture (-1 between them), its number there, and whether it
        is the first or the last one of the picture."""
        size = numbers * self.side
        length = max(1, round((tiles * (size + self.gap) - self.gap) * ratio))
        places = (np.arange(length) + 0.5) / ratio
        tile = np.minimum(places // (size + self.gap), tiles - 1).astype(np.int64)
        inside = places - tile * (size + self.gap)
        number = np.clip(inside // self.side, 0, numbers - 1).astype(np.int64)
        edge = (inside < 1 / ratio) | (inside > size - 1 / ratio)
        return np.where(inside < size + 0.5 / ratio, tile, -1), number, edge

    def at(self, point: QPointF) -> tuple[int, int, int] | None:
        """The unit, row and column of the number at a point; None between pictures and beside them."""
        inside = point - self.corner
        width, height = self.columns * self.side + self.gap, self.rows * self.side + self.gap
        across, down = math.floor(inside.x() / width), math.floor(inside.y() / height)
        unit = down * self.across + across
        if not (0 <= across < self.across and down >= 0 and unit < self.units):
            return None
        column = math.floor((inside.x() - across * width) / self.side)
        row = math.floor((inside.y() - down * height) / self.side)
        return (unit, row, column) if row < self.rows and column < self.columns else None

    def beside(self, place: tuple[int, int, int], across: int, down: int) -> tuple[int, int, int] | None:
        """The number so many steps to the right and down, over the borders of pictures; None outside of all."""
        tile_down, tile_across = divmod(place[0], self.across)
        row, column = tile_down * self.rows + place[1] + down, tile_across * self.columns + place[2] + across
        (tile_down, row), (tile_across, column) = divmod(row, self.rows), divmod(column, self.columns)
        unit = tile_down * self.across + tile_across
        return (unit, row, column) if 0 <= tile_across < self.across and 0 <= unit < self.units else None


def fitted(place: QRectF, shape: tuple[int, int, int], gap: float, largest: float = math.inf) -> Tiles:
    """Tiles for `shape` (units, rows, columns) as large as the place allows, in its middle from left to right."""
    units, rows, columns = shape

    def side(across: int) -> float:
        down = math.ceil(units / across)
        wide = (place.width() - gap * (across - 1)) / (across * columns)
        high = (place.height() - gap * (down - 1)) / (down * rows)
        return min(wide, high, largest)

    across = max(range(1, units + 1), key=lambda number: (round(side(number), 3), -number))
    tiles = Tiles(place.topLeft(), units, rows, columns, across, max(side(across), 0.5), gap)
    free = place.width() - tiles.whole.width()
    return Tiles(place.topLeft() + QPointF(free / 2, 0), units, rows, columns, across, tiles.side, gap)
