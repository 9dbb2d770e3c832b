"""Which classes are read as which: a row for each true one, a column for each answer, and how well each is read."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from engine.settings import CLASSES, DIGITS
from gui.theme import LIGHT, Theme, mixed, readable

PLURALS = ("zeros", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines")
HEAD = 0.8
"""The margins with the digits, in units of a cell; names get as much as they need."""
LAST = 1.3
"""The row and the column with the shares read rightly, in the same unit: wide enough for "99.5"."""
EDGE = 20
"""Pixels for the words on the top and on the left."""
LEAST, LEAST_OF_MANY = 17, 10
"""Pixels a cell: less leaves no room for three figures that can be read. More than ten classes go without figures where
there is no room for them."""
MANY = 12
NAME = 0.85
"""Of the usual size are names in the margins."""
SMALLEST = 7
"""Pixels of the smallest figures."""
RIGHT_TINT, WRONG_TINT = 0.28, 0.85
"""How strongly the diagonal and the most frequent mistake are coloured, 0 to 1."""
KEYS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}

Cell = tuple[int, int]
"""The true digit and the answer."""


class ConfusionGrid(QWidget):
    """Click a cell, or go there with the arrow keys and press Enter, to see the images that it counts."""

    chosen = Signal(int, int)
    """The true digit and the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._names: Sequence[str] = DIGITS
        self._counts = np.zeros((CLASSES, CLASSES), np.int64)
        self._precision = self._recall = np.full(CLASSES, np.nan)
        self._in_shares = False
        self._cell: Cell = (0, 0)
        self._under_mouse: Cell | None = None
        self._theme = LIGHT
        self.setAccessibleName("Confusion matrix")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.show_cell(0, 0)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(330, 330)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        classes = len(self._names)
        cells = (LEAST if classes <= MANY else LEAST_OF_MANY) * (classes + LAST)
        side = math.ceil(cells + EDGE + (self._widest or HEAD * LEAST))
        return QSize(side, side)

    @property
    def _widest(self) -> float:
        """Pixels that the longest name takes; 0 where all are as short as digits."""
        if max(map(len, self._names)) == 1:
            return 0.0
        return NAME * max(map(self.fontMetrics().horizontalAdvance, self._names)) + 6

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_confusion(
        self,
        counts: NDArray[np.int64],
        precision: NDArray[np.float64],
        recall: NDArray[np.float64],
        names: Sequence[str] = DIGITS,
    ) -> None:
        """Counts (C, C), the row is the true class; shares (C,) from 0 to 1, NaN where there is none; C names."""
        self._counts, self._precision, self._recall, self._names = counts, precision, recall, names
        self.updateGeometry()
        self.show_cell(*(min(place, len(names) - 1) for place in self._cell))

    def show_shares(self, on: bool) -> None:
        """Percent of each true digit instead of counts."""
        self._in_shares = on
        self.update()

    def show_cell(self, true: int, answer: int) -> None:
        """Mark this cell as the chosen one, without emitting `chosen`."""
        self._cell = true, answer
        self.setAccessibleDescription(self.words(self._cell))
        self.update()

    @property
    def cell(self) -> Cell:
        """The one that is marked."""
        return self._cell

    def words(self, cell: Cell) -> str:
        """What the cell says: "12 of 1,009 fives were read as 3"."""
        true, answer = cell
        count, every = int(self._counts[cell]), int(self._counts[true].sum())
        were = "was" if count == 1 else "were"
        how = "rightly" if true == answer else f"as {self._names[answer]}"
        return f"{count:,} of {every:,} {self._plural(true)} {were} read {how}"

    def _plural(self, true: int) -> str:
        return PLURALS[true] if self._names is DIGITS else f"images of {self._names[true]}"

    # Mouse and keys.

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        cell = self._cell_at(event.position())
        if cell != self._under_mouse:
            self._under_mouse = cell
            self.setCursor(Qt.CursorShape.PointingHandCursor if cell else Qt.CursorShape.ArrowCursor)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802, ARG002
        self._under_mouse = None
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        cell = self._cell_at(event.position())
        if cell and event.button() == Qt.MouseButton.LeftButton:
            self.show_cell(*cell)
            self.chosen.emit(*cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(*self._cell)
        elif event.key() in KEYS:
            down, right = KEYS[Qt.Key(event.key())]
            last = len(self._names) - 1
            self.show_cell(min(last, max(0, self._cell[0] + down)), min(last, max(0, self._cell[1] + right)))
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The tooltip is that of the place under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.words_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def words_at(self, position: QPointF) -> str:
        """What is said about a place: a cell, or the share in its margin; "" elsewhere."""
        side, left, top = self._measures()
        column, row = math.floor((position.x() - left) / side), math.floor((position.y() - top) / side)
        inside = range(len(self._names))
        if row in inside and column in inside:
            return self.words((row, column)) + ": click to see them"
        if row in inside and column >= len(inside):
            share = _percent(self._recall[row])
            return f"Recall: {share} % of the {self._plural(row)} were read as {self._names[row]}"
        if column in inside and row >= len(inside):
            share, name = _percent(self._precision[column]), self._names[column]
            return f"Precision: {share} % of what was read as {name} was a {name}"
        return ""

    def _cell_at(self, position: QPointF) -> Cell | None:
        side, left, top = self._measures()
        column, row = math.floor((position.x() - left) / side), math.floor((position.y() - top) / side)
        inside = range(len(self._names))
        return (row, column) if row in inside and column in inside else None

    # Painting.

    def _measures(self) -> tuple[float, float, float]:
        """A cell's side in pixels, and where the cells begin: the whole stands in the middle of the top."""
        room, cells = min(self.width(), self.height()) - EDGE, len(self._names) + LAST
        # Positive also in a window that has no room for it: what is under the mouse is found by division.
        side = max(1.0, (room - self._widest) / cells if self._widest else room / (cells + HEAD))
        head = self._widest or HEAD * side
        left = (self.width() - EDGE - head - side * cells) / 2
        return side, left + EDGE + head, EDGE + head

    def place(self, cell: Cell) -> QRectF:
        """Where a cell is painted; the row after the last class is that of precision, such a column that of recall."""
        side, left, top = self._measures()
        gap, last = 0.25 * side, len(self._names)
        row, column = cell
        x = left + column * side + gap * (column == last)
        y = top + row * side + gap * (row == last)
        return QRectF(x, y, side * (1.05 if column == last else 1), side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_words(painter)
            tints = self._tints()
            for true in range(len(self._names)):
                for answer in range(len(self._names)):
                    self._paint_cell(painter, (true, answer), tints[true, answer])
            if self._under_mouse:
                self._frame(painter, self._under_mouse, self._theme.muted, 1.5)
            self._frame(painter, self._cell, self._theme.accent if self.hasFocus() else self._theme.text, 2)

    def _tints(self) -> NDArray[np.float64]:
        """How strongly each cell is coloured, 0 to 1.

        The root of a mistake's share of the most frequent one: thousands on the diagonal say nothing, threes show.
        """
        mistakes = self._counts * ~np.eye(len(self._names), dtype=bool)
        tints = WRONG_TINT * np.sqrt(mistakes / max(1, mistakes.max()))
        np.fill_diagonal(tints, RIGHT_TINT * (self._counts.diagonal() > 0))
        return tints

    def _paint_cell(self, painter: QPainter, cell: Cell, tint: float) -> None:
        place = self.place(cell).adjusted(0.75, 0.75, -0.75, -0.75)
        hue = self._theme.accuracy if cell[0] == cell[1] else self._theme.validation
        colour = mixed(self._theme.field, hue, tint)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(place, 2.5, 2.5)
        if self._counts[cell] and place.width() >= LEAST - 2:
            self._write(painter, place, self._figure(cell), readable(colour, self._theme))

    def _figure(self, cell: Cell) -> str:
        count, every = int(self._counts[cell]), int(self._counts[cell[0]].sum())
        return _percent(count / every) if self._in_shares else str(count)

    def _paint_words(self, painter: QPainter) -> None:
        side, left, top = self._measures()
        head, last = self._widest or HEAD * side, len(self._names)
        muted, text = QColor(self._theme.muted), QColor(self._theme.text)
        middle = last * side / 2
        self._write(painter, QRectF(left, 0, 2 * middle, EDGE), "read as", muted)
        truly = "the digit was a" if self._names is DIGITS else "it was"
        self._write_upright(painter, QRectF(left - head - EDGE, top, EDGE, 2 * middle), truly, muted)
        for place, name in enumerate(self._names):
            self._write(painter, QRectF(left - head, top + place * side, head, side), name, text)
            above = QRectF(left + place * side, EDGE, side, head)
            (self._write_upright if self._widest else self._write)(painter, above, name, text)
            if side >= LEAST - 2:
                self._write(painter, self.place((place, last)), _percent(self._recall[place]), muted)
                below = self.place((last, place)).adjusted(1, 0, -1, 0)
                self._write(painter, below, _percent(self._precision[place]), muted)
        if side >= LEAST - 2:
            self._write(painter, self.place((last, last)), "%", muted)

    def _write_upright(self, painter: QPainter, place: QRectF, words: str, colour: QColor) -> None:
        """From below to above."""
        painter.save()
        painter.translate(place.center())
        painter.rotate(-90)
        self._write(
            painter, QRectF(-place.height() / 2, -place.width() / 2, place.height(), place.width()), words, colour
        )
        painter.restore()

    def _write(self, painter: QPainter, place: QRectF, words: str, colour: QColor) -> None:
        """In the middle of the place, in the widget's font or, where that is too wide, in a smaller one."""
        font = QFont(self.font())
        usual = self.fontInfo().pixelSize()
        room = place.width() / max(1, self.fontMetrics().horizontalAdvance(words))
        font.setPixelSize(max(SMALLEST, min(usual, math.floor(min(room * usual, 0.62 * place.height())))))
        painter.setFont(font)
        painter.setPen(colour)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, words)

    def _frame(self, painter: QPainter, cell: Cell, colour: str, width: float) -> None:
        painter.setPen(QPen(QColor(colour), width))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(self.place(cell), 3, 3)


def _percent(share: float) -> str:
    """Three figures; a dash where there is nothing to take a share of. 100 only when none is missing."""
    if math.isnan(share):
        return "\u2013"
    percent = 100 * share
    if share < 1 and percent >= 99.95:
        return "99.9"
    if 0 < percent < 0.05:
        return "<0.1"
    return f"{percent:.0f}" if share in (0, 1) else f"{percent:.1f}"
