"""Where the drawing, the layers and the answer stand side by side."""

from collections.abc import Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from PySide6.QtCore import QPointF, QRectF

from gui.inside.layers.tiles import Cell, Tiles, fitted
from gui.theme import scaled

GAP, LARGEST = 18.0, 26.0
"""Logical pixels between two columns, and the largest side of a number."""
ANSWER = 130.0
"""Logical pixels of the answer's column, where there is room."""
MANY = 20
"""Units: above it small pictures stand closer."""


class Box(Protocol):
    """What a number looks at: which pictures, rows and columns."""

    def __getitem__(self, axis: int, /) -> slice: ...


class Row(NamedTuple):
    """The places of one class in the column of the answer."""

    whole: QRectF
    name: QRectF
    logit: QRectF
    bar: QRectF


class Columns:
    """The places of everything in a view of the network."""

    def __init__(self, whole: QRectF, shapes: Sequence[tuple[int, int, int]], classes: int, line: int) -> None:
        """`shapes` has units, rows and columns of each stage but the last; `line` is the height of a line of text."""
        self.gap, self.line = scaled(GAP), line
        self._classes = max(classes, 1)
        weights = [1.0, *(1.0 if rows * columns == 1 else 1.7 for _, rows, columns in shapes)]
        answer = min(scaled(ANSWER), whole.width() * 0.26)
        room = max(1.0, whole.width() - answer - self.gap * (len(weights) + 0.5))
        head, foot = 2.4 * line, 2.2 * line
        places, left = [], whole.left() + self.gap / 2
        for weight in weights:
            width = room * weight / sum(weights)
            places.append(QRectF(left, whole.top(), width, whole.height()))
            left += width + self.gap
        self.input, *self.stages = places
        self.answer = QRectF(left, whole.top(), answer, whole.height())
        self._body = (whole.top() + head, max(1.0, whole.height() - head - foot))
        side = min(self.input.width(), self._body[1])
        self.drawing = QRectF(self.input.center().x() - side / 2, self._body[0], side, side)
        self.tiles = [
            fitted(self._body_of(place), shape, scaled(2.0 if shape[0] > MANY else 3.0), scaled(LARGEST))
            for place, shape in zip(self.stages, shapes, strict=True)
        ]

    def _body_of(self, place: QRectF) -> QRectF:
        return QRectF(place.left(), self._body[0], place.width(), self._body[1])

    def scale(self, place: QRectF) -> QRectF:
        """Where the colours of a column are explained."""
        return QRectF(place.left(), place.bottom() - 1.5 * self.line, place.width(), 1.4 * self.line)

    @cached_property
    def rows(self) -> list[Row]:
        """The places of the classes in the column of the answer."""
        body = self._body_of(self.answer)
        high = min(body.height() / self._classes, scaled(LARGEST))
        side = max(2.0, high - scaled(3.0))
        rows = []
        for digit in range(self._classes):
            whole = QRectF(body.left(), body.top() + digit * high, body.width(), high)
            logit = QRectF(whole.left() + self.line * 1.3, whole.top() + 1, side, side)
            left = logit.right() + scaled(6.0)
            bar = QRectF(left, logit.top(), max(1.0, whole.right() - left), side)
            rows.append(Row(whole, QRectF(whole.left(), whole.top(), self.line * 1.2, high), logit, bar))
        return rows

    def cell(self, cell: Cell) -> QRectF:
        """The place of a number."""
        if cell.stage < len(self.tiles):
            tiles = self.tiles[cell.stage]
            inside = cell.row < tiles.rows and cell.column < tiles.columns
            return tiles.cell(cell.unit, cell.row, cell.column) if inside else tiles.tile(cell.unit)
        return self.rows[cell.unit].logit

    def is_head_of_answer(self, point: QPointF) -> bool:
        """Whether a point lies on the words above the answer."""
        return self.answer.contains(point) and point.y() < self._body[0]

    def at(self, point: QPointF) -> Cell | None:
        """The number at a point, if any."""
        for stage, tiles in enumerate(self.tiles):
            if found := tiles.at(point):
                return Cell(stage, *found)
        if self.answer.contains(point):
            digit = next((one for one, row in enumerate(self.rows) if row.whole.contains(point)), None)
            return None if digit is None else Cell(len(self.tiles), digit, 0, 0)
        return None

    def beside(self, cell: Cell, across: int, down: int, *, by_unit: bool = False) -> Cell | None:
        """The next number, or the first one of the next unit; to the left and right over the borders of the layers."""
        if cell.stage < len(self.tiles):
            tiles, place = self.tiles[cell.stage], (cell.unit, cell.row, cell.column)
            if by_unit:
                place, across, down = (cell.unit, 0, 0), across * tiles.columns, down * tiles.rows
            if found := tiles.beside(place, across, down):
                return Cell(cell.stage, *found)
        elif down and 0 <= cell.unit + down < self._classes:
            return cell._replace(unit=cell.unit + down)
        towards = (across > 0) - (across < 0)
        if not towards or not 0 <= cell.stage + towards <= len(self.tiles):
            return None
        return self._nearest(cell.stage + towards, self.cell(cell).center(), towards)

    def _nearest(self, stage: int, point: QPointF, across: int) -> Cell:
        """The number of another layer at the same height, on the side where one enters."""
        if stage == len(self.tiles):
            digit = min(range(self._classes), key=lambda one: abs(self.rows[one].whole.center().y() - point.y()))
            return Cell(stage, digit, 0, 0)
        tiles: Tiles = self.tiles[stage]
        edge = 0 if across > 0 else tiles.across - 1
        downs = range(-(-tiles.units // tiles.across))
        down = min(downs, key=lambda one: abs(tiles.tile(one * tiles.across).center().y() - point.y()))
        unit = min(down * tiles.across + edge, tiles.units - 1)
        return Cell(stage, unit, tiles.rows // 2, 0 if across > 0 else tiles.columns - 1)

    def looks_at(self, cell: Cell, box: Box) -> list[QRectF]:
        """The frames of what a number looks at in the column before its own."""
        units, rows, columns = box[0], box[1], box[2]
        if cell.stage == 0:
            side = self.drawing.width() / 28
            corner = self.drawing.topLeft() + QPointF(columns.start * side, rows.start * side)
            size = (columns.stop - columns.start) * side, (rows.stop - rows.start) * side
            return [QRectF(corner.x(), corner.y(), *size)]
        tiles = self.tiles[cell.stage - 1]
        if (rows.start, columns.start, rows.stop, columns.stop) == (0, 0, tiles.rows, tiles.columns):
            return [tiles.whole]
        last = (rows.stop - 1, columns.stop - 1)
        return [
            tiles.cell(unit, rows.start, columns.start).united(tiles.cell(unit, *last))
            for unit in range(units.start, units.stop)
        ]
