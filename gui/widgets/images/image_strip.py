"""Rows of 28x28 images in their original size."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from engine.formats import count
from gui.theme import scaled
from gui.widgets.images.grey_image import grey_image

COLUMNS = 8
SIDE = 28
GAP = 1


class ImageStrip(QWidget):
    """Shows eight images per row, one logical pixel for each of theirs, or smaller where there is less room."""

    def __init__(self) -> None:
        super().__init__()
        self._images: NDArray[np.uint8] = np.empty((0, SIDE, SIDE), np.uint8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_images(self, images: NDArray[np.uint8]) -> None:
        """Show images, uint8 (N, 28, 28), 255 for white."""
        self._images = images
        self.setAccessibleDescription(count(len(images), "image"))
        self.updateGeometry()
        self.update()

    @property
    def count(self) -> int:
        return len(self._images)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        rows = -(-self.count // COLUMNS)
        return scaled(QSize(COLUMNS * (SIDE + GAP) - GAP, max(0, rows * (SIDE + GAP) - GAP)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            side = min(scaled(float(SIDE + GAP)), (self.width() + GAP) / COLUMNS)
            for number, image in enumerate(self._images):
                row, column = divmod(number, COLUMNS)
                place = QRectF(column * side, row * side, side - GAP, side - GAP)
                painter.drawImage(place, grey_image(image))
