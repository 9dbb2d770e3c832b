"""The image that grows while a unit is climbed."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from gui.inside.square_paper import SquarePaper
from gui.theme import Theme
from gui.widgets import ink_picture, magnified

SIDE, PRINTED = 252, 1008
"""Pixels of the picture, a multiple of those of the image, on the screen and in a file."""


class WishPicture(SquarePaper):
    """Empty paper until there is an image."""

    def __init__(self) -> None:
        super().__init__("The image that it would like to see")
        self._image: NDArray[np.uint8] | None = None
        self._picture: QImage | None = None
        self.printing = False
        """Whether it is painted into a file."""
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
        if self.printing:
            painter.drawImage(place, self._enlarged(self._image, PRINTED))
            return
        if self._picture is None:
            self._picture = self._enlarged(self._image, SIDE)
        painter.drawImage(place, self._picture)

    def _enlarged(self, image: NDArray[np.uint8], side: int) -> QImage:
        return ink_picture(magnified(image, side).round().clip(0, 255).astype(np.uint8), self.theme.ink)
