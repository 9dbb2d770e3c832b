"""A page that scrolls vertically in a low window, and never sideways."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class UprightScroll(QScrollArea):
    """Shows `body`. Its minimum width is that of the widest of `parts`, which can stand below each other."""

    def __init__(self, body: QWidget, *parts: QWidget) -> None:
        super().__init__()
        self._parts = parts
        self.setWidget(body)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        widest = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(widest + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())
