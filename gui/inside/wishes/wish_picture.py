"""The image that grows while a unit is climbed."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gui.inside.square_paper import SquarePaper
from gui.theme import Theme
from gui.widgets import ink_picture, magnified

SIDE = 252
"""Pixels of the picture, nine for each of the image's."""


class WishPicture(SquarePaper):
    """Empty paper until there is an image."""

    def __init__(self) -> None:
        super().__init__("The image that it would like to see")
        self._image: NDArray[np.uint8] | None = None
        self._picture: QImage | None = None
        self.setAccessibleDescription("nothing yet")
        self.setToolTip("It is changed step by step so that the unit answers more strongly")

    def set_theme(self, theme: Theme) -> None:
        self._picture = None
        super().set_theme(theme)

    @property
    def image(self) -> NDArray[np.uint8] | None:
        """The image shown, uint8 (28, 28)."""
        return self._image

    def show_image(self, image: NDArray[np.uint8] | None, said: str) -> None:
        """Show an image, uint8 (28, 28), 255 for ink, or empty paper; `said` is for screen readers."""
        self._image, self._picture = image, None
        self.setAccessibleDescription(said)
        self.update()

    def paint_on(self, painter: QPainter, place: QRectF) -> None:
        if self._image is None:
            return
        if self._picture is None:
            grey = magnified(self._image, SIDE).round().clip(0, 255).astype(np.uint8)
            self._picture = ink_picture(grey, self.theme.ink)
        painter.drawImage(place, self._picture)
