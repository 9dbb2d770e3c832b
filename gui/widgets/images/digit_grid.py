"""Images of digits in rows, each with a caption. The mouse or the keyboard walks through them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from gui.theme import LIGHT, Theme
from gui.widgets.images.ink_picture import ink_picture

SIDE = 56
"""Logical pixels: two for each of the image's 28, so that pixels stay square."""
ROOM = 14
"""Logical pixels between two captions."""


class DigitGrid(QListWidget):
    """Arrow keys move from one image to the next; Enter or a double click chooses one."""

    looked_at = Signal(int)
    """The index, among those shown, of the image that is now the current one."""
    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._theme = LIGHT
        self._images: NDArray[np.uint8] = np.empty((0, 28, 28), np.uint8)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setIconSize(QSize(SIDE, SIDE))
        self.setGridSize(QSize(SIDE + ROOM, SIDE + 2 * ROOM))
        self.setAccessibleName(name)
        self.currentRowChanged.connect(self._looked)
        self.itemActivated.connect(self._activated)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for two images beside each other, and for the upper edge of the next row."""
        return QSize(2 * self.gridSize().width() + 30, self.gridSize().height() + 20)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for place in range(self.count()):
            self.item(place).setIcon(self._icon(self._images[place]))

    def show_digits(self, images: NDArray[np.uint8], captions: Sequence[str], tips: Sequence[str]) -> None:
        """Show images, uint8 (N, 28, 28), 255 for ink, each with a caption of one or two lines and a tooltip.

        None of them is the current one yet.
        """
        self._images = images
        # While the list is emptied, one image after the other becomes the current one: nobody should be told.
        self.blockSignals(True)
        self.clear()
        for image, caption, tip in zip(images, captions, tips, strict=True):
            item = QListWidgetItem(self._icon(image), caption)
            item.setToolTip(tip)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tip)
            self.addItem(item)
        self.setCurrentRow(-1)
        self.blockSignals(False)
        lines = [caption.split("\n") for caption in captions]
        width = max((self.fontMetrics().horizontalAdvance(line) for every in lines for line in every), default=0)
        height = self.fontMetrics().height() * max(map(len, lines), default=1)
        self.setGridSize(QSize(max(SIDE, width) + ROOM, SIDE + height + ROOM))
        self.scrollToTop()
        self.updateGeometry()

    def look_at(self, place: int) -> None:
        """Make this image the current one, which emits `looked_at` if it was not."""
        self.setCurrentRow(place)

    def _icon(self, image: NDArray[np.uint8]) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.canvas))
        with QPainter(picture) as painter:
            painter.drawImage(QRectF(0, 0, SIDE, SIDE), ink_picture(image, self._theme.ink))
        return QIcon(picture)

    @Slot(int)
    def _looked(self, place: int) -> None:
        if place >= 0:
            self.looked_at.emit(place)

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.row(item))
