"""What all charts share: how their plots look, how far they zoom out, and the keys for the cross-hair and zooming."""

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneWheelEvent, QWidget

from engine.runs import LARGEST
from gui.theme import Theme, scaled, type_font, type_size
from gui.widgets.buttons.button import Button
from gui.widgets.charts.axis import Axis, release_unused_axes
from gui.widgets.charts.decade_axis import DecadeAxis
from gui.widgets.charts.grid import Grid

ZOOM = 0.8
PARTS = 100
"""One press of an arrow key moves the cross-hair by this fraction of the visible range."""
AXIS_WIDTH = 52
FARTHEST = 2 * LARGEST
"""How far a linear axis zooms out. Without a limit, pyqtgraph fails to allocate the arrays for downsampling."""
FARTHEST_DECADE = 12.0
"""How far a logarithmic axis zooms out: 10 to the power of more than 308 is no number."""
SIDES = ("left", "bottom")
Key = Qt.Key
KEYS = (Key.Key_Left, Key.Key_Right, Key.Key_Plus, Key.Key_Minus, Key.Key_0)


class RuledChart(QWidget):
    """Left and Right move the cross-hair. Plus, Minus and the wheel with Ctrl zoom, the mouse moves what is zoomed.

    0, a double click, and a button that appears then, show everything.
    """

    def __init__(self) -> None:
        super().__init__()
        self._cross_hair: float | None = None
        self.show_all = Button("Show all", "Show the whole curves again (0, or a double click)")
        """For a place where it is in sight."""
        self.show_all.hide()
        self.show_all.clicked.connect(self._go_back)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _add_plot(self, graphics: pg.GraphicsLayoutWidget, row: int = 0) -> pg.PlotItem:
        """Add a plot of curves, which offers a way back as soon as a person zooms or moves it."""
        axes = {"left": DecadeAxis("left"), "bottom": Axis("bottom")}
        plot = graphics.addPlot(row=row, col=0, viewBox=ZoomBox(), axisItems=axes, enableMenu=False)
        plot.getViewBox().sigRangeChangedManually.connect(self._zoomed)
        prepare(plot)
        return plot

    @Slot()
    def _zoomed(self) -> None:
        self.show_all.show()

    @Slot(object)
    def _clicked(self, event: object) -> None:
        if isinstance(event, MouseClickEvent) and event.double() and event.button() == Qt.MouseButton.LeftButton:
            self._go_back()

    @Slot()
    def _go_back(self) -> None:
        had_focus = self.show_all.hasFocus()
        self._show_everything()
        self.show_all.hide()
        if had_focus:
            self.setFocus()

    def _x_axis(self) -> pg.PlotItem:
        """The plot whose x-axis is the chart's."""
        raise NotImplementedError

    def _move_cross_hair(self, x: float | None) -> None:
        """Show the cross-hair at x, or hide it (None)."""
        raise NotImplementedError

    def _show_everything(self) -> None:
        raise NotImplementedError

    def event(self, event: QEvent) -> bool:
        """Claim the keys that the window uses too while the chart has the keyboard focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _ours(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if not _ours(event):
            super().keyPressEvent(event)
            return
        low, high = self._x_axis().viewRange()[0]
        here = (low + high) / 2 if self._cross_hair is None else self._cross_hair
        match event.key():
            case Key.Key_Left | Key.Key_Right:
                sign = 1 if event.key() == Key.Key_Right else -1
                self._move_cross_hair(here + sign * (high - low) / PARTS)
            case Key.Key_Plus | Key.Key_Minus:
                factor = ZOOM if event.key() == Key.Key_Plus else 1 / ZOOM
                self._x_axis().getViewBox().scaleBy(x=factor, center=(here, 0))
                self._zoomed()
            case _:
                self._go_back()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusInEvent(event)
        self._frame(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        super().focusOutEvent(event)
        self._frame(False)

    def _frame(self, focused: bool) -> None:
        """Frame the curves in the colour of the keyboard's focus."""
        for view in self.findChildren(pg.GraphicsView):
            view.setProperty("focused", focused)
            view.style().polish(view)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        self._move_cross_hair(None)
        super().leaveEvent(event)


class ZoomBox(pg.ViewBox):  # type: ignore[misc]
    """The inside of a plot, which the wheel zooms only with Ctrl: a wheel that scrolls would lose the curve."""

    def __init__(self) -> None:
        super().__init__(enableMenu=False)

    def wheelEvent(self, event: QGraphicsSceneWheelEvent, axis: int | None = None) -> None:  # noqa: N802 - Qt's name
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().wheelEvent(event, axis)
        else:
            event.ignore()


def prepare(plot: pg.PlotItem) -> None:
    """Set what all plots of curves have in common: they are fast to draw."""
    for side in SIDES:
        # Labels change rarely, and painting them takes longer than all curves.
        plot.getAxis(side).setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
    release_unused_axes(plot)
    Grid(plot)
    plot.setClipToView(True)
    plot.setLimits(xMin=-FARTHEST, xMax=FARTHEST, yMin=-FARTHEST, yMax=FARTHEST)


def set_log_y(plot: pg.PlotItem, on: bool) -> None:
    """Make the y-axis logarithmic or linear, and show everything if this changes it."""
    farthest = FARTHEST_DECADE if on else FARTHEST
    # The limits come first: pyqtgraph would take the numbers of a linear axis for exponents until its next update.
    plot.setLimits(yMin=-farthest, yMax=farthest)
    plot.setLogMode(y=on)


def paint_axes(plot: pg.PlotItem, theme: Theme) -> None:
    """Give the axes of a plot the present colours and size of type."""
    font = type_font()
    plot.getAxis("left").setWidth(scaled(AXIS_WIDTH))
    for side in SIDES:
        axis = plot.getAxis(side)
        axis.setPen(theme.line)
        axis.setTextPen(theme.muted)
        axis.setTickFont(font)
        axis.label.setFont(font)
        # It puts the label in its place.
        axis.resizeEvent()


def paint_legend(legend: pg.LegendItem, colour: str, ground: str) -> None:
    """Write a legend's words in this colour and in the present size of type, on a ground that hides curves."""
    legend.setBrush(pg.mkBrush(ground))
    legend.setLabelTextColor(colour)
    legend.setLabelTextSize(f"{type_size('body')}px")
    for _, label in legend.items:
        # pyqtgraph keeps both for the next text.
        label.setText(label.text)
    legend.updateSize()


def _ours(event: QKeyEvent) -> bool:
    """Whether the chart wants the key. The window uses the arrow keys with Shift, and zooms everything with Ctrl."""
    zooms = event.key() in (Key.Key_Plus, Key.Key_Minus, Key.Key_0)
    others = Qt.KeyboardModifier.ControlModifier if zooms else Qt.KeyboardModifier.ShiftModifier
    return event.key() in KEYS and not event.modifiers() & others
