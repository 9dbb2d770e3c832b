"""Lies over the window while something is dragged over it, and says what will become of it."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from gui.theme import SchemeSwitch, scaled, type_size

LET_THROUGH = 40
"""Of 255: how much is seen of the window behind it."""
MARGIN, RADIUS, FRAME = 16, 14, 2
ALIGNED = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class Veil(QWidget):
    """Hidden until `cover`."""

    def __init__(self, window: QWidget, scheme: SchemeSwitch) -> None:
        super().__init__(window)
        self._window, self._scheme = window, scheme
        self.setAccessibleName("What dropping does")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    @property
    def words(self) -> str:
        return self.accessibleDescription() if self.isVisible() else ""

    def cover(self, words: str) -> None:
        """Cover the whole window with these words."""
        if self.words == words:
            return
        self.setAccessibleDescription(words)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()
        self.update()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        theme, margin = self._scheme.theme, scaled(MARGIN)
        ground = QColor(theme.window)
        ground.setAlpha(255 - LET_THROUGH)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(QColor(theme.accent), scaled(FRAME), Qt.PenStyle.DashLine))
        inner = QRectF(self.rect()).adjusted(margin, margin, -margin, -margin)
        painter.drawRoundedRect(inner, scaled(RADIUS), scaled(RADIUS))
        self._paint_words(painter, inner.adjusted(*(2 * margin * side for side in (1, 1, -1, -1))))
        painter.end()

    def _paint_words(self, painter: QPainter, inside: QRectF) -> None:
        theme, words, gap = self._scheme.theme, self.accessibleDescription(), scaled(MARGIN)
        font = QFont(self.font())
        font.setPixelSize(type_size("figure"))
        painter.setFont(font)
        place = painter.boundingRect(inside, ALIGNED, words)
        painter.setPen(QColor(theme.line))
        painter.setBrush(QColor(theme.panel))
        painter.drawRoundedRect(place.adjusted(-2 * gap, -gap, 2 * gap, gap), gap, gap)
        painter.setPen(QColor(theme.text))
        painter.drawText(inside, ALIGNED, words)
