"""The scatter of validation accuracy against what it costs: a marker for each training, a line through the best."""

from collections.abc import Callable, Hashable, Sequence

import pyqtgraph as pg

from engine.formats import percent
from engine.sweep import TrialEnded
from gui.sweep.model import Marks
from gui.theme import LIGHT, scaled, sized
from gui.widgets import Axis, ScatterPlot

COSTS: dict[str, tuple[str, Callable[[TrialEnded], float]]] = {
    "seconds": ("seconds", lambda row: row.seconds),
    "parameters": ("parameters", lambda row: float(row.weights)),
}
"""For each cost that the horizontal axis can show: its label, and its value for a training."""
LEAST_RANGE = {"seconds": 0.0, "parameters": 10.0}
"""Of the horizontal axis: where all have the same parameters its labels would be the same number, again and again."""
MARKER, DIAMOND, RING = 11, 17, 24
"""Widths of a disc, of a diamond, which is narrow, and of the ring around the chosen one, in logical pixels."""
HEIGHT = 230
EDGE = 5
"""Percent below 0 and above 100 that the picture may show."""


class SweepPlot(ScatterPlot):
    """Those on the best front are diamonds with a line through them, others discs. Keys are their numbers, from 1."""

    def __init__(self) -> None:
        super().__init__(Axis("left"), Axis("bottom"), "Validation accuracy against cost of each training", "trainings")
        self._rows: list[TrialEnded] = []
        self._marks, self._cost = Marks(), "seconds"
        item = self.getPlotItem()
        item.setLabel("left", "validation accuracy, %")
        # Room for markers at the ends, and none for an accuracy that cannot be.
        item.getViewBox().setLimits(yMin=-EDGE, yMax=100 + EDGE)
        self._front = item.plot(antialias=True)
        # Below the markers.
        self._front.setZValue(-1)
        sized(self.setMinimumHeight, HEIGHT)
        self.set_theme(LIGHT)

    def show_rows(self, rows: Sequence[TrialEnded], marks: Marks) -> None:
        """Show those that are complete."""
        self._rows = [row for row in rows if row.state == "completed" and row.validation_accuracy is not None]
        self._marks, self._hovered = marks, None
        self._draw()

    def show_cost(self, cost: str) -> None:
        """Show the cost with this key of COSTS."""
        self._cost = cost
        self._draw()

    def _words_of(self, key: Hashable) -> str:
        return next((self._words(row) for row in self._rows if row.place == key), "")

    def _words(self, row: TrialEnded) -> str:
        cost = f"{row.seconds:.1f} s" if self._cost == "seconds" else f"{row.weights:,} parameters"
        best = ", on the best front" if row.place in self._on_front else ""
        # The values first: where there is no room the end is left out, which the table has.
        return f"{percent(row.validation_accuracy)}, {cost}{best}: {row.words}"

    @property
    def _on_front(self) -> tuple[int, ...]:
        return self._marks.by_seconds if self._cost == "seconds" else self._marks.by_weights

    def _draw(self) -> None:
        label, cost = COSTS[self._cost]
        item, theme = self.getPlotItem(), self._theme
        item.setLabel("bottom", label)
        item.getViewBox().setLimits(minXRange=LEAST_RANGE[self._cost])
        points = {row.place: (cost(row), 100 * (row.validation_accuracy or 0)) for row in self._rows}
        colours = [theme.accuracy if place in self._on_front else theme.train for place in points]
        _place(
            self._markers,
            list(points.values()),
            symbol=["d" if place in self._on_front else "o" for place in points] or "o",
            symbolSize=[scaled(DIAMOND if place in self._on_front else MARKER) for place in points] or MARKER,
            symbolBrush=[pg.mkBrush(colour) for colour in colours] or None,
            symbolPen=pg.mkPen(theme.panel),
            data=list(points),
        )
        _place(self._front, [points[place] for place in self._on_front if place in points])
        self._front.setPen(pg.mkPen(theme.accuracy, width=scaled(2)))
        _place(self._ring, [points[place] for place in points if place == self._chosen], symbolSize=scaled(RING))
        self._show_all([*map(self._words, self._rows)])


def _place(item: pg.PlotDataItem, points: Sequence[tuple[float, float]], **looks: object) -> None:
    item.setData([x for x, _ in points], [y for _, y in points], **looks)
