"""Where the pictures of a layer's units lie: in rows, as large as fits."""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF


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
