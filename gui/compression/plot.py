"""The scatter plot of validation accuracy against time: a marker for each network, a legend and a read-out."""

from collections.abc import Callable, Hashable, Sequence
from html import escape

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent
from PySide6.QtCore import QSize, Slot

from engine.compression import Compressed
from engine.formats import microseconds, percent
from gui.compression.plot_axis import PlainAxis
from gui.theme import LIGHT, Theme, scaled, sized, type_size
from gui.widgets import ScatterPlot

TIMES: dict[str, tuple[str, Callable[[Compressed], float]]] = {
    "one": ("\N{MICRO SIGN}s for 1 image", lambda row: row.microseconds),
    "64": ("\N{MICRO SIGN}s for each of 64 images", lambda row: row.microseconds_of_64),
}
"""For each time that the horizontal axis can show: its label, and its value for a network."""
MARKER, RING = 11, 22
"""Widths of a marker and of the ring around the chosen one, in logical pixels."""
WANTED = QSize(320, 360)
"""Logical pixels of the plot with its legend; it takes more where there is more room."""
LEGEND_COLUMNS = 2
WIDE = 5.0
"""An axis is logarithmic above this ratio of the largest to the smallest value, so that small values stay apart."""
LEAST_ERROR = 0.01
"""In %, half of one of 5,000 images: zero has no logarithm."""
SYMBOLS = (("pruned", "t1"), ("distilled", "d"), ("student", "p"), ("zeroed", "x"), ("dynamic", "s"))
"""The first of these words in a network's name decides its symbol; the original is a disc."""


class CompressionPlot(ScatterPlot):
    """Shows the rows of the table; keys are their names. A click in the legend chooses a row, too.

    The vertical axis holds the error, which has a logarithm, upside down and labelled with the accuracy.
    """

    def __init__(self) -> None:
        left = PlainAxis("left", lambda error: f"{100 - error:g}")
        bottom = PlainAxis("bottom", lambda time: f"{time:,g}")
        super().__init__(left, bottom, "Validation accuracy against time of each network", "networks")
        self._rows: Sequence[Compressed] = ()
        self._time = "one"
        item = self.getPlotItem()
        item.invertY(True)
        item.setLabel("left", "validation accuracy, %")
        # A size keeps the legend from placing itself: it has a row below the axis.
        self._legend = pg.LegendItem(size=(0, 0), colCount=LEGEND_COLUMNS, verSpacing=-4, sampleType=_Sample)
        self._legend.sigSampleClicked.connect(self._click_sample)
        item.layout.addItem(self._legend, 4, 1)
        sized(self.setMinimumHeight, WANTED.height())
        self.set_theme(LIGHT)

    def set_theme(self, theme: Theme) -> None:
        self._legend.setLabelTextColor(theme.text)
        self._ring.setSymbolSize(scaled(RING))
        self._markers.setSymbolSize(scaled(MARKER))
        super().set_theme(theme)

    def show_rows(self, rows: Sequence[Compressed]) -> None:
        """Show these rows, the original first."""
        self._rows = list(rows)
        self._hovered = None
        self._draw()

    def show_time(self, time: str) -> None:
        """Show the time with this key of TIMES."""
        self._time = time
        self._draw()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return scaled(WANTED)

    # Drawing.

    def _words_of(self, key: Hashable) -> str:
        return next((self._words(row) for row in self._rows if row.name == key), "")

    def _words(self, row: Compressed) -> str:
        return f"{row.name}: {percent(row.validation_accuracy)}, {microseconds(TIMES[self._time][1](row))}"

    def _draw(self) -> None:
        label, time = TIMES[self._time]
        times, errors = [time(row) for row in self._rows], [_error(row) for row in self._rows]
        item = self.getPlotItem()
        item.setLabel("bottom", label)
        item.setLogMode(x=_is_wide(times), y=_is_wide(errors))
        self._draw_markers(times, errors)
        self._show_legend()
        self._show_all([*map(self._words, self._rows)])

    def _draw_markers(self, times: list[float], errors: list[float]) -> None:
        looks = [self._look(row.name) for row in self._rows]
        self._markers.setData(
            times,
            errors,
            symbol=[look["symbol"] for look in looks] or "o",
            symbolBrush=[look["brush"] for look in looks] or None,
            symbolPen=[look["pen"] for look in looks] or None,
            data=[row.name for row in self._rows],
        )
        chosen = [place for place, row in enumerate(self._rows) if row.name == self._chosen]
        self._ring.setData([times[place] for place in chosen], [errors[place] for place in chosen])

    def _look(self, name: str) -> dict[str, object]:
        """Return pyqtgraph's options for the marker of the network of this name."""
        colour = self._colour(name)
        brush = pg.mkBrush(self._theme.panel if "int8" in name else colour)
        return {"symbol": symbol(name), "brush": brush, "pen": pg.mkPen(colour, width=2)}

    def _colour(self, name: str) -> str:
        theme = self._theme
        colours = {"t1": theme.validation, "d": theme.accuracy, "p": theme.accuracy, "x": theme.muted}
        return colours.get(symbol(name), theme.train)

    def _show_legend(self) -> None:
        self._legend.clear()
        self._legend.setLabelTextSize(f"{type_size('body')}px")
        for row in self._rows:
            marker = pg.ScatterPlotItem(size=scaled(MARKER), name=row.name, antialias=True, **self._look(row.name))
            name = escape(row.name)
            self._legend.addItem(marker, f"<b>{name}</b>" if row.name == self._chosen else name)

    # The mouse.

    @Slot(object)
    def _click_sample(self, marker: pg.ScatterPlotItem) -> None:
        self.picked.emit(marker.name())


class _Sample(pg.ItemSample):  # type: ignore[misc]
    """A marker in the legend. pyqtgraph's own would hide the network when clicked."""

    def mouseClickEvent(self, event: MouseClickEvent) -> None:  # noqa: N802
        event.accept()
        self.sigClicked.emit(self.item)


def symbol(name: str) -> str:
    """pyqtgraph's symbol for a network of this name."""
    return next((one for word, one in SYMBOLS if word in name), "o")


def _error(row: Compressed) -> float:
    """Return the error on the validation images, in %."""
    return max(100 * (1 - row.validation_accuracy), LEAST_ERROR)


def _is_wide(values: Sequence[float]) -> bool:
    return bool(values) and max(values) > WIDE * min(values)
