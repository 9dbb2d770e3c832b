"""Labels with a name for screen readers; two of them fit a narrow window, one line or wrapped."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class NamedLabel(QLabel):
    """Screen readers say its name, and then its text."""

    def __init__(self, name: str, text: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setText(text)

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        """Show a text. Qt hides the text of a label with a name from screen readers, so it is the description too."""
        super().setText(text)
        self.setAccessibleDescription(text)


class ElidedLabel(NamedLabel):
    """Prefers the width of its text. At least `enough`, the part that must be read, has room."""

    def __init__(self, name: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignRight) -> None:
        """The text stands at this side of the label."""
        super().__init__(name)
        self.enough = ""
        self._side = side

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        whole, width = super().minimumSizeHint(), self.fontMetrics().horizontalAdvance
        return QSize(whole.width() - width(self.text()) + width(self.enough), whole.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            inside = self.contentsRect()
            text = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter | self._side, text)


class WrappedLabel(NamedLabel):
    """Plain text that takes as many lines as it needs."""

    def __init__(self, name: str, kind: str = "") -> None:
        """`kind` is "", or the style "muted", "problem" or "heading"."""
        super().__init__(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setObjectName(kind)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
