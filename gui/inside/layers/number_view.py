"""One number and what it is made of: the numbers before it, the weights, and their products as pictures."""

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import figures
from gui.inside.layers.network_pictures import Floats, in_rows
from gui.inside.layers.painting import FINE, colours, paint_tiles
from gui.inside.layers.tiles import Tiles, fitted
from gui.theme import LIGHT, Theme, readable, scaled

LEAST, WANTED = QSize(240, 96), QSize(420, 132)
"""Logical pixels."""
WIDEST = "\u22120.00"
"""A number is written into its colour where this has room."""
MOST_KNOWN = 30
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
        self._tiles: dict[tuple[object, ...], Tiles] = {}
        self.printing = False
        """Whether it is painted into a file."""
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

    def _tiles_for(self, place: QRectF, shape: tuple[int, ...]) -> Tiles:
        """The same ones as long as the place and the number of numbers stay: to find their pixels takes a while."""
        key = (place.left(), place.top(), place.width(), shape)
        if key not in self._tiles:
            if len(self._tiles) > MOST_KNOWN:
                self._tiles.clear()
            self._tiles[key] = fitted(place, (1, shape[0], shape[1]), 0)
        return self._tiles[key]

    def _largest(self, values: Floats, *, first: bool) -> float:
        assert self._made
        return self._made.largest if first else float(np.nanmax(np.abs(values)))

    def _paint(self, painter: QPainter, place: QRectF, whole: Floats, limit: float) -> None:
        tiles = self._tiles_for(place, whole.shape)
        ratio = FINE if self.printing else self.devicePixelRatioF()
        paint_tiles(painter, tiles, whole[None], np.array([limit], np.float32), self._theme, ratio=ratio)
        if tiles.side > painter.fontMetrics().horizontalAdvance(WIDEST):
            grounds = colours(whole.ravel(), limit, self._theme)
            for ((row, column), value), ground in zip(np.ndenumerate(whole), grounds, strict=True):
                painter.setPen(readable(ground, self._theme))
                painter.drawText(tiles.cell(0, row, column), Qt.AlignmentFlag.AlignCenter, _short(float(value)))


def _short(value: float) -> str:
    """With two decimals at most, as in a cell there is no room for more."""
    return figures(round(value, 2))[: len(WIDEST)]
