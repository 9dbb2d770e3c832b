"""The classes with their probabilities; the one whose reasons are shown is marked."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from engine.formats import exact_percent, probability
from gui.inside.reasons.cell_row import CellRow
from gui.theme import scaled

LEAST = 30
"""The least width of a cell in logical pixels."""
FOOT = 4
"""The height of the bar at the foot of a cell, as long as the class is probable."""


class ClassCells(CellRow):
    """A click on a class asks why it is the answer, or why it is not."""

    def __init__(self) -> None:
        super().__init__("Whose reasons to show")
        self._names: Sequence[str] = ()
        self._shares: Sequence[float] = ()
        self._shown = 0
        self.setToolTip("Click a name to see which ink speaks for it and which against it. The figures are per cent.")

    def show_classes(self, names: Sequence[str], shares: Sequence[float], shown: int) -> None:
        """Show the names and probabilities of all classes, and which of them the reasons are about."""
        self._names, self._shares, self._shown = names, shares, shown
        every = [f"{name}: {probability(share)}" for name, share in zip(names, shares, strict=True)]
        self.setAccessibleDescription(f"{names[shown]} is chosen; {', '.join(every)}")
        if not self.hasFocus():
            self._present = shown
        self.show_count(len(names))

    def cell_size(self) -> QSize:
        metrics, names = self.fontMetrics(), QFontMetrics(self._bold)
        widest = max([metrics.horizontalAdvance("<0.1"), *map(names.horizontalAdvance, self._names)])
        return QSize(max(scaled(LEAST), widest + scaled(4)), 2 * metrics.height() + scaled(FOOT + 8))

    @property
    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    def paint_cell(self, painter: QPainter, number: int, place: QRect) -> None:
        theme, shown = self._theme, number == self._shown
        edge = theme.accent if shown or number == self._under else theme.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(theme.selected if shown else theme.field))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        line, gap = self.fontMetrics().height(), scaled(3)
        first = QRect(place.left(), place.top() + gap, place.width(), line)
        painter.setFont(self._bold)
        painter.setPen(QColor(theme.text))
        painter.drawText(first, Qt.AlignmentFlag.AlignCenter, self._names[number])
        painter.setFont(self.font())
        painter.setPen(QColor(theme.text if shown else theme.muted))
        painter.drawText(first.translated(0, line), Qt.AlignmentFlag.AlignCenter, exact_percent(self._shares[number]))
        foot = QRectF(place.left() + gap, place.bottom() - scaled(FOOT), place.width() - 2 * gap, scaled(FOOT) - 1)
        foot.setWidth(foot.width() * self._shares[number])
        if foot.width() >= 1:
            painter.fillRect(foot, QColor(theme.accent))
