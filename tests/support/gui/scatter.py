"""What a person sees in the scatter of compressed networks."""

import pyqtgraph as pg
from PySide6.QtCore import QPoint

from gui.compression.panel import CompressPanel
from gui.compression.plot import CompressionPlot
from tests.support.gui.plots import curve, plots


def scatter(panel: CompressPanel) -> CompressionPlot:
    """The scatter on the page."""
    (found,) = panel.findChildren(CompressionPlot)
    return found


def spots(plot: CompressionPlot) -> list[pg.SpotItem]:
    """The markers, in the order of their rows."""
    shown = curve(plot, "networks").scatter
    # pyqtgraph hides a scatter without points, and leaves the earlier ones in it.
    return list(shown.points()) if shown.isVisible() else []


def markers(plot: CompressionPlot) -> dict[str, QPoint]:
    """The place of each network's marker in the viewport, by its name."""
    return {spot.data(): _place(plot, spot) for spot in spots(plot)}


def ringed(plot: CompressionPlot) -> QPoint:
    """The place of the ring in the viewport."""
    (spot,) = curve(plot, "chosen").scatter.points()
    return _place(plot, spot)


def legend(plot: CompressionPlot) -> dict[str, pg.ItemSample]:
    """The markers in the legend, by what is written beside them."""
    (found,) = [item for item in plot.scene().items() if isinstance(item, pg.LegendItem)]
    return {label.text: sample for sample, label in found.items}


def _place(plot: CompressionPlot, spot: pg.SpotItem) -> QPoint:
    (item,) = plots(plot)
    place: QPoint = item.getViewBox().mapViewToScene(spot.pos()).toPoint()
    return place
