"""The image that grows while a unit is climbed."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import ink_picture, magnified

SIDE = 252
"""Pixels of the picture, nine for each of the image's."""
WANTED, LEAST = 280, 140
"""Logical pixels."""


class WishPicture(QWidget):
    """Empty paper until there is an image."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._image: NDArray[np.uint8] | None = None
        self._picture: QImage | None = None
        self.setAccessibleName("The image that it would like to see")
        self.setAccessibleDescription("nothing yet")
        self.setToolTip("It is changed step by step so that the unit answers more strongly")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        sized(self.setMinimumSize, LEAST, LEAST)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(QSize(WANTED, WANTED))

    def set_theme(self, theme: Theme) -> None:
        self._theme, self._picture = theme, None
        self.update()

    @property
    def image(self) -> NDArray[np.uint8] | None:
        """The image shown, uint8 (28, 28)."""
        return self._image

    def show_image(self, image: NDArray[np.uint8] | None, said: str) -> None:
        """Show an image, uint8 (28, 28), 255 for ink, or empty paper; `said` is for screen readers."""
        self._image, self._picture = image, None
        self.setAccessibleDescription(said)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        side = min(self.width(), self.height())
        place = QRectF(0, 0, side, side)
        place.moveCenter(QRectF(self.rect()).center())
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.setPen(QPen(QColor(self._theme.line), 1))
            painter.setBrush(QColor(self._theme.canvas))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            if self._image is not None:
                if self._picture is None:
                    grey = magnified(self._image, SIDE).round().clip(0, 255).astype(np.uint8)
                    self._picture = ink_picture(grey, self._theme.ink)
                painter.drawImage(place, self._picture)
