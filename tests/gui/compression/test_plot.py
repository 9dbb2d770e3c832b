"""The scatter of compressed networks: its markers, legend, read-out and axes, under a real mouse."""

import warnings
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from engine.compression.findings import Compressed
from gui.compression.plot import CompressionPlot, symbol
from gui.compression.plot_axis import PlainAxis
from gui.theme.colours import DARK, LIGHT, Theme
from tests.support.gui.scatter import legend, markers, ringed, spots
from tests.support.gui.window import PATIENCE, shown
from tests.support.runs.compressed import INT8, ORIGINAL, STUDENT

ROWS = [ORIGINAL, INT8, STUDENT]
NEAR = [ORIGINAL, ORIGINAL._replace(name="pruned", microseconds=180.0, validation_accuracy=0.9921)]
KINDS = ["original", "pruned", "distilled", "student alone", "zeroed 90 %", "int8, dynamic"]
"""Every name that a table can have, without those that only have int8 behind them."""


@pytest.fixture
def plot(qtbot: QtBot) -> Iterator[CompressionPlot]:
    plot = CompressionPlot()
    plot.show_rows(ROWS)
    # Inside a widget, which closes it once: pyqtgraph's plots cannot be closed twice.
    for frame in shown(qtbot, QWidget(), 440, 420):
        QVBoxLayout(frame).addWidget(plot)
        yield plot


def labels(plot: CompressionPlot, side: str) -> list[str]:
    """What is written at the ticks of an axis in the range shown."""
    axis = plot.getPlotItem().getAxis(side)
    low, high = sorted(axis.range)
    levels = axis.tickValues(low, high, axis.size().width() if side == "bottom" else axis.size().height())
    first = [place for _, places in levels[:2] for place in places]
    return axis.tickStrings(sorted(first), 1.0, None)


def that_each_network_has_a_marker_of_its_own() -> None:
    assert len({symbol(kind) for kind in KINDS}) == len(KINDS)
    assert symbol("pruned, int8") == symbol("pruned") and symbol("int8") == symbol("original")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_the_legend_shows_the_marker_of_each_network(plot: CompressionPlot, theme: Theme) -> None:
    plot.set_theme(theme)
    plot.mark("int8")
    assert list(legend(plot)) == ["original", "<b>int8</b>", "student alone"]
    for spot, sample in zip(spots(plot), legend(plot).values(), strict=True):
        options = sample.item.opts
        assert options["symbol"] == spot.symbol() and options["brush"].color() == spot.brush().color()
        assert options["pen"].color() == spot.pen().color()
    brushes = [sample.item.opts["brush"].color().name() for sample in legend(plot).values()]
    assert brushes == [theme.train, theme.panel, theme.accuracy], "int8 is hollow"


def that_legend_and_markers_do_not_overlap(plot: CompressionPlot) -> None:
    plot.show_rows([ORIGINAL._replace(name=kind + end) for kind in KINDS for end in ("", ", int8")])
    for width, height in ((350, 380), (620, 520)):
        plot.window().resize(width, height)
        plot.window().grab()
        inside = plot.getPlotItem().getViewBox().sceneBoundingRect()
        for sample in legend(plot).values():
            place = sample.sceneBoundingRect()
            assert plot.sceneRect().contains(place) and not place.intersects(inside)
        assert inside.height() > 100


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
def that_a_click_at_a_marker_picks_its_row_in_plot_and_legend(plot: CompressionPlot, qtbot: QtBot) -> None:
    plot.grab()
    sample = plot.mapFromScene(legend(plot)["student alone"].sceneBoundingRect().center())
    for place, name in ((markers(plot)["int8"], "int8"), (sample, "student alone")):
        with qtbot.waitSignal(plot.picked) as picked:
            QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=place)
        assert picked.args == [name]
    assert len(markers(plot)) == 3, "a click in the legend hides nothing"
    with qtbot.assertNotEmitted(plot.picked):
        QTest.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=markers(plot)["int8"] + QPoint(0, 60))


def that_the_read_out_says_what_is_under_the_pointer_and_else_what_is_chosen(
    plot: CompressionPlot, qtbot: QtBot
) -> None:
    assert plot.read_out == ""
    plot.mark("original")
    assert plot.read_out == "original: 99.34%, 331 \u00b5s"
    plot.grab()
    QTest.mouseMove(plot.viewport(), markers(plot)["int8"])
    qtbot.waitUntil(lambda: plot.read_out == "int8: 99.32%, 41.2 \u00b5s", timeout=PATIENCE)
    assert plot.getPlotItem().titleLabel.text == plot.read_out
    plot.show_time("64")
    assert plot.read_out == "int8: 99.32%, 33.0 \u00b5s"
    QTest.mouseMove(plot.viewport(), markers(plot)["int8"] + QPoint(0, 60))
    qtbot.waitUntil(lambda: plot.read_out.startswith("original"), timeout=PATIENCE)
    assert plot.getPlotItem().titleLabel.text == plot.read_out and ringed(plot) == markers(plot)["original"]


def that_an_axis_is_logarithmic_only_where_values_are_far_apart(plot: CompressionPlot) -> None:
    def logarithmic() -> tuple[bool, bool]:
        return tuple(plot.getPlotItem().getAxis(side).logMode for side in ("bottom", "left"))

    assert logarithmic() == (True, False)
    plot.show_rows(NEAR)
    assert logarithmic() == (False, False)
    plot.show_rows([*ROWS, ORIGINAL._replace(name="pruned", validation_accuracy=0.9)])
    assert logarithmic() == (True, True)


def that_ticks_are_plain_numbers_with_the_best_accuracy_on_top(plot: CompressionPlot) -> None:
    assert labels(plot, "bottom") == ["50", "100", "200"]
    plot.show_rows([ORIGINAL, ORIGINAL._replace(name="pruned", validation_accuracy=0.9)])
    assert labels(plot, "left") == ["99.5", "99", "98", "95", "90"]
    places = markers(plot)
    assert places["original"].y() < places["pruned"].y(), "the better one is higher"
    plot.show_rows(NEAR)
    assert {"99.2", "99.3"} < set(labels(plot, "left")) and "200" in labels(plot, "bottom")


def that_a_long_logarithmic_axis_has_decades_first(qtbot: QtBot) -> None:
    axis = PlainAxis("bottom", lambda value: f"{value:,g}")
    axis.setLogMode(True)
    (_, decades), (_, halves), *_ = axis.logTickValues(-0.1, 5.1, 400, [])
    written = axis.tickStrings(decades, 1.0, None)
    assert written == ["1", "10", "100", "1,000", "10,000", "100,000"] and len(halves) == 10


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [ORIGINAL],
        [ORIGINAL, ORIGINAL._replace(name="int8")],
        [ORIGINAL._replace(validation_accuracy=1.0), STUDENT._replace(validation_accuracy=0.0)],
    ],
    ids=["none", "one", "equal ones", "without an error"],
)
def that_few_equal_or_perfect_networks_can_be_drawn(plot: CompressionPlot, rows: list[Compressed]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for time in ("one", "64"):
            plot.show_rows(rows)
            plot.show_time(time)
            plot.grab()
    inside = plot.getPlotItem().getViewBox().sceneBoundingRect()
    assert all(inside.contains(place.toPointF()) for place in markers(plot).values()) and len(markers(plot)) == len(
        rows
    )
