"""How far the charts zoom out, under a real wheel and real keys."""

import warnings
from collections.abc import Iterator

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


def turn_the_wheel(chart: RuledChart) -> None:
    inside, place = view(chart).viewport(), plots(chart)[0].getViewBox().sceneBoundingRect().center()
    there = QPointF(inside.mapToGlobal(place.toPoint()))
    still, no_key, phase = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    turned = QWheelEvent(place, there, QPoint(), QPoint(0, TURN), still, no_key, phase, False)
    QApplication.sendEvent(inside, turned)


def ends(chart: RuledChart) -> tuple[float, float]:
    """The largest number on either axis, without its sign."""
    across, up = plots(chart)[0].viewRange()
    return max(map(abs, across)), max(map(abs, up))


def click_log_scale(chart: RuledChart) -> None:
    (box,) = chart.findChildren(QCheckBox)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert plots(chart)[0].getAxis("left").logMode == box.isChecked()


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
