"""A line of text that gives way: where there is no room for its end, three dots stand for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class ElidedLabel(QLabel):
    """Wants the width of its text, and is content with that of `enough`, the part that must be read."""

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


# Words that take as many lines as they need.


class WrappedLabel(QLabel):
    def __init__(self, name: str, kind: str = "") -> None:
        """`name` is what a screen reader calls it; of the `kind` muted, problem or heading it looks like these."""
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setObjectName(kind)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
