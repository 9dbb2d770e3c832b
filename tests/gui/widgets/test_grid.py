"""The grid lies at the ticks of the axes, wherever these go."""

import math
from collections.abc import Iterator

import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from gui.theme.colours import DARK, LIGHT, Theme
from gui.widgets.charts.decade_axis import DecadeAxis
from gui.widgets.charts.ruled_chart import paint_axes, prepare, set_log_y
from tests.support.gui.plots import plots
from tests.support.gui.window import shown


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[pg.GraphicsLayoutWidget]:
    widget = pg.GraphicsLayoutWidget()
    prepare(widget.addPlot(enableMenu=False))
    yield from shown(qtbot, widget, 400, 300)


def heights(chart: pg.GraphicsLayoutWidget, theme: Theme) -> set[float]:
    """The heights, in the plot's own numbers, at which a line crosses a column without ticks of its own."""
    (plot,) = plots(chart)
    paint_axes(plot, theme)
    chart.setBackground(theme.panel)
    picture, box = chart.grab().toImage(), plot.getViewBox()
    place = box.mapRectToScene(box.rect())
    column, rows = round(place.left()) + 3, range(round(place.top()) + 1, round(place.bottom()) - 1)
    found = [row for row in rows if picture.pixelColor(column, row).name() != theme.panel]
    return {float(box.mapSceneToView(QPointF(column, row + 0.5)).y()) for row in found}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_the_lines_lie_at_the_ticks_and_follow_a_new_range(chart: pg.GraphicsLayoutWidget, theme: Theme) -> None:
    (plot,) = plots(chart)
    for low, high in ((0.0, 10.0), (40.0, 48.0)):
        plot.setRange(xRange=(0.3, 7.3), yRange=(low - 0.5, high + 0.5), padding=0)
        found = heights(chart, theme)
        (_, main), *_ = plot.getAxis("left").tickValues(*plot.getAxis("left").range, plot.getViewBox().height())
        assert len(main) > 2
        assert all(min(abs(tick - height) for height in found) < 0.1 for tick in main), (main, found)


def that_the_lines_of_a_logarithmic_axis_lie_at_its_decades(chart: pg.GraphicsLayoutWidget) -> None:
    (plot,) = plots(chart)
    set_log_y(plot, True)
    plot.setRange(xRange=(0.3, 7.3), yRange=(-4.5, 2.5), padding=0)
    found = heights(chart, LIGHT)
    assert all(min(abs(decade - height) for height in found) < 0.1 for decade in (-4, -2, 0, 2)), found


def that_a_logarithmic_axis_has_labels_that_do_not_touch() -> None:
    axis = DecadeAxis("left")
    axis.setLogMode(y=True)
    values = [math.log10(digit * decade) for decade in (0.01, 0.1, 1) for digit in range(1, 10)]
    texts = axis.tickStrings(values, 1, 1)
    assert [text for text in texts if text] == ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5"]


def that_a_linear_axis_has_all_its_labels() -> None:
    assert DecadeAxis("left").tickStrings([3.0, 4.0, 7.0], 1, 1) == ["3", "4", "7"]
