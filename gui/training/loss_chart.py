"""Events become curves: the loss above, the accuracy below, and a cross-hair that reads both."""

import math
from collections.abc import Iterable

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Slot
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started
from engine.runs import LARGEST, LEAST, Smoothing
from gui.theme import LIGHT, Theme
from gui.widgets import Curve, RuledChart, paint_axes, prepare, set_log_y

SMOOTH_POINTS = 1_024
"""The smoothed curve needs fewer points than the raw one, and its wide antialiased pen is dear: 4 ms for these."""
EMPTY = "The curve appears here while the network learns."
LEGEND_HEIGHT = 280
"""In a lower window the legends would cover the curves."""


class LossChart(RuledChart):
    """Add events as they come; `draw` at the rate that the screen deserves."""

    def __init__(self) -> None:
        super().__init__()
        self._raw = Curve()
        self._smooth = Curve(SMOOTH_POINTS)
        self._validation, self._train_accuracy, self._accuracy = Curve(), Curve(), Curve()
        self._smoothing = Smoothing()
        self._run: Started | None = None
        self._newest = 0
        self._best: tuple[int, float] | None = None
        """Step and loss of the epoch that validated best."""
        self._best_shown: tuple[int, float] | None = None
        self._rate_marks: list[pg.InfiniteLine] = []
        self._theme = LIGHT
        self.setAccessibleName("Learning curve")
        self._read_out = QLabel(EMPTY)
        self._read_out.setObjectName("muted")
        self._read_out.setAccessibleName("Values of the curves")
        # Long values must not push the window wider.
        self._read_out.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._log_scale = QCheckBox("Lo&g scale")
        self._log_scale.setToolTip("Show the loss on a logarithmic axis, on which small improvements stay visible")
        self._log_scale.toggled.connect(self.set_log_scale)
        self._graphics = pg.GraphicsLayoutWidget()
        for part in (self._graphics, self._graphics.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._graphics.ci.setContentsMargins(0, 0, 8, 0)
        self._loss_plot = self._plot(0, "loss")
        self._accuracy_plot = self._plot(1, "accuracy, %")
        self._accuracy_plot.setXLink(self._loss_plot)
        self._accuracy_plot.setLabel("bottom", "step")
        self._loss_plot.setRange(xRange=(0, 1000), yRange=(0, 2.5))
        self._accuracy_plot.setYRange(0, 100)
        self._lines = {
            "raw": self._loss_plot.plot(name="train, each batch"),
            "train": self._loss_plot.plot(name="train, smoothed", antialias=True),
            "validation": self._loss_plot.plot(name="validation", antialias=True),
            "train accuracy": self._accuracy_plot.plot(name="train", antialias=True),
            "accuracy": self._accuracy_plot.plot(name="validation", antialias=True),
        }
        self._best_mark = pg.ScatterPlotItem(size=15, symbol="o", brush=None)
        self._loss_plot.addItem(self._best_mark)
        self._loss_plot.legend.addItem(self._best_mark, "best epoch")
        self._rulers = [pg.InfiniteLine(angle=90) for _ in range(2)]
        for plot, ruler in zip((self._loss_plot, self._accuracy_plot), self._rulers, strict=True):
            ruler.hide()
            plot.addItem(ruler, ignoreBounds=True)
        self._graphics.scene().sigMouseMoved.connect(self._pointed_at)
        self._lay_out()
        self.set_theme(LIGHT)

    def _plot(self, row: int, title: str) -> pg.PlotItem:
        plot = self._graphics.addPlot(row=row, col=0)
        plot.setLabel("left", title)
        prepare(plot)
        plot.setDownsampling(auto=True, mode="peak")
        plot.addLegend(offset=(-8, 8) if row == 0 else (-8, -8), verSpacing=-4)
        self._graphics.ci.layout.setRowStretchFactor(row, 3 - row)
        return plot

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._read_out, 1)
        head.addWidget(self._log_scale)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.setSpacing(3)
        layout.addLayout(head)
        layout.addWidget(self._graphics, 1)
        self._graphics.setMinimumHeight(200)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        for line in self._rate_marks:
            self._paint_rate_mark(line)
        self._best_mark.setPen(pg.mkPen(theme.text, width=1.5))
        self._graphics.setBackground(theme.panel)
        for plot in (self._loss_plot, self._accuracy_plot):
            paint_axes(plot, theme)
            plot.legend.setLabelTextColor(theme.muted)
        faint = QColor(theme.train)
        faint.setAlpha(90)
        # The raw curve has the most points: a pen wider than 1 would cost ten times as much.
        self._lines["raw"].setPen(pg.mkPen(faint, width=1))
        self._lines["train"].setPen(pg.mkPen(theme.train, width=2))
        _mark(self._lines["validation"], theme.validation, "o")
        _mark(self._lines["train accuracy"], theme.train, "t", Qt.PenStyle.DashLine)
        _mark(self._lines["accuracy"], theme.accuracy, "s")
        for ruler in self._rulers:
            ruler.setPen(pg.mkPen(theme.muted, width=1, style=Qt.PenStyle.DotLine))

    @Slot(bool)
    def set_log_scale(self, on: bool) -> None:
        self._log_scale.setChecked(on)
        set_log_y(self._loss_plot, on)
        self._show_best()

    @property
    def log_scale(self) -> bool:
        return self._log_scale.isChecked()

    @property
    def newest_step(self) -> int:
        """0 before a run's first one."""
        return self._newest

    def add(self, events: Iterable[Event]) -> None:
        """Take in events without drawing them; a Started begins a new picture."""
        for event in events:
            match event:
                case BatchDone():
                    self._newest = event.step
                    self._raw.add(event.step, max(event.loss, LEAST))
                    self._smooth.add(event.step, self._smoothing.add(max(event.loss, LEAST)))
                case EpochDone():
                    self._accuracy_plot.enableAutoRange(y=True)
                    self._validation.add(event.step, max(event.validation_loss, LEAST))
                    self._train_accuracy.add(event.step, 100 * event.train_accuracy)
                    self._accuracy.add(event.step, 100 * event.validation_accuracy)
                    if event.validation_loss <= (self._best[1] if self._best else LARGEST):
                        self._best = (event.step, max(event.validation_loss, LEAST))
                case LearningRateChanged():
                    self._mark_rate(event)
                case Started() if event.first_step and self._newest:
                    self._run = event
                    self._limit_zoom(event)
                case Started():
                    self._begin(event)

    def begin_anew(self) -> None:
        """Forget everything: another run's past is about to come."""
        self._newest = 0

    def _mark_rate(self, change: LearningRateChanged) -> None:
        """A line with the new learning rate where the schedule goes on with it."""
        line = pg.InfiniteLine(change.step + 0.5, label=f"{change.learning_rate:g}", labelOpts={"position": 0.93})
        self._rate_marks.append(line)
        self._paint_rate_mark(line)
        self._loss_plot.addItem(line, ignoreBounds=True)

    def _paint_rate_mark(self, line: pg.InfiniteLine) -> None:
        line.setPen(pg.mkPen(self._theme.muted, width=1, style=Qt.PenStyle.DashLine))
        line.label.setColor(self._theme.text)
        line.label.fill = pg.mkBrush(self._theme.panel)

    def _begin(self, run: Started) -> None:
        self._run, self._newest, self._best = run, 0, None
        self._smoothing = Smoothing()
        for line in self._rate_marks:
            self._loss_plot.removeItem(line)
        self._rate_marks.clear()
        for curve in (self._raw, self._smooth, self._validation, self._train_accuracy, self._accuracy):
            curve.clear()
        self._limit_zoom(run)
        # The whole run from the start: how far the curve has come shows how much is left.
        self._loss_plot.setXRange(0, run.steps, padding=0.02)
        self._loss_plot.enableAutoRange(y=True)
        self._read_out.setText(EMPTY)
        # Without a point yet the axis would keep the range of the run before.
        self._accuracy_plot.setYRange(0, 100)

    def _limit_zoom(self, run: Started) -> None:
        """As far as the run and once more on either side: further out, downsampling would leave no point to draw."""
        for plot in (self._loss_plot, self._accuracy_plot):
            plot.setLimits(xMin=-run.steps, xMax=2 * run.steps)

    def draw(self) -> None:
        """Bring the screen up to date."""
        for name, curve in (
            ("raw", self._raw),
            ("train", self._smooth),
            ("validation", self._validation),
            ("train accuracy", self._train_accuracy),
            ("accuracy", self._accuracy),
        ):
            self._lines[name].setData(*curve.points().T, skipFiniteCheck=True)
        if self._best != self._best_shown:
            self._show_best()
        self._tell()

    def _show_best(self) -> None:
        """A scatter does not follow the plot's logarithmic axis by itself."""
        self._best_shown = self._best
        points = [] if self._best is None else [(self._best[0], self._best[1])]
        self._best_mark.setData(pos=[(x, math.log10(y) if self.log_scale else y) for x, y in points])

    def _tell(self) -> None:
        if self._run is None or not self._newest:
            return
        step = self._newest if self._cross_hair is None else min(self._cross_hair, self._newest)
        parts = [f"step {step:,.0f}", f"epoch {step * self._run.epochs / self._run.steps:.1f}"]
        for name, curve, form in (
            ("train", self._smooth, "{:.3g}"),
            ("validation", self._validation, "{:.3g}"),
            ("accuracy", self._accuracy, "{:.2f} %"),
        ):
            value = curve.at(step)
            parts += [f"{name} {form.format(value)}"] if value is not None else []
        self._read_out.setText(" \u00b7 ".join(parts))

    # The cross-hair, by mouse and by keyboard.

    @Slot(object)
    def _pointed_at(self, place: QPointF) -> None:
        for plot in (self._loss_plot, self._accuracy_plot):
            if plot.sceneBoundingRect().contains(place):
                self._move_cross_hair(plot.getViewBox().mapSceneToView(place).x())

    def _move_cross_hair(self, step: float | None) -> None:
        self._cross_hair = step if step is None or self._run is None else min(max(step, 0), self._run.steps)
        for ruler in self._rulers:
            ruler.setVisible(step is not None)
            ruler.setValue(self._cross_hair or 0)
        self._tell()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        for plot in (self._loss_plot, self._accuracy_plot):
            plot.legend.setVisible(event.size().height() >= LEGEND_HEIGHT)
        super().resizeEvent(event)

    def _x_axis(self) -> pg.PlotItem:
        return self._loss_plot

    def _show_everything(self) -> None:
        self._loss_plot.autoRange()
        self._accuracy_plot.autoRange()


def _mark(line: pg.PlotDataItem, colour: str, symbol: str, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    """Few points, each of which counts, the first one too."""
    line.setPen(pg.mkPen(colour, width=2, style=style))
    line.setSymbol(symbol)
    line.setSymbolSize(7)
    line.setSymbolBrush(colour)
    line.setSymbolPen(colour)
    # The legend takes the symbol's colours from here, where pyqtgraph puts them only once there are points.
    line.scatter.setBrush(colour)
    line.scatter.setPen(colour)
