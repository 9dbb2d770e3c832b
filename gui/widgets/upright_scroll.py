"""A page that is scrolled up and down where the window is low, and never to the side."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QWidget


class UprightScroll(QScrollArea):
    """Shows `body`, and asks for as much width as the widest of `parts` needs, which can stand below each other."""

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
