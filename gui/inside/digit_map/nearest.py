"""The images of the training digits that are nearest to the drawing, one below the other."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme, scaled
from gui.widgets import ink_picture

SIDE, GAP = 44, 6
PLACES = 5
ROOM_FOR_NAME = 22


class NearestImages(QWidget):
    """Five images, each with the name of its class; smaller where there is less room."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._images: NDArray[np.uint8] = np.empty((0, 28, 28), np.uint8)
        self._names: Sequence[str] = ()
        self.setAccessibleName("Nearest training digits")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.updateGeometry()
        self.update()

    def show_nearest(self, images: NDArray[np.uint8], names: Sequence[str]) -> None:
        """Show images (n, 28, 28), the nearest first, with their names; none while nothing is drawn."""
        self._images, self._names = images, names
        said = f"The nearest first: {', '.join(names)}" if len(names) else "Nothing is drawn yet"
        self.setAccessibleDescription(said)
        self.update()

    @property
    def names(self) -> Sequence[str]:
        """What stands beside the images."""
        return self._names

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(QSize(SIDE + ROOM_FOR_NAME, PLACES * (SIDE + GAP) - GAP))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(QSize(SIDE + ROOM_FOR_NAME, 60))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        gap = scaled(float(GAP))
        side = min(scaled(float(SIDE)), (self.height() - (PLACES - 1) * gap) / PLACES)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            for row in range(PLACES):
                place = QRectF(0, row * (side + gap), side, side)
                painter.fillRect(place, QColor(self._theme.canvas))
                if row < len(self._names):
                    self._paint_image(painter, place, row)

    def _paint_image(self, painter: QPainter, place: QRectF, row: int) -> None:
        painter.drawImage(place, ink_picture(self._images[row], self._theme.ink))
        painter.setPen(QColor(self._theme.text))
        beside = QRectF(place.right() + 4, place.top(), self.width() - place.right() - 4, place.height())
        name = painter.fontMetrics().elidedText(self._names[row], Qt.TextElideMode.ElideRight, int(beside.width()))
        painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
