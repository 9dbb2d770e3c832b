"""Draws a run's curves: the loss above, the accuracy below, and a cross-hair that reads both."""

import math
from collections.abc import Iterable
from html import escape
from pathlib import Path

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from engine import EpochDone, Event, LearningRateChanged, Started
from gui.theme import LIGHT, Theme, mixed, scaled, sized, type_font, type_size
from gui.training.chart.legend_place import LegendPlace
from gui.training.chart.loss_curves import LossCurves
from gui.widgets import RuledChart, SteadyLabel, paint_axes, paint_legend, set_log_y

EMPTY = "The curve appears here while the network learns."
LONG = "step 1,000 \u00b7 epoch 1.0 \u00b7 train 0.0999 \u00b7 validation 0.0999 \u00b7 accuracy 98.88%"
"""Values that are as wide as most are."""
RAW = 0.75
"""How much of the curve's colour the loss of each batch has: it lies behind the others, and is still seen."""
AROUND = 0, 8, 8, 10
"""Pixels around both plots: the uppermost number and the lowest word reach out of their axes."""
LEGEND_HEIGHT = 330
"""Pixels. In a lower chart the legends would cover the curves."""


class LossChart(RuledChart):
    """Add events as they come, and `draw` as often as the screen needs it."""

    def __init__(self) -> None:
        super().__init__()
        self._curves = LossCurves()
        self._best_shown: tuple[int, float] | None = None
        self._rate_marks: list[pg.InfiniteLine] = []
        self._theme = LIGHT
        self._name = ""
        """Of the run that is shown, if it is a kept one."""
        self.setAccessibleName("Learning curve")
        self.setAccessibleDescription(EMPTY)
        # Long values must not push the window wider, nor the curves down: there is room for a second line.
        self._read_out = SteadyLabel("Values of the curves", [EMPTY, LONG], "muted")
        self._read_out.setText(EMPTY)
        self._log_scale = QCheckBox("Lo&g scale")
        self._log_scale.setToolTip(
            "Show the loss on a logarithmic axis, on which small improvements stay visible.\n"
            "Until you choose, the axis becomes logarithmic by itself once the curve lies flat."
        )
        self._log_scale.clicked.connect(self.set_log_scale)
        self.chosen_log: bool | None = None
        """What a person chose for the axis: logarithmic, linear, or nothing yet."""
        self._graphics = pg.GraphicsLayoutWidget()
        for part in (self._graphics, self._graphics.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._loss_plot = self._plot(0, "loss")
        self._accuracy_plot = self._plot(1, "accuracy, %")
        self._accuracy_plot.setXLink(self._loss_plot)
        self._accuracy_plot.setLabel("bottom", "step")
        self._loss_plot.setRange(xRange=(0, 1000), yRange=(0, 2.5))
        self._accuracy_plot.setYRange(0, 100, padding=0.02)
        self._lines = {
            "raw": self._loss_plot.plot(name="train, each batch"),
            "train": self._loss_plot.plot(name="train, smoothed", antialias=True),
            "validation": self._loss_plot.plot(name="validation", antialias=True),
            "train accuracy": self._accuracy_plot.plot(name="train", antialias=True),
            "accuracy": self._accuracy_plot.plot(name="validation", antialias=True),
        }
        self._legend_place = LegendPlace(self._accuracy_plot)
        self._best_mark = pg.ScatterPlotItem(size=15, symbol="o", brush=None)
        self._loss_plot.addItem(self._best_mark)
        self._loss_plot.legend.addItem(self._best_mark, "best epoch")
        self._rulers = [pg.InfiniteLine(angle=90) for _ in range(2)]
        for plot, ruler in zip((self._loss_plot, self._accuracy_plot), self._rulers, strict=True):
            ruler.hide()
            plot.addItem(ruler, ignoreBounds=True)
        self._graphics.scene().sigMouseMoved.connect(self._pointed_at)
        self._graphics.scene().sigMouseClicked.connect(self._clicked)
        self._lay_out()
        self.set_theme(LIGHT)

    def _plot(self, row: int, title: str) -> pg.PlotItem:
        plot = self._add_plot(self._graphics, row)
        plot.setLabel("left", title)
        plot.setDownsampling(auto=True, mode="peak")
        plot.addLegend(offset=(-8, 8) if row == 0 else (-8, -8), verSpacing=-4)
        self._graphics.ci.layout.setRowStretchFactor(row, 3 - row)
        return plot

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._read_out, 1)
        policy = self.show_all.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.show_all.setSizePolicy(policy)
        head.addWidget(self.show_all)
        head.addWidget(self._log_scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self._graphics, 1)
        sized(self._graphics.setMinimumHeight, 200)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for line in self._rate_marks:
            self._paint_rate_mark(line)
        self._best_mark.setPen(pg.mkPen(theme.text, width=scaled(1.5)))
        self._graphics.setBackground(theme.panel)
        self._graphics.ci.setContentsMargins(*map(scaled, AROUND))
        for plot in (self._loss_plot, self._accuracy_plot):
            paint_axes(plot, theme)
            paint_legend(plot.legend, theme.muted, theme.panel)
        faint = mixed(theme.panel, theme.train, RAW)
        # The raw curve has the most points: a pen wider than 1 would cost ten times as much.
        self._lines["raw"].setPen(pg.mkPen(faint, width=1))
        self._lines["train"].setPen(pg.mkPen(theme.train, width=scaled(2)))
        _mark(self._lines["validation"], theme.validation, "o")
        _mark(self._lines["train accuracy"], theme.train, "t", Qt.PenStyle.DashLine)
        _mark(self._lines["accuracy"], theme.accuracy, "s")
        self.show_name(self._name)
        for ruler in self._rulers:
            ruler.setPen(pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine))

    @Slot(bool)
    def set_log_scale(self, on: bool) -> None:
        """A person wants this axis."""
        self.chosen_log = on
        self._show_log_scale(on)

    def _show_log_scale(self, on: bool) -> None:
        self._log_scale.setChecked(on)
        set_log_y(self._loss_plot, on)
        self._show_best()

    @property
    def log_scale(self) -> bool:
        return self._log_scale.isChecked()

    @property
    def newest_step(self) -> int:
        """The last step with a loss, 0 before a run's first one."""
        return self._curves.newest

    def add(self, events: Iterable[Event]) -> None:
        """Add events without drawing them. A Started begins new curves, unless it resumes the run that is shown."""
        for event in events:
            self._curves.add(event)
            match event:
                case EpochDone():
                    self._accuracy_plot.enableAutoRange(y=True)
                case LearningRateChanged():
                    self._mark_rate(event)
                case Started():
                    self._start(event)

    def show_name(self, name: str) -> None:
        """Say above the curves whose they are, until the next run starts."""
        self._name = name
        size = f"{type_size('body')}px"
        self._loss_plot.setTitle(escape(name) or None, color=self._theme.text, size=size)
        self._tell(self._read_out.text())

    @property
    def folder(self) -> Path | None:
        """The folder of the run that is shown."""
        run = self._curves.run
        return Path(run.folder) if run and run.folder else None

    def forget(self) -> None:
        """Show no run."""
        self._curves = LossCurves()
        self._clear()
        self.draw()

    def begin_anew(self) -> None:
        """Begin new curves at the next Started, even if it resumes a run: the past of another run is about to come."""
        self._curves.newest = 0

    def _mark_rate(self, change: LearningRateChanged) -> None:
        """Mark with a line where the schedule goes on with the new learning rate."""
        line = pg.InfiniteLine(change.step + 0.5, label=f"{change.learning_rate:g}", labelOpts={"position": 0.93})
        self._rate_marks.append(line)
        self._paint_rate_mark(line)
        self._loss_plot.addItem(line, ignoreBounds=True)

    def _paint_rate_mark(self, line: pg.InfiniteLine) -> None:
        line.setPen(pg.mkPen(self._theme.muted, width=1, style=Qt.PenStyle.DashLine))
        line.label.setColor(self._theme.text)
        line.label.setFont(type_font())
        line.label.fill = pg.mkBrush(self._theme.panel)

    def _start(self, run: Started) -> None:
        self._limit_zoom(run)
        if not self._curves.start(run):
            return
        self._clear()
        if self.chosen_log is None:
            self._show_log_scale(False)
        self._go_back()
        # Without a point yet the axis would keep the range of the run before.
        self._accuracy_plot.setYRange(0, 100, padding=0.02)

    def _clear(self) -> None:
        """Take away what belongs to the run before, except for its curves."""
        for line in self._rate_marks:
            self._loss_plot.removeItem(line)
        self._rate_marks.clear()
        self.show_name("")
        self._tell(EMPTY)

    def _limit_zoom(self, run: Started) -> None:
        """Limit it to the run and its length on either side: further out, downsampling would leave no point to draw."""
        for plot in (self._loss_plot, self._accuracy_plot):
            plot.setLimits(xMin=-run.steps, xMax=2 * run.steps)

    def draw(self) -> None:
        """Show everything that was added."""
        for name, curve in self._curves.by_name.items():
            self._lines[name].setData(*curve.points().T, skipFiniteCheck=True)
        # What somebody has zoomed into stays.
        if self.chosen_log is None and self._curves.flat and not self.log_scale and self.show_all.isHidden():
            self._show_log_scale(True)
            # pyqtgraph has shown the points alone.
            self._show_everything()
        if self._curves.best != self._best_shown:
            self._show_best()
            self._legend_place.choose()
        self._show_values()

    def _show_best(self) -> None:
        """Move the ring to the best epoch. A scatter does not follow the logarithmic axis by itself."""
        self._best_shown = best = self._curves.best
        points = [] if best is None else [(best[0], math.log10(best[1]) if self.log_scale else best[1])]
        self._best_mark.setData(pos=points)

    def _show_values(self) -> None:
        if words := self._curves.words_at(self._cross_hair):
            self._tell(words)

    def _tell(self, words: str) -> None:
        """Show the values of the curves, which are what a screen reader says of them."""
        self._read_out.setText(words)
        self.setAccessibleDescription(": ".join(filter(None, [self._name, words])))

    # The cross-hair, by mouse and by keyboard.

    @Slot(object)
    def _pointed_at(self, place: QPointF) -> None:
        for plot in (self._loss_plot, self._accuracy_plot):
            if plot.sceneBoundingRect().contains(place):
                self._move_cross_hair(plot.getViewBox().mapSceneToView(place).x())

    def _move_cross_hair(self, step: float | None) -> None:
        run = self._curves.run
        self._cross_hair = step if step is None or run is None else min(max(step, 0), run.steps)
        for ruler in self._rulers:
            ruler.setVisible(step is not None)
            ruler.setValue(self._cross_hair or 0)
        self._show_values()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        for plot in (self._loss_plot, self._accuracy_plot):
            plot.legend.setVisible(event.size().height() >= scaled(LEGEND_HEIGHT))
        super().resizeEvent(event)

    def _x_axis(self) -> pg.PlotItem:
        return self._loss_plot

    def _show_everything(self) -> None:
        """Show the whole run: how far the curve has come shows how much is left."""
        if run := self._curves.run:
            self._loss_plot.setXRange(0, run.steps, padding=0.02)
        for plot in (self._loss_plot, self._accuracy_plot):
            plot.enableAutoRange(y=True)


def _mark(line: pg.PlotDataItem, colour: str, symbol: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    """Draw each point of a line, because it has only a few."""
    line.setPen(pg.mkPen(colour, width=scaled(2), style=style))
    line.setSymbol(symbol)
    line.setSymbolSize(scaled(7))
    line.setSymbolBrush(colour)
    line.setSymbolPen(colour)
    # The legend takes the symbol's colours from here, where pyqtgraph puts them only once there are points.
    line.scatter.setBrush(colour)
    line.scatter.setPen(colour)
