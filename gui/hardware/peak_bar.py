"""The CPU's peak rate as a bar of full length, and in it the share that training reaches."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.theme import LIGHT, Theme, scaled

BAR = 20
GAP = 6
ROUND = 4
QUARTERS = (0.25, 0.5, 0.75)
PAST = 0.55
"""The opacity of the share of a run that is over."""


class PeakBar(QWidget):
    """A bar, and above it a text at the left and one at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._left = self._right = ""
        self._share: float | None = None
        self._live = False
        self._theme = LIGHT
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Share of the CPU's peak rate")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_share(self, left: str, right: str, share: float | None, *, live: bool) -> None:
        """`left` names what training reaches, `right` the whole bar; `share` is from 0 to 1, None if unknown."""
        self._left, self._right, self._share, self._live = left, right, share, live
        self.setAccessibleDescription(f"{left}, {right}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(300), self.fontMetrics().height() + scaled(GAP) + scaled(BAR) + 1)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(scaled(200), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line = self.fontMetrics().height()
            self._paint_words(painter, QRectF(0, 0, self.width(), line))
            self._paint_bar(painter, QRectF(0.5, line + scaled(GAP), self.width() - 1, scaled(BAR)))

    def _paint_words(self, painter: QPainter, line: QRectF) -> None:
        metrics = self.fontMetrics()
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(line, Qt.AlignmentFlag.AlignRight, self._right)
        room = int(line.width()) - metrics.horizontalAdvance(self._right) - 2 * scaled(GAP)
        painter.setPen(QColor(self._theme.text))
        bold = painter.font()
        bold.setBold(True)
        painter.setFont(bold)
        metrics = painter.fontMetrics()
        painter.drawText(line, metrics.elidedText(self._left, Qt.TextElideMode.ElideRight, room))

    def _paint_bar(self, painter: QPainter, bar: QRectF) -> None:
        painter.setPen(QPen(QColor(self._theme.line), 1))
        painter.setBrush(QColor(self._theme.field))
        painter.drawRoundedRect(bar, ROUND, ROUND)
        for quarter in QUARTERS:
            place = bar.left() + quarter * bar.width()
            painter.drawLine(int(place), int(bar.top()) + 1, int(place), int(bar.bottom()))
        if self._share is not None:
            reached = QRectF(bar)
            reached.setWidth(max(2.0, bar.width() * min(1.0, self._share)))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.train))
            painter.setOpacity(1 if self._live else PAST)
            painter.drawRoundedRect(reached, ROUND, ROUND)
