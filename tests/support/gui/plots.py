"""What a person sees in a chart: curves by the names in its legend, lines across it, the range of its axes."""

import numpy as np
import pyqtgraph as pg
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget


def view(chart: QWidget) -> pg.GraphicsView:
    """The part of a chart that holds its plots."""
    if isinstance(chart, pg.GraphicsView):
        return chart
    (found,) = chart.findChildren(pg.GraphicsView)
    return found


def plots(chart: QWidget) -> list[pg.PlotItem]:
    """From top to bottom."""
    found = [item for item in view(chart).scene().items() if isinstance(item, pg.PlotItem)]
    return sorted(found, key=lambda plot: plot.scenePos().y())


def curves(chart: QWidget) -> list[pg.PlotDataItem]:
    """In the order in which they were added."""
    return [curve for plot in plots(chart) for curve in plot.listDataItems()]


def curve(chart: QWidget, name: str, place: int = 0) -> pg.PlotDataItem:
    """The curve with this name in the legend of the plot at this place."""
    (found,) = [curve for curve in plots(chart)[place].listDataItems() if curve.name() == name]
    return found


def points(curve: pg.PlotDataItem) -> tuple[np.ndarray, np.ndarray]:
    """All x and all y of a curve, before downsampling; empty where it has none."""
    x, y = curve.getOriginalDataset()
    return (np.empty(0), np.empty(0)) if x is None else (x, y)


def lines_across(chart: QWidget) -> dict[str, pg.InfiniteLine]:
    """The visible lines that have words, by their words."""
    lines = [line for plot in plots(chart) for line in plot.items if isinstance(line, pg.InfiniteLine)]
    labelled = [line for line in lines if line.isVisible() and getattr(line, "label", None) is not None]
    return {line.label.toPlainText(): line for line in labelled}


def ground(chart: QWidget) -> str:
    """The colour behind the curves, as #rrggbb."""
    colour: QColor = view(chart).backgroundBrush().color()
    return colour.name()
