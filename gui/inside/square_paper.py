"""A square sheet of paper, as large as there is room, on which something is painted."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme, scaled, sized

WANTED, LEAST = 300, 140
"""Logical pixels."""


class SquarePaper(QWidget):
    """A subclass paints what is on the paper. Qt calls its overrides: they must not raise."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.theme = LIGHT
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sized(self.setMinimumSize, LEAST, LEAST)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(QSize(WANTED, WANTED))

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def paint_on(self, painter: QPainter, place: QRectF) -> None:
        """Paint what is on the paper, whose place this is."""
        raise NotImplementedError

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        side = min(self.width(), self.height())
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(self.rect()).center())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setPen(QPen(QColor(self.theme.line), 1))
            painter.setBrush(QColor(self.theme.canvas))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            self.paint_on(painter, place)
