"""The legend of the compared runs: the line of each, its name, and its value at the cross-hair."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.runs.chart.lines import RunLine
from gui.theme import LIGHT, Theme, scaled

LINE = 32
GAP = 8
LETTERS = 46
"""A column has room for about so many letters; columns stand side by side where there is room for two."""


@dataclass(frozen=True)
class LegendRow:
    name: str
    line: RunLine
    value: str


class RunLegend(QWidget):
    """One row for each run. A name without room ends in three dots."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[LegendRow] = ()
        self._theme = LIGHT
        self.setAccessibleName("Values of the curves")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._fit()
        self.update()

    def show_rows(self, rows: Sequence[LegendRow]) -> None:
        self._rows = rows
        self._fit()
        self.setAccessibleDescription(", ".join(f"{row.name}: {row.value}" for row in rows))
        self.setToolTip("\n".join(f"{row.name}: {row.value}" for row in rows))
        self.update()

    @property
    def rows(self) -> Sequence[LegendRow]:
        return self._rows

    def _columns(self, width: int) -> int:
        return max(1, min(len(self._rows), width // (LETTERS * self.fontMetrics().averageCharWidth())))

    @property
    def _height(self) -> int:
        return self.fontMetrics().height() + 1

    def _fit(self) -> None:
        """Make the legend as high as its rows, which are fewer in two columns."""
        self.setFixedHeight(-(-len(self._rows) // self._columns(self.width())) * self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            columns = self._columns(self.width())
            width = self.width() / columns
            for number, row in enumerate(self._rows):
                down, right = divmod(number, columns)
                place = QRectF(right * width, down * self._height, width - 2 * scaled(GAP), self._height)
                self._paint_row(painter, row, place)

    def _paint_row(self, painter: QPainter, row: LegendRow, place: QRectF) -> None:
        middle, line, gap = round(place.center().y()), scaled(LINE), scaled(GAP)
        painter.setPen(row.line.pen(3))
        painter.drawLine(round(place.left()), middle, round(place.left()) + line, middle)
        metrics = self.fontMetrics()
        words = place.adjusted(line + gap, 0, 0, 0)
        space = words.width() - metrics.horizontalAdvance(row.value) - gap
        name = metrics.elidedText(row.name, Qt.TextElideMode.ElideRight, max(0, int(space)))
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, name)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, row.value)
