"""The scatter of validation accuracy against what it costs: a marker for each training, a line through the best."""

from collections.abc import Callable, Sequence
from html import escape

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal, Slot

from engine.formats import percent
from engine.sweep import TrialEnded
from gui.sweep.model import Marks
from gui.theme import LIGHT, Theme, scaled, sized, type_size
from gui.widgets import Axis, paint_axes, release_unused_axes

COSTS: dict[str, tuple[str, Callable[[TrialEnded], float]]] = {
    "seconds": ("seconds", lambda row: row.seconds),
    "parameters": ("parameters", lambda row: float(row.weights)),
}
"""For each cost that the horizontal axis can show: its label, and its value for a training."""
MARKER, DIAMOND, RING = 11, 17, 24
"""Widths of a disc, of a diamond, which is narrow, and of the ring around the chosen one, in logical pixels."""
HEIGHT = 230
PADDING = 0.15
"""Room around the markers, as a share of the visible range."""


class SweepPlot(pg.PlotWidget):  # type: ignore[misc]
    """Those on the best front are diamonds with a line through them, the others discs. A click chooses a row."""

    picked = Signal(int)
    """The number of the training that was clicked."""

    def __init__(self) -> None:
        super().__init__(axisItems={side: Axis(side) for side in ("left", "bottom")}, enableMenu=False)
        self._rows: list[TrialEnded] = []
        self._marks, self._cost, self._chosen, self._hovered = Marks(), "seconds", 0, 0
        self._theme = LIGHT
        self.setAccessibleName("Validation accuracy against cost of each training")
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        release_unused_axes(item)
        item.setMouseEnabled(x=False, y=False)
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=0.15)
        item.setLabel("left", "validation accuracy, %")
        self._front = item.plot(antialias=True)
        self._ring = item.plot(pen=None, symbol="o", symbolBrush=None)
        self._markers = item.plot(pen=None)
        self._markers.scatter.setData(hoverable=True, tip=None)
        self._markers.sigPointsClicked.connect(self._click)
        self._markers.sigPointsHovered.connect(self._hover)
        sized(self.setMinimumHeight, HEIGHT)
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setBackground(theme.panel)
        paint_axes(self.getPlotItem(), theme)
        self._draw()

    def show_rows(self, rows: Sequence[TrialEnded], marks: Marks) -> None:
        """Show those that are complete."""
        self._rows = [row for row in rows if row.state == "completed" and row.validation_accuracy is not None]
        self._marks, self._hovered = marks, 0
        self._draw()

    def show_cost(self, cost: str) -> None:
        """Show the cost with this key of COSTS."""
        self._cost = cost
        self._draw()

    def mark(self, place: int) -> None:
        """Put the ring around the training with this number."""
        self._chosen = place
        self._draw()

    @property
    def read_out(self) -> str:
        """The values of the training under the pointer, or else of the chosen one; "" if there is none."""
        shown = {row.place: row for row in self._rows}
        row = shown.get(self._hovered) or shown.get(self._chosen)
        return self._words(row) if row else ""

    def _words(self, row: TrialEnded) -> str:
        cost = f"{row.seconds:.1f} s" if self._cost == "seconds" else f"{row.weights:,} parameters"
        best = ", on the best front" if row.place in self._on_front else ""
        return f"{row.words}: {percent(row.validation_accuracy)}, {cost}{best}"

    @property
    def _on_front(self) -> tuple[int, ...]:
        return self._marks.by_seconds if self._cost == "seconds" else self._marks.by_weights

    def _draw(self) -> None:
        label, cost = COSTS[self._cost]
        item, theme = self.getPlotItem(), self._theme
        item.setLabel("bottom", label)
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
        _place(self._ring, [points[self._chosen]] if self._chosen in points else [], symbolSize=scaled(RING))
        self._ring.setSymbolPen(pg.mkPen(theme.accent, width=2))
        item.getViewBox().autoRange(padding=PADDING)
        self._show_read_out()
        self.setAccessibleDescription("; ".join(map(self._words, self._rows)))

    def _show_read_out(self) -> None:
        size = f"{type_size('body')}px"
        self.getPlotItem().setTitle(escape(self.read_out) or "&nbsp;", color=self._theme.text, size=size)

    @Slot(object, object, object)
    def _click(self, _item: object, spots: Sequence[pg.SpotItem], _event: object) -> None:
        if len(spots):
            self.picked.emit(int(spots[-1].data()))

    @Slot(object, object, object)
    def _hover(self, _item: object, spots: Sequence[pg.SpotItem], _event: object) -> None:
        hovered = int(spots[-1].data()) if len(spots) else 0
        if hovered != self._hovered:
            self._hovered = hovered
            self._show_read_out()


def _place(item: pg.PlotDataItem, points: Sequence[tuple[float, float]], **looks: object) -> None:
    item.setData([x for x, _ in points], [y for _, y in points], **looks)
