"""The curves of several runs in one chart, to see which learnt faster and which got further."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
)

from engine.formats import percent
from gui.runs.chart.curves import Over, Points, RunCurves
from gui.runs.chart.drawn_run import DrawnRun, Look, with_line
from gui.runs.chart.legend import LegendRow, RunLegend
from gui.runs.chart.lines import RunLine, run_lines
from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import ChoiceBox, NamedLabel, RuledChart, paint_axes, set_log_y

WHAT = {
    "train": "Train loss",
    "validation": "Validation loss",
    "both": "Train and validation loss",
    "accuracy": "Validation accuracy",
}
OVER: dict[Over, str] = {"step": "over steps", "epoch": "over epochs", "seconds": "over seconds"}
SMOOTHING = {1: "not smoothed", 20: "smoothed a little", 100: "smoothed much"}
"""The labels by the number of steps over which the train loss is averaged."""
EMPTY = "Tick runs in the table above (click, or Space), and their curves appear here side by side."
NONE = "\u2013"
STAR = "\u2605"
STAR_SIZE = 16
MOST_POINTS = 2_048
"""The points of a curve with a thin pen. A screen has no more columns."""
MOST_WIDE_POINTS = 512
"""The points of a curve with a wide antialiased pen: six such curves take 18 ms, with 2,048 points 58 ms."""
ONE_ROW = 520
"""From this width on, in logical pixels at 100 %, all choices stand in one row."""
FOOT = 0.08
"""The height of a stroke that marks a change of the learning rate, as a share of the chart's."""


class CompareChart(RuledChart):
    """Shows the curves of up to six runs, each with a line of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._runs: list[tuple[str, RunCurves, int]] = []
        self._drawn: list[DrawnRun] = []
        """One for each of `_runs`."""
        self._theme = LIGHT
        self.setAccessibleName("Curves of the ticked runs")
        self._what = _choice("What the curves show", list(WHAT.items()))
        self._over = _choice("What the curves run over", list(OVER.items()))
        self._smoothing = _choice("How much the train loss is smoothed", list(SMOOTHING.items()))
        self._smoothing.setCurrentIndex(1)
        self._log_scale = QCheckBox("Log")
        self._log_scale.setAccessibleName("Logarithmic scale")
        self._log_scale.setToolTip("Show losses on a logarithmic axis, on which small improvements stay visible")
        self._words = NamedLabel("About the curves", EMPTY)
        self._words.setObjectName("muted")
        self._words.setWordWrap(True)
        self._legend = RunLegend()
        self._graphics = pg.GraphicsLayoutWidget()
        sized(self._graphics.setMinimumHeight, 90)
        for part in (self._graphics, self._graphics.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._graphics.ci.setContentsMargins(0, 8, 8, 10)
        self._plot = self._add_plot(self._graphics)
        self._ruler = pg.InfiniteLine(angle=90)
        self._ruler.hide()
        self._plot.addItem(self._ruler, ignoreBounds=True)
        # One item for all stars: each costs as much as a curve.
        self._stars = self._plot.plot([], [], pen=None, symbol="star", symbolSize=STAR_SIZE)
        self._stars.setZValue(1)
        self._graphics.scene().sigMouseMoved.connect(self._pointed_at)
        self._graphics.scene().sigMouseClicked.connect(self._clicked)
        for choice in (self._what, self._over, self._smoothing):
            choice.currentIndexChanged.connect(self._draw_all)
        self._log_scale.toggled.connect(self._draw_all)
        self._lay_out()
        self.set_theme(LIGHT)

    def _lay_out(self) -> None:
        what, how = QHBoxLayout(), QHBoxLayout()
        what.addWidget(self._what, 1)
        what.addWidget(self._log_scale)
        what.addWidget(self.show_all)
        for choice in (self._over, self._smoothing):
            how.addWidget(choice, 1)
        self._head = head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        sized(head.setSpacing, 4)
        head.addLayout(what, 1)
        head.addLayout(how, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sized(layout.setSpacing, 4)
        layout.addLayout(head)
        layout.addWidget(self._words)
        layout.addWidget(self._legend)
        layout.addWidget(self._graphics, 1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._graphics.setBackground(theme.panel)
        paint_axes(self._plot, theme)
        self._ruler.setPen(pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine))
        self._legend.set_theme(theme)
        self._stars.setSymbolSize(scaled(STAR_SIZE))
        self._draw()

    def show_runs(self, runs: Sequence[tuple[str, RunCurves]], lines: Sequence[int] | None = None) -> None:
        """Show the curves of runs with their names; `lines` has the index of each one's line, by default from 0 on."""
        before = [name for name, _, _ in self._runs]
        places = lines or range(len(runs))
        shown, self._runs = self._runs, [(*run, line) for run, line in zip(runs, places, strict=True)]
        # The list of runs is read far more often than a curve grows.
        if self._runs == shown:
            return
        if before == [name for name, _, _ in self._runs]:
            self._draw()
        else:
            self._draw_all()

    # Drawing.

    @Slot()
    def _draw_all(self) -> None:
        """Draw all curves and zoom out to all of them."""
        self._cross_hair = None
        self._ruler.hide()
        self.show_all.hide()
        self._plot.enableAutoRange()
        self._draw()

    def _draw(self) -> None:
        what, log = self._what.currentData(), self._log_scale.isChecked()
        self._smoothing.setEnabled(what in ("train", "both"))
        self._log_scale.setEnabled(what != "accuracy")
        set_log_y(self._plot, log and what != "accuracy")
        self._plot.setLabel("left", "accuracy, %" if what == "accuracy" else "loss")
        self._plot.setLabel("bottom", self._over.currentData())
        self._draw_runs()
        self._graphics.setVisible(bool(self._runs))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._runs else Qt.FocusPolicy.NoFocus)
        self._legend.setVisible(bool(self._runs))
        self._tell()

    def _draw_runs(self) -> None:
        """Draw the runs that are not on the plot yet, and take off those that should not be there."""
        lines = run_lines(self._theme)
        choices = self._what.currentData(), self._over.currentData(), self._smoothing.currentData()
        before = {drawn.look: drawn for drawn in self._drawn}
        looks = [Look(curves, place, *choices) for _, curves, place in self._runs]
        self._drawn = [
            with_line(before.pop(look), lines[look.place])
            if look in before
            else self._draw_run(look, lines[look.place])
            for look in looks
        ]
        for gone in before.values():
            for item in gone.items:
                self._plot.removeItem(item)
        self._draw_stars()

    def _draw_stars(self) -> None:
        drawn = [(one.star, one.line) for one in self._drawn if one.star]
        places = np.array([star for star, _ in drawn]).reshape(-1, 2)
        brushes = [pg.mkBrush(line.colour) for _, line in drawn]
        self._stars.setData(*places.T, symbolBrush=brushes or None, symbolPen=self._theme.panel)

    def _draw_run(self, look: Look, line: RunLine) -> DrawnRun:
        curves, _, what, over, smoothing = look
        shown: list[Points] = []
        items: list[pg.GraphicsObject] = []
        if what in ("train", "both"):
            shown.append(curves.train(over, smoothing))
            wide = what == "train" and smoothing > 1
            points = shown[0].thinned(MOST_WIDE_POINTS if wide else MOST_POINTS)
            items.append(self._plot.plot(*points, pen=line.pen(2 if wide else 1), antialias=wide, skipFiniteCheck=True))
        if what != "train":
            shown.append(curves.accuracy(over) if what == "accuracy" else curves.validation(over))
            points = shown[-1].thinned(MOST_WIDE_POINTS)
            mark = {"symbol": "o", "symbolSize": 4, "symbolBrush": line.colour, "symbolPen": None}
            items.append(self._plot.plot(*points, pen=line.pen(2), antialias=True, **mark))
        for x in curves.changes(over):
            items.append(pg.InfiniteLine(x, angle=90, pen=line.pen(2), span=(0, FOOT)))
            self._plot.addItem(items[-1], ignoreBounds=True)
        best = curves.best(over)
        value = shown[-1].nearest(best[0]) if best else None
        return DrawnRun(look, line, shown, items, (best[0], value) if best and value is not None else None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        one_row = self.width() >= scaled(ONE_ROW)
        self._head.setDirection(QBoxLayout.Direction.LeftToRight if one_row else QBoxLayout.Direction.TopToBottom)

    # The cross-hair, by mouse and by keyboard.

    def _tell(self) -> None:
        rows = [
            LegendRow(name, run_lines(self._theme)[line], self._value(curves, drawn.points))
            for (name, curves, line), drawn in zip(self._runs, self._drawn, strict=True)
        ]
        self._legend.show_rows(rows)
        self._words.setText(self._explanation())
        self.setAccessibleDescription("; ".join([*(f"{row.name}: {row.value}" for row in rows), self._explanation()]))

    def _value(self, curves: RunCurves, shown: list[Points]) -> str:
        if self._cross_hair is not None:
            return " / ".join(self._number(points.nearest(self._cross_hair)) for points in shown)
        if best := curves.best(self._over.currentData()):
            return f"{STAR} {self._number(shown[-1].nearest(best[0]))}, epoch {best[1]}"
        return self._number(float(shown[-1].y[-1]) if len(shown[-1].y) else None)

    def _number(self, value: float | None) -> str:
        if value is None:
            return NONE
        return percent(value / 100) if self._what.currentData() == "accuracy" else f"{value:.4f}"

    def _explanation(self) -> str:
        over = self._over.currentData()
        if not self._runs:
            return EMPTY
        if self._cross_hair is not None:
            here = f"{self._cross_hair:,.0f}" if over == "step" else f"{self._cross_hair:,.1f}"
            at = f"{here} seconds" if over == "seconds" else f"{over} {here}"
            return f"At {at}" + (": train / validation loss" if self._what.currentData() == "both" else "")
        changed = any(len(curves.changes("step")) for _, curves, _ in self._runs)
        return f"{STAR} the epoch that validated best" + "; a stroke at the foot: learning rate changed" * changed

    @Slot(object)
    def _pointed_at(self, place: QPointF) -> None:
        if self._plot.sceneBoundingRect().contains(place):
            self._move_cross_hair(self._plot.getViewBox().mapSceneToView(place).x())

    def _move_cross_hair(self, x: float | None) -> None:
        # Without curves there is nothing to read.
        x = x if self._runs else None
        self._cross_hair = x if x is None else max(x, 0.0)
        self._ruler.setVisible(x is not None)
        self._ruler.setValue(self._cross_hair or 0)
        self._tell()

    def _x_axis(self) -> pg.PlotItem:
        return self._plot

    def _show_everything(self) -> None:
        # A curve that is clipped to what is visible knows nothing of the rest.
        self._plot.setClipToView(False)
        self._plot.enableAutoRange()
        self._plot.getViewBox().updateAutoRange()
        self._plot.setClipToView(True)


def _choice(name: str, entries: Sequence[tuple[object, str]]) -> QComboBox:
    box = ChoiceBox()
    box.setAccessibleName(name)
    box.setToolTip(name)
    # Three of them must fit into a narrow panel.
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    for value, words in entries:
        box.addItem(words, value)
    return box
