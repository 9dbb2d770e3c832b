"""How far the charts zoom out, under a real wheel and real keys."""

import warnings
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from engine.events import BatchDone, Started
from gui.runs.chart.compare_chart import CompareChart
from gui.runs.chart.curves import RunCurves
from gui.training.chart.loss_chart import LossChart
from gui.widgets.charts.ruled_chart import FARTHEST, FARTHEST_DECADE, RuledChart
from tests.support.gui.eyes import button
from tests.support.gui.plots import plots, view
from tests.support.gui.window import shown
from tests.support.runs.events import STARTED

TURN = -12_000
"""As many eighths of a degree as a hundred clicks of a wheel, towards the hand: it zooms out 8e12 times."""
RUN: list[Started | BatchDone] = [STARTED, *(BatchDone(step, 1, 2.3 / step, 0.01, 1, 0.0) for step in range(1, 300))]


@pytest.fixture(params=["training", "comparison"])
def chart(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[RuledChart]:
    if request.param == "training":
        loss_chart = LossChart()
        # As the other one begins.
        loss_chart.set_log_scale(False)
        loss_chart.add(RUN)
        loss_chart.draw()
        yield from shown(qtbot, loss_chart, 600, 400)
    else:
        compare_chart = CompareChart()
        compare_chart.show_runs([("a", RunCurves(RUN))])
        yield from shown(qtbot, compare_chart, 600, 400)


@pytest.fixture(autouse=True)
def no_warning() -> Iterator[None]:
    """NumPy warns when 10 to the power of an axis's end is no number."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


CONTROL = Qt.KeyboardModifier.ControlModifier


def turn_the_wheel(chart: RuledChart, keys: Qt.KeyboardModifier = CONTROL) -> None:
    inside, place = view(chart).viewport(), plots(chart)[0].getViewBox().sceneBoundingRect().center()
    there = QPointF(inside.mapToGlobal(place.toPoint()))
    still, phase = Qt.MouseButton.NoButton, Qt.ScrollPhase.NoScrollPhase
    turned = QWheelEvent(place, there, QPoint(), QPoint(0, TURN), still, keys, phase, False)
    QApplication.sendEvent(inside, turned)


def ends(chart: RuledChart) -> tuple[float, float]:
    """The largest number on either axis, without its sign."""
    across, up = plots(chart)[0].viewRange()
    return max(map(abs, across)), max(map(abs, up))


def click_log_scale(chart: RuledChart) -> None:
    (box,) = chart.findChildren(QCheckBox)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert plots(chart)[0].getAxis("left").logMode == box.isChecked()


def that_a_wheel_without_control_leaves_the_curve_in_sight(chart: RuledChart) -> None:
    before = plots(chart)[0].viewRange()
    turn_the_wheel(chart, Qt.KeyboardModifier.NoModifier)
    assert plots(chart)[0].viewRange() == before and not button(chart, "Show all").isVisible()


def double_click(chart: RuledChart) -> None:
    place = plots(chart)[0].getViewBox().sceneBoundingRect().center().toPoint()
    QTest.mouseDClick(chart.windowHandle(), Qt.MouseButton.LeftButton, pos=view(chart).mapTo(chart, place))


def drag(chart: RuledChart) -> None:
    inside, start = view(chart).viewport(), plots(chart)[0].getViewBox().sceneBoundingRect().center().toPoint()
    QTest.mousePress(inside, Qt.MouseButton.LeftButton, pos=start)
    for part in range(1, 9):
        QTest.mouseMove(inside, start + QPoint(20 * part, 10 * part))
    QTest.mouseRelease(inside, Qt.MouseButton.LeftButton, pos=start + QPoint(160, 80))


@pytest.mark.parametrize("zoom", [turn_the_wheel, drag, lambda chart: QTest.keyClick(chart, Qt.Key.Key_Plus)])
@pytest.mark.parametrize(
    "come_back",
    [
        double_click,
        lambda chart: QTest.mouseClick(button(chart, "Show all"), Qt.MouseButton.LeftButton),
        lambda chart: QTest.keyClick(chart, Qt.Key.Key_0),
    ],
)
def that_a_way_back_appears_once_the_curve_is_zoomed_or_moved(
    chart: RuledChart, zoom: Callable[[RuledChart], None], come_back: Callable[[RuledChart], None]
) -> None:
    chart.grab()
    before = plots(chart)[0].viewRange()
    zoom(chart)
    assert plots(chart)[0].viewRange() != before and button(chart, "Show all").isVisible()
    come_back(chart)
    chart.grab()
    assert np.allclose(plots(chart)[0].viewRange(), before, 0.01, 0.01) and not button(chart, "Show all").isVisible()


def that_an_axis_says_small_numbers_as_they_are(chart: RuledChart) -> None:
    plot = plots(chart)[0]
    name = plot.getAxis("left").label.toPlainText()
    plot.setYRange(0, 0.5)
    chart.grab()
    axis = plot.getAxis("left")
    assert axis.label.toPlainText() == name
    assert axis.tickStrings([0.1, 0.2], axis.scale * axis.autoSIPrefixScale, 0.1) == ["0.1", "0.2"]


def that_the_wheel_zooms_out_to_a_limit(chart: RuledChart) -> None:
    for _ in range(6):
        turn_the_wheel(chart)
    chart.grab()
    assert 600 < ends(chart)[0] <= FARTHEST and 1e6 < ends(chart)[1] <= FARTHEST


def that_a_log_scale_never_takes_the_ends_of_a_linear_one_for_exponents(chart: RuledChart) -> None:
    turn_the_wheel(chart)
    click_log_scale(chart)
    chart.grab()
    assert ends(chart)[1] <= FARTHEST_DECADE
    for _ in range(6):
        turn_the_wheel(chart)
    chart.grab()
    assert 4 < ends(chart)[1] <= FARTHEST_DECADE
    click_log_scale(chart)
    chart.grab()
    assert ends(chart)[1] < 4, "the linear scale shows everything again"


def that_the_minus_key_zooms_out_to_a_limit_and_0_shows_everything(chart: RuledChart) -> None:
    chart.setFocus()
    for _ in range(200):
        QTest.keyClick(chart, Qt.Key.Key_Minus)
    chart.grab()
    assert 600 < ends(chart)[0] <= FARTHEST
    QTest.keyClick(chart, Qt.Key.Key_0)
    chart.grab()
    assert ends(chart)[0] < 1200
