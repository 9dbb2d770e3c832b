"""Labels with a name for screen readers; others fit a narrow window, in one line or wrapped."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
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


class SteadyLabel(WrappedLabel):
    """Has as many lines as the longest of some texts needs, so that nothing around it moves when its text changes.

    It paints its text itself. A QLabel asks for another place with every text, and Qt lays out and paints the window
    up to three times then, which a text that changes ten times a second should not cost.
    """

    _words = ""
    _texts: Sequence[str] = ()

    def __init__(self, name: str, texts: Sequence[str], kind: str = "") -> None:
        """`texts` are examples; a text that is longer takes what it needs. `kind` is that of a WrappedLabel."""
        super().__init__(name, kind)
        self._texts = texts

    def text(self) -> str:
        return self._words

    def setText(self, text: str) -> None:  # noqa: N802 - Qt's name
        self._words = text
        self.setAccessibleDescription(text)
        if self.heightForWidth(self.width()) > self.minimumHeight():
            self._reserve()
        self.update()

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        return self._height_of(self._words, width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(self.width(), self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            flags = self.alignment().value | Qt.TextFlag.TextWordWrap.value
            place, colours = self.contentsRect(), self.palette()
            self.style().drawItemText(
                painter, place, flags, colours, self.isEnabled(), self._words, self.foregroundRole()
            )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._reserve()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._reserve()

    def _reserve(self) -> None:
        self.setMinimumHeight(max(self._height_of(text, self.width()) for text in (*self._texts, self._words)))

    def _height_of(self, text: str, width: int) -> int:
        beside, above = self.width() - self.contentsRect().width(), self.height() - self.contentsRect().height()
        room = QRect(0, 0, max(0, width - beside), 0)
        return self.fontMetrics().boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() + above
