"""Images of digits in rows, each with a caption. The mouse or the keyboard walks through them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QListView, QListWidget, QListWidgetItem

from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets.images.ink_picture import ink_picture

SIDE = 56
"""Logical pixels at 100 %: two for each of the image's 28, so that pixels stay square."""
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
        self._captions: Sequence[str] = ()
        sized(self.setIconSize, QSize(SIDE, SIDE))
        self._fit()
        self.setAccessibleName(name)
        self.currentRowChanged.connect(self._looked)
        self.itemActivated.connect(self._activated)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Room for two images beside each other, and for the upper edge of the next row."""
        return QSize(2 * self.gridSize().width(), self.gridSize().height()) + scaled(QSize(30, 20))

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for place in range(self.count()):
            self.item(place).setIcon(self._icon(self._images[place]))
        self._fit()

    def show_digits(self, images: NDArray[np.uint8], captions: Sequence[str], tips: Sequence[str]) -> None:
        """Show images, uint8 (N, 28, 28), 255 for ink, each with a caption of one or two lines and a tooltip.

        None of them is the current one yet.
        """
        self._images = images
        # While places are taken away, one image after the other becomes the current one: nobody should be told.
        self.blockSignals(True)
        self._make_places(len(images))
        for place, (image, caption, tip) in enumerate(zip(images, captions, tips, strict=True)):
            item = self.item(place)
            item.setIcon(self._icon(image))
            item.setText(caption)
            item.setToolTip(tip)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, tip)
        self.clearSelection()
        self.setCurrentRow(-1)
        self.blockSignals(False)
        self._captions = captions
        self._fit()
        self.scrollToTop()

    def _make_places(self, count: int) -> None:
        """Have so many items. `clear` deletes items of Python without its lock, and crashed once beside another thread.

        One that is taken away belongs to Python again.
        """
        while self.count() > count:
            self.takeItem(self.count() - 1)
        while self.count() < count:
            self.addItem(QListWidgetItem())

    def _fit(self) -> None:
        """Make the places as large as the captions need."""
        side, room = scaled(SIDE), scaled(ROOM)
        lines = [caption.split("\n") for caption in self._captions]
        width = max((self.fontMetrics().horizontalAdvance(line) for every in lines for line in every), default=0)
        height = self.fontMetrics().height() * max(map(len, lines), default=1)
        self.setGridSize(QSize(max(side, width) + room, side + height + room))
        self.updateGeometry()

    def look_at(self, place: int) -> None:
        """Make this image the current one, which emits `looked_at` if it was not."""
        self.setCurrentRow(place)

    def _icon(self, image: NDArray[np.uint8]) -> QIcon:
        ratio, side = self.devicePixelRatioF(), scaled(SIDE)
        picture = QPixmap(round(side * ratio), round(side * ratio))
        picture.setDevicePixelRatio(ratio)
        picture.fill(QColor(self._theme.canvas))
        with QPainter(picture) as painter:
            painter.drawImage(QRectF(0, 0, side, side), ink_picture(image, self._theme.ink))
        return QIcon(picture)

    @Slot(int)
    def _looked(self, place: int) -> None:
        if place >= 0:
            self.looked_at.emit(place)

    @Slot(QListWidgetItem)
    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(self.row(item))
