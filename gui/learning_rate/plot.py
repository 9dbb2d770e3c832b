"""The chart of a sweep: the loss at each learning rate, and the rates that are suggested, set and too large."""

import math
from collections.abc import Sequence

import pyqtgraph as pg
from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QColor

from engine.settings import FIELDS
from engine.training import plain
from gui.learning_rate.mark_labels import place_labels
from gui.theme import LIGHT, Theme, scaled, type_font
from gui.widgets import Axis, paint_axes, release_unused_axes

RATE = FIELDS["learning_rate"].title.lower()
LOWEST, HIGHEST = -5, 1
"""The exponents of the lowest and the highest rate that are swept and shown."""
HIGHEST_LOSS = 3.2
"""The highest loss that is visible: one that explodes must not flatten the rest of the curve."""
LARGEST = 100.0
"""The limit of drawn losses: one of 1e30 would break the axis even outside the chart."""
SHADE = 36
"""The opacity of the shade beyond the cliff, of 255: the curve stays visible."""
HEIGHT = 120
"""The least height in logical pixels."""
LINES = ("suggested", "chosen", "cliff")
"""The marked rates."""


class RatePlot(pg.PlotWidget):  # type: ignore[misc]
    """Has always the same logarithmic axis, which makes two sweeps comparable."""

    def __init__(self) -> None:
        super().__init__(axisItems={side: Axis(side) for side in ("left", "bottom")}, enableMenu=False)
        self.setAccessibleName(f"Loss at each {RATE}")
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        release_unused_axes(item)
        item.setLogMode(x=True)
        item.setMouseEnabled(x=False, y=False)
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=0.15)
        item.setLabel("left", "loss")
        item.setLabel("bottom", RATE)
        # pyqtgraph would write some as 0.1 and others as a power of ten. Only every second label has room.
        named = [(decade, plain(10**decade)) for decade in range(LOWEST + 1, HIGHEST, 2)]
        item.getAxis("bottom").setTicks([named, [(decade, "") for decade in range(LOWEST, HIGHEST + 1)]])
        item.setRange(xRange=(LOWEST, HIGHEST), yRange=(0, HIGHEST_LOSS), padding=0.02)
        self._too_large = pg.LinearRegionItem((HIGHEST, 2 * HIGHEST), movable=False)
        self._too_large.hide()
        item.addItem(self._too_large, ignoreBounds=True)
        self._curve = item.plot(antialias=True)
        self._last = "no sweep yet"
        self._lines = {name: _line() for name in LINES}
        for line in self._lines.values():
            item.addItem(line, ignoreBounds=True)
        item.getViewBox().sigResized.connect(self._place_labels)
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self.setBackground(theme.panel)
        paint_axes(self.getPlotItem(), theme)
        self._curve.setPen(pg.mkPen(theme.train, width=scaled(2)))
        _colour(self._lines["suggested"], theme.accuracy, theme.panel, Qt.PenStyle.SolidLine)
        _colour(self._lines["chosen"], theme.text, theme.panel, Qt.PenStyle.DashLine)
        _colour(self._lines["cliff"], theme.error, theme.panel, Qt.PenStyle.DotLine)
        shade = QColor(theme.error)
        shade.setAlpha(SHADE)
        self._too_large.setBrush(shade)
        for edge in self._too_large.lines:
            edge.setPen(pg.mkPen(None))
        self._place_labels()

    def show_points(self, points: Sequence[tuple[float, float]]) -> None:
        """Show learning rates and losses, in the order in which they came."""
        self._curve.setData([rate for rate, _ in points], [min(loss, LARGEST) for _, loss in points])
        self._last = f"loss {points[-1][1]:.3g} at {plain(points[-1][0])}" if points else "no sweep yet"
        self._describe()

    def show_marks(self, suggested: float | None, cliff: float | None, chosen: float | None) -> None:
        """Draw a labelled line at each of these rates; None hides it. The range beyond the cliff is shaded."""
        _place(self._lines["suggested"], suggested, "suggested")
        _place(self._lines["chosen"], chosen, "in the settings")
        _place(self._lines["cliff"], cliff, "too large from")
        self._too_large.setVisible(cliff is not None)
        if cliff is not None:
            self._too_large.setRegion((math.log10(cliff), 2 * HIGHEST))
        self._place_labels()
        self._describe()

    @Slot()
    def _place_labels(self) -> None:
        place_labels(list(self._lines.values()), self.getPlotItem().getViewBox())

    def _describe(self) -> None:
        """Say the end of the curve and the marked rates to screen readers."""
        marks = [line.label.format for line in self._lines.values() if line.isVisible()]
        self.setAccessibleDescription(", ".join([self._last, *marks]))


def _line() -> pg.InfiniteLine:
    line = pg.InfiniteLine(angle=90, label="")
    line.hide()
    return line


def _place(line: pg.InfiniteLine, rate: float | None, words: str) -> None:
    """Move a line to a rate and label it; None hides the line."""
    line.setVisible(rate is not None)
    line.label.setFormat("" if rate is None else f"{words} {plain(rate)}")
    if rate is not None:
        line.setValue(math.log10(rate))


def _colour(line: pg.InfiniteLine, colour: str, behind: str, style: Qt.PenStyle) -> None:
    line.setPen(pg.mkPen(colour, width=scaled(2), style=style))
    line.label.setColor(colour)
    line.label.setFont(type_font())
    line.label.fill = pg.mkBrush(behind)
