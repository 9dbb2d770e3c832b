"""Validation accuracy against time: each network a point with its name, the chosen one marked."""

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QResizeEvent

from engine.compression import Compressed
from gui.compression.columns import MICRO, microseconds, percent
from gui.compression.scale import Tick, accuracy_scale_of, scale_of
from gui.theme import LIGHT, Theme
from gui.widgets import label_places, nearest, paint_axes

TIMES: dict[str, tuple[str, Callable[[Compressed], float]]] = {
    "one": (f"{MICRO}s for 1 image", lambda row: row.microseconds),
    "64": (f"{MICRO}s for each of 64 images", lambda row: row.microseconds_of_64),
}
"""What the axis below shows: what it is called, and of each network."""
POINT, RING = 11, 22
"""Widths of a point and of the ring around the chosen one, in logical pixels."""
WANTED = QSize(320, 260)
"""What the picture wants; where there is more room it takes it."""
FAR = 12.0
"""A label further from its point than this, in pixels, gets a line to it."""
PADDING, MOST_PADDING = 44, 0.3
"""Room beside the outermost points for their names, in pixels; and how much of what is in sight it may be."""
SHAPES = (("pruned", "t1"), ("distilled", "d"), ("student", "p"), ("zeroed", "x"))
"""The first word that a name has decides; the original is a disc."""


class CompressionPlot(pg.PlotWidget):  # type: ignore[misc]
    """Give it the rows of the table; a click at a point chooses its row."""

    picked = Signal(str)
    """The name of the network that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[Compressed] = ()
        self._chosen, self._time = "", "one"
        self._theme = LIGHT
        self.setAccessibleName("Validation accuracy against time of each network")
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        item = self.getPlotItem()
        item.setMenuEnabled(False)
        item.setMouseEnabled(x=False, y=False)
        item.hideButtons()
        item.showGrid(x=True, y=True, alpha=0.15)
        item.setLabel("left", "validation accuracy, %")
        self._lines = item.plot(connect="pairs")
        self._ring = pg.ScatterPlotItem(size=RING, brush=None)
        self._points = pg.ScatterPlotItem(size=POINT, hoverable=True, tip=None)
        self._points.sigClicked.connect(self._clicked)
        for part in (self._ring, self._points):
            item.addItem(part)
        self._labels: list[pg.TextItem] = []
        self.setMinimumHeight(WANTED.height())
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.setBackground(theme.panel)
        paint_axes(self.getPlotItem(), theme)
        self._lines.setPen(pg.mkPen(theme.muted, width=1))
        self._draw()

    def show_rows(self, rows: Sequence[Compressed]) -> None:
        """In the order in which they came, the original first."""
        self._rows = list(rows)
        self._draw()

    def show_time(self, time: str) -> None:
        """One of TIMES."""
        self._time = time
        self._draw()

    def mark(self, name: str) -> None:
        """Put the ring around the network of this name."""
        if name != self._chosen:
            self._chosen = name
            self._draw()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return WANTED

    # Drawing.

    def _draw(self) -> None:
        words, of = TIMES[self._time]
        across = scale_of([of(row) for row in self._rows])
        up = accuracy_scale_of([row.validation_accuracy for row in self._rows])
        places = [(across.place(of(row)), up.place(row.validation_accuracy)) for row in self._rows]
        self._points.setData([self._spot(row, place) for row, place in zip(self._rows, places, strict=True)])
        self._ring.setData([{"pos": p} for r, p in zip(self._rows, places, strict=True) if r.name == self._chosen])
        self._ring.setPen(pg.mkPen(self._theme.accent, width=2))
        self.getPlotItem().setLabel("bottom", words)
        self._show_range(places)
        in_sight = self.viewRange()
        self._show_ticks("left", up.ticks(*in_sight[1]))
        self._show_ticks("bottom", across.ticks(*in_sight[0]))
        self._label(places)
        told = [f"{row.name}: {percent(row.validation_accuracy)}, {microseconds(of(row))}" for row in self._rows]
        self.setAccessibleDescription(", ".join(told))

    def _show_ticks(self, side: str, ticks: Sequence[Tick]) -> None:
        """pyqtgraph's own ones where there are none."""
        self.getPlotItem().getAxis(side).setTicks([ticks, []] if ticks else None)

    def _spot(self, row: Compressed, place: tuple[float, float]) -> dict[str, object]:
        colour = self._colour(row.name)
        hollow = "int8" in row.name
        brush = pg.mkBrush(self._theme.panel if hollow else colour)
        return {
            "pos": place,
            "symbol": shape(row.name),
            "data": row.name,
            "brush": brush,
            "pen": pg.mkPen(colour, width=2),
        }

    def _colour(self, name: str) -> str:
        theme = self._theme
        colours = {"t1": theme.validation, "d": theme.accuracy, "p": theme.accuracy, "x": theme.muted}
        return colours.get(shape(name), theme.train)

    def _show_range(self, places: Sequence[tuple[float, float]]) -> None:
        if not places:
            return
        spans = [(float(low), float(high)) for low, high in zip(np.min(places, 0), np.max(places, 0), strict=True)]
        # A single point, or equal ones, would leave nothing to divide by.
        x, y = [(low, high) if high > low else (low - 0.5, high + 0.5) for low, high in spans]
        box = self.getPlotItem().getViewBox()
        for span, size, show in ((x, box.width(), box.setXRange), (y, box.height(), box.setYRange)):
            show(*span, padding=min(MOST_PADDING, PADDING / max(1.0, size)))

    def _label(self, places: Sequence[tuple[float, float]]) -> None:
        """Names beside the points, none over another one."""
        box = self.getPlotItem().getViewBox()
        for label in self._labels:
            self.getPlotItem().removeItem(label)
        self._labels = [self._text(row.name) for row in self._rows]
        points = [box.mapViewToScene(QPointF(*place)).toTuple() for place in places]
        sizes = [(label.boundingRect().width(), label.boundingRect().height()) for label in self._labels]
        found = label_places(points, sizes, box.sceneBoundingRect().getRect())
        lines: list[QPointF] = []
        for label, (x, y), place in zip(self._labels, points, found, strict=True):
            label.setPos(box.mapSceneToView(QPointF(*place[:2])))
            self.getPlotItem().addItem(label, ignoreBounds=True)
            near = nearest((x, y), place)
            if max(abs(near[0] - x), abs(near[1] - y)) > FAR:
                lines += [box.mapSceneToView(QPointF(x, y)), box.mapSceneToView(QPointF(*near))]
        self._lines.setData([point.x() for point in lines], [point.y() for point in lines])

    def _text(self, name: str) -> pg.TextItem:
        label = pg.TextItem(name, anchor=(0, 0))
        font = QFont(self.font())
        font.setBold(name == self._chosen)
        label.setFont(font)
        label.setColor(QColor(self._theme.text))
        return label

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        # The base class's constructor resizes before there is anything to draw.
        if hasattr(self, "_labels"):
            self._draw()

    @Slot(object, object)
    def _clicked(self, _points: object, spots: Sequence[pg.SpotItem]) -> None:
        if len(spots):
            self.picked.emit(spots[-1].data())


def shape(name: str) -> str:
    """pyqtgraph's symbol for a network of this name."""
    return next((symbol for word, symbol in SHAPES if word in name), "o")
