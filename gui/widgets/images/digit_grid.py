"""Images of digits in rows with a caption under each, to look through with the mouse or the keyboard."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from gui.theme import LIGHT, Theme
from gui.widgets.images.ink_picture import ink_picture

SIDE = 56
"""Logical pixels: each of the image's 28 is two, so that pixels stay square."""
ROOM = 14
"""Between a caption and the next one."""


class DigitGrid(QListWidget):
    """Arrow keys look from one image to the next; Enter or a double click chooses one."""

    looked_at = Signal(int)
    """The place, among those shown, of the image that is now the present one."""
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
        """Two images beside each other, and one above the edge of the next."""
        return QSize(2 * self.gridSize().width() + 30, self.gridSize().height() + 20)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for place in range(self.count()):
            self.item(place).setIcon(self._icon(self._images[place]))

    def show_digits(self, images: NDArray[np.uint8], captions: Sequence[str], tips: Sequence[str]) -> None:
        """uint8 (N, 28, 28), 255 for ink, with a caption of one or two lines and a tooltip each.

        Nothing is looked at yet.
        """
        self._images = images
        # Emptying the list would tell of a look at every image that becomes the present one meanwhile.
        self.blockSignals(True)
        self.clear()
        for image, caption, tip in zip(images, captions, tips, strict=True):
            item = QListWidgetItem(self._icon(image), caption)
            item.setToolTip(tip)
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
        """Make this image the present one; `looked_at` is emitted if it was not."""
        self.setCurrentRow(place)

    def _icon(self, image: NDArray[np.uint8]) -> QIcon:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(round(SIDE * ratio), round(SIDE * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.paper))
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
