"""The legend of the compared runs: the line of each, its name, and its value at the cross-hair."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from gui.runs.chart.lines import RunLine
from gui.theme import LIGHT, Theme, scaled

LINE = 32
GAP = 8
WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere) | int(Qt.AlignmentFlag.AlignTop)
"""Between words where they have room, else within them."""
LETTERS = 46
"""A column has room for about so many letters; columns stand side by side where there is room for two."""


@dataclass(frozen=True)
class LegendRow:
    name: str
    line: RunLine
    value: str


class RunLegend(QWidget):
    """One row for each run. A name without room goes on in the next line."""

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
    def _width(self) -> float:
        """Of a row."""
        return self.width() / self._columns(self.width()) - 2 * scaled(GAP)

    def _room(self, row: LegendRow) -> int:
        """The width that is left for the name of a row."""
        value = self.fontMetrics().horizontalAdvance(row.value)
        return max(1, int(self._width) - scaled(LINE) - 2 * scaled(GAP) - value)

    def _heights(self) -> list[int]:
        """The height of each row of rows, which are fewer in two columns."""
        metrics, columns = self.fontMetrics(), self._columns(self.width())
        high = [
            metrics.boundingRect(QRect(0, 0, self._room(row), 1_000), WRAPPED, row.name).height() + 1
            for row in self._rows
        ]
        return [max(metrics.height() + 1, *high[first : first + columns]) for first in range(0, len(high), columns)]

    def _fit(self) -> None:
        """Make the legend as high as its rows."""
        self.setFixedHeight(sum(self._heights()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        self._fit()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002
        with QPainter(self) as painter:
            columns, heights = self._columns(self.width()), self._heights()
            for number, row in enumerate(self._rows):
                down, right = divmod(number, columns)
                left, top = right * self.width() / columns, sum(heights[:down])
                self._paint_row(painter, row, QRectF(left, top, self._width, heights[down]))

    def _paint_row(self, painter: QPainter, row: LegendRow, place: QRectF) -> None:
        line, gap = scaled(LINE), scaled(GAP)
        middle = round(place.top() + self.fontMetrics().height() / 2)
        painter.setPen(row.line.pen(3))
        painter.drawLine(round(place.left()), middle, round(place.left()) + line, middle)
        words = place.adjusted(line + gap, 0, 0, 0)
        painter.setPen(QColor(self._theme.muted))
        painter.drawText(QRectF(words.left(), words.top(), self._room(row), words.height()), WRAPPED, row.name)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(words, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight, row.value)
