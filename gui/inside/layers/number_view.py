"""One number and what it is made of: the numbers before it, the weights, and their products as pictures."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import figures
from gui.inside.layers.painting import Floats, colour, in_rows, paint_tiles
from gui.inside.layers.tiles import fitted
from gui.theme import LIGHT, Theme, readable, scaled

LEAST, WANTED = QSize(240, 96), QSize(420, 132)
"""Logical pixels."""
WIDEST = "\u22120.00"
"""A number is written into its colour where this has room."""
SIGNS = ("\u00d7", "=")
Kind = tuple[str, Floats]


class Made(NamedTuple):
    """What a number is made of, in pictures (C, rows, columns) of the same shape; NaN where nothing counts."""

    inputs: Floats
    factors: Floats | None
    """What each is multiplied with; None where the layer does something else."""
    largest: float
    """The largest number, without its sign, of all that the layer gets: it has the full colour."""


class NumberView(QWidget):
    """Paints three pictures: numbers x weights = products, each with its own largest number in full colour."""

    def __init__(self) -> None:
        super().__init__()
        self._made: Made | None = None
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName("What the number is made of")
        self.setToolTip("What the number looks at, the weight of each of these, and the products that are added up")

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(LEAST)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(WANTED)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_made(self, made: Made | None) -> None:
        """Show what a number is made of, or nothing."""
        self._made = made
        self.setAccessibleDescription("" if made is None else f"{int(np.isfinite(made.inputs).sum()):,} numbers")
        self.update()

    @property
    def pictures(self) -> list[Kind]:
        """What is shown, by its title."""
        if self._made is None:
            return []
        if self._made.factors is None:
            return [("looks at", self._made.inputs)]
        products = self._made.inputs * self._made.factors
        return [("looks at", self._made.inputs), ("weights", self._made.factors), ("products", products)]

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 - Qt's name
        with QPainter(self) as painter:
            line, gap = self.fontMetrics().height(), scaled(20.0)
            side = max(1.0, min(self.height() - line - 2.0, (self.width() - 2 * gap) / 3))
            for number, (title, values) in enumerate(self.pictures):
                left = number * (side + gap)
                painter.setPen(QColor(self._theme.muted))
                painter.drawText(QRectF(left, 0, side, line), Qt.AlignmentFlag.AlignHCenter, title)
                limit = self._largest(values, first=number == 0)
                self._paint(painter, QRectF(left, line + 1, side, side), in_rows(values), limit)
                if number:
                    sign = QRectF(left - gap, line, gap, side)
                    painter.setPen(QColor(self._theme.text))
                    painter.drawText(sign, Qt.AlignmentFlag.AlignCenter, SIGNS[number - 1])

    def _largest(self, values: Floats, *, first: bool) -> float:
        assert self._made
        return self._made.largest if first else float(np.nanmax(np.abs(values)))

    def _paint(self, painter: QPainter, place: QRectF, whole: Floats, limit: float) -> None:
        tiles = fitted(place, (1, *whole.shape), 0)
        paint_tiles(painter, tiles, whole[None], np.array([limit], np.float32), self._theme)
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(tiles.whole)
        if tiles.side > painter.fontMetrics().horizontalAdvance(WIDEST):
            for (row, column), value in np.ndenumerate(whole):
                painter.setPen(readable(colour(float(value), limit, self._theme), self._theme))
                cell = tiles.cell(0, row, column)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, _short(float(value)))


def _short(value: float) -> str:
    """With two decimals at most, as in a cell there is no room for more."""
    return figures(round(value, 2))[: len(WIDEST)]
