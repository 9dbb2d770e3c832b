"""A picture and what is said about it: side by side in a wide place, one above the other in a high one."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QWidget

HIGH = 1.1
"""From this ratio of height to width on, the picture gets larger above the words than beside them."""
PICTURE, WORDS = 6, 5
"""How they share the height: whatever is said, the picture stays as large as it is."""
Direction = QBoxLayout.Direction


class BesideOrBelow(QWidget):
    """The picture comes first."""

    def __init__(self, picture: QWidget, words: QWidget) -> None:
        super().__init__()
        self._parts = picture, words
        self._sides = QBoxLayout(Direction.LeftToRight, self)
        self._sides.setContentsMargins(0, 0, 0, 0)
        for part in self._parts:
            part.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self._sides.addWidget(part, 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Side by side: where there is no room for one above the other they are not placed so."""
        one, other = (part.minimumSizeHint().expandedTo(part.minimumSize()) for part in self._parts)
        width = one.width() + other.width() + self._sides.spacing()
        return QSize(width, max(one.height(), other.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        high = self.height() >= HIGH * self.width()
        self._sides.setDirection(Direction.TopToBottom if high else Direction.LeftToRight)
        self._sides.setStretch(0, PICTURE if high else 1)
        self._sides.setStretch(1, WORDS if high else 1)
