"""Labels that fit a narrow window: one line that ends in three dots, or text that wraps."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ElidedLabel(QLabel):
    """Prefers the width of its text. At least `enough`, the part that must be read, has room."""

    def __init__(self) -> None:
        super().__init__()
        self.enough = ""

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        whole, width = super().minimumSizeHint(), self.fontMetrics().horizontalAdvance
        return QSize(whole.width() - width(self.text()) + width(self.enough), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            inside = self.contentsRect()
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text)


class WrappedLabel(QLabel):
    """Plain text that takes as many lines as it needs."""

    def __init__(self, name: str, kind: str = "") -> None:
        """`name` is for screen readers; `kind` is "", or the style "muted", "problem" or "heading"."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setObjectName(kind)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
