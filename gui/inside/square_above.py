"""A square picture, as large as there is room, with something right below it."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import scaled

GAP = 6


class SquareAbove(QWidget):
    """A layout would leave room above and below the square, and put what belongs to it far away."""

    def __init__(self, picture: QWidget, below: QWidget) -> None:
        super().__init__()
        self._picture, self._below = picture, below
        for part in (picture, below):
            part.setParent(self)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        wanted = self._picture.sizeHint()
        return QSize(wanted.width(), wanted.height() + self._height_below(wanted.width()))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        least = self._picture.minimumSize()
        return QSize(least.width(), least.height() + self._height_below(max(least.width(), self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._place()

    def event(self, event: QEvent) -> bool:
        """A part that needs another height asks its parent for it."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self._place()
        return super().event(event)

    def _place(self) -> None:
        width, below = self.width(), self._height_below(self.width())
        side = min(width, self.height() - below)
        self._picture.setGeometry((width - side) // 2, 0, side, side)
        self._below.setGeometry(0, side + scaled(GAP), width, below - scaled(GAP))

    def _height_below(self, width: int) -> int:
        """With the gap."""
        part = self._below
        wanted = part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
        return max(wanted, part.minimumHeight()) + scaled(GAP)
