"""The curve: what it draws, and what it says under the cross-hair."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pyqtgraph as pg
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel
from pytestqt.qtbot import QtBot

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started
from gui.app.main_window import MainWindow
from gui.canvas import digits
from gui.theme.colours import DARK, LIGHT
from gui.theme.zoom import type_font
from gui.training.chart.loss_chart import LossChart
from gui.widgets.charts.curve import MOST_POINTS
from tests.support.gui.eyes import named, text
from tests.support.gui.plots import curve, ground, lines_across, plots, points, view
from tests.support.gui.window import PATIENCE, opened, shown
from tests.support.runs.events import STARTED

LOSS, ACCURACY = 0, 1
"""The places of the two plots."""
EACH_BATCH, SMOOTHED = "train, each batch", "train, smoothed"


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[LossChart]:
    yield from shown(qtbot, LossChart(), 600, 400)


def run(steps: int = 1075, epochs: int = 5) -> Iterator[Started | BatchDone | EpochDone]:
    yield STARTED
    for step in range(1, steps + 1):
        yield BatchDone(step, 1, 2.3 / step, 0.01, 15_000, 0.02)
        if step % (1075 // epochs) == 0:
            yield EpochDone(step // 215, step, 0.1, 0.97, 0.08, 0.98, 3.0)


def read_out(chart: LossChart) -> str:
    return text(chart, "Values of the curves")


def best_epoch(chart: LossChart) -> tuple[float, float]:
    """Where the ring is that the legend calls the best epoch: a scatter of its own, not one of a curve's marks."""
    (ring,) = [item for item in plots(chart)[LOSS].items if isinstance(item, pg.ScatterPlotItem)]
    ((step,), (loss,)) = ring.getData()
    return step, loss


def that_every_batch_and_every_epoch_is_drawn(chart: LossChart) -> None:
    chart.add(run())
    chart.draw()
    steps, losses = points(curve(chart, EACH_BATCH))
    assert steps.tolist() == list(range(1, 1076)) and np.allclose(losses, 2.3 / np.arange(1, 1076))
    assert points(curve(chart, "validation"))[0].tolist() == [215, 430, 645, 860, 1075]
    accuracies = [set(points(curve(chart, name, ACCURACY))[1]) for name in ("validation", "train")]
    assert accuracies == [{98}, {97}]


def that_a_long_run_stays_quick_to_draw(chart: LossChart) -> None:
    chart.add(run(50_000))
    chart.draw()
    assert len(points(curve(chart, EACH_BATCH))[0]) <= MOST_POINTS + 1
    assert len(points(curve(chart, SMOOTHED))[0]) <= 1100


def that_infinite_losses_do_not_break_the_axis(chart: LossChart) -> None:
    chart.add([STARTED, *(BatchDone(s, 1, loss, 0.01, 1, 0) for s, loss in enumerate([2.0, 1e300, float("inf")]))])
    chart.draw()
    chart.grab()
    low, high = plots(chart)[LOSS].viewRange()[1]
    assert -1 < low < high < 10


def that_a_new_run_begins_a_new_picture(chart: LossChart) -> None:
    chart.add(run())
    chart.add(run(10))
    chart.draw()
    assert len(points(curve(chart, EACH_BATCH))[0]) == 10
    assert read_out(chart).startswith("step 10 ")


def that_log_scale_survives_a_loss_of_zero(chart: LossChart) -> None:
    chart.set_log_scale(True)
    chart.add([STARTED, BatchDone(1, 1, 1.0, 0.01, 1, 0), BatchDone(2, 1, 0.0, 0.01, 1, 0)])
    chart.draw()
    chart.grab()
    low, high = plots(chart)[LOSS].viewRange()[1]
    assert -6 < low < -4 and 0 <= high < 2


def that_the_newest_values_are_told_until_one_points_at_others(chart: LossChart, qtbot: QtBot) -> None:
    chart.add(run())
    chart.draw()
    assert read_out(chart).startswith("step 1,075 \u00b7 epoch 5.0 \u00b7 train 0.002")
    assert "validation 0.08" in read_out(chart) and "accuracy 98.00%" in read_out(chart)
    QTest.mouseMove(view(chart).viewport(), QPoint(200, 100))
    qtbot.waitUntil(lambda: not read_out(chart).startswith("step 1,075"), timeout=PATIENCE)
    step = float(read_out(chart).split()[1].replace(",", ""))
    assert 50 < step < 600


def that_arrow_keys_move_the_cross_hair(chart: LossChart) -> None:
    chart.add(run())
    chart.draw()
    chart.setFocus()
    for _ in range(5):
        QTest.keyClick(chart, Qt.Key.Key_Left)
    here = float(read_out(chart).split()[1].replace(",", ""))
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert float(read_out(chart).split()[1].replace(",", "")) > here
    before = plots(chart)[LOSS].viewRange()[0]
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    after = plots(chart)[LOSS].viewRange()[0]
    assert after[1] - after[0] < before[1] - before[0]


def that_curves_differ_in_more_than_colour(chart: LossChart) -> None:
    train, seen = (curve(chart, name, ACCURACY).opts for name in ("train", "validation"))
    assert train["pen"].style() != seen["pen"].style() and seen["symbol"] == "s"
    assert curve(chart, "validation").opts["symbol"] == "o" and curve(chart, SMOOTHED).opts["symbol"] is None


def that_both_schemes_colour_the_curves(chart: LossChart) -> None:
    for theme in (DARK, LIGHT):
        chart.set_theme(theme)
        assert curve(chart, SMOOTHED).opts["pen"].color().name() == theme.train
        assert ground(chart) == theme.panel


def that_its_keys_are_its_own_while_it_has_the_keyboard(window: MainWindow) -> None:
    """0 is also the window's key for "it was a 0"; on the chart it shows everything."""
    window.canvas.show_strokes(digits()[0][1])  # type: ignore[arg-type]
    window.pages.show_page(window.chart_page)
    window.chart.setFocus()
    QTest.keyClick(window.chart, Qt.Key.Key_0)
    assert window.canvas.drawing.strokes and window.teaching.digits == []


def that_the_epoch_that_validated_best_is_marked_on_both_axes(chart: LossChart) -> None:
    chart.add(
        [STARTED, *(EpochDone(n, 215 * n, 0.1, 0.97, loss, 0.98, 3.0) for n, loss in ((1, 0.2), (2, 0.1), (3, 0.3)))]
    )
    chart.draw()
    assert best_epoch(chart) == pytest.approx((430, 0.1))
    chart.set_log_scale(True)
    assert best_epoch(chart) == pytest.approx((430, -1))


def that_a_changed_learning_rate_is_marked_until_the_next_run(chart: LossChart) -> None:
    chart.add([*run(300), LearningRateChanged(300, 0.02)])
    assert {words: line.value() for words, line in lines_across(chart).items()} == {"0.02": 300.5}
    chart.set_theme(DARK)
    chart.add([STARTED])
    assert lines_across(chart) == {}


def that_a_resumed_run_goes_on_with_the_curve_of_its_past(chart: LossChart) -> None:
    chart.add(run(1075))
    chart.begin_anew()
    chart.add(run(300))
    chart.add([STARTED._replace(first_step=300), BatchDone(301, 2, 0.5, 0.01, 15_000, 0.02)])
    chart.draw()
    steps, losses = points(curve(chart, EACH_BATCH))
    assert len(steps) == 301 and (steps[-1], losses[-1]) == (301, 0.5)


@pytest.mark.parametrize("width", [700, 460, 360])
def that_no_value_of_the_read_out_is_cut(chart: LossChart, qtbot: QtBot, width: int) -> None:
    """Also beside both buttons of a chart that is zoomed."""
    chart.add(run())
    chart.draw()
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    chart.resize(width, 400)
    label = named(chart, "Values of the curves", QLabel)
    assert "accuracy 98.00%" in label.text()
    qtbot.waitUntil(lambda: whole(label), timeout=PATIENCE)


def whole(label: QLabel) -> bool:
    """Whether all of its text is in sight."""
    wrap = Qt.TextFlag.TextWordWrap if label.wordWrap() else Qt.TextFlag.TextSingleLine
    text = label.fontMetrics().boundingRect(QRect(0, 0, label.width(), 1_000), wrap, label.text())
    return text.width() <= label.width() and text.height() <= label.height()


def losses(first: int, last: int, loss: float) -> list[Event]:
    return [BatchDone(step, 1, loss, 0.01, 15_000, 0.02) for step in range(first, last)]


def box(chart: LossChart) -> QCheckBox:
    (found,) = chart.findChildren(QCheckBox)
    return found


def that_the_axis_becomes_logarithmic_once_the_curve_lies_flat_and_linear_in_a_new_run(chart: LossChart) -> None:
    chart.add([STARTED, *losses(1, 60, 2.3)])
    chart.draw()
    assert not chart.log_scale
    chart.add(losses(60, 700, 0.05))
    chart.draw()
    chart.grab()
    (_, last), (low, high) = plots(chart)[LOSS].viewRange()
    assert chart.log_scale and box(chart).isChecked() and low < -1 and high < 1, "decades"
    assert last > STARTED.steps, "how far the curve has come shows how much is left"
    chart.add([STARTED, *losses(1, 60, 2.3)])
    chart.draw()
    assert not chart.log_scale and not box(chart).isChecked()


def that_the_axis_that_a_person_has_chosen_stays(chart: LossChart) -> None:
    for clicks, log in ((2, False), (1, True)):
        for _ in range(clicks):
            QTest.mouseClick(box(chart), Qt.MouseButton.LeftButton, pos=QPoint(8, box(chart).height() // 2))
        for loss in (2.3, 0.05):
            chart.add([STARTED, *losses(1, 60, 2.3), *losses(60, 700, loss)])
            chart.draw()
            assert chart.log_scale == log


def that_what_somebody_has_zoomed_into_keeps_its_axis(chart: LossChart) -> None:
    chart.add([STARTED, *losses(1, 60, 2.3)])
    chart.draw()
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    chart.add(losses(60, 700, 0.05))
    chart.draw()
    assert not chart.log_scale
    QTest.keyClick(chart, Qt.Key.Key_0)
    chart.draw()
    assert chart.log_scale


def that_the_next_window_has_the_axis_that_was_chosen(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    for chosen, shown_next in ((None, None), (True, True), (False, False)):
        for window in opened(qtbot, tmp_path):
            if chosen is not None:
                window.chart.set_log_scale(chosen)
        for window in opened(qtbot, tmp_path):
            assert window.chart.chosen_log is shown_next and window.chart.log_scale == bool(shown_next)


@pytest.mark.parametrize("train", [(0.90, 0.905, 0.9, 0.91, 0.905), (0.5, 0.8, 0.9, 0.95, 0.96)])
def that_no_curve_runs_through_the_names_of_the_accuracies(chart: LossChart, train: tuple[float, ...]) -> None:
    chart.add([STARTED, *(EpochDone(n + 1, 215 * (n + 1), 0.1, one, 0.08, 0.98, 3.0) for n, one in enumerate(train))])
    chart.draw()
    view(chart).grab()
    plot = plots(chart)[ACCURACY]
    place, box = plot.legend.sceneBoundingRect(), plot.getViewBox()
    x, y = points(curve(chart, "train", ACCURACY))
    steps = np.linspace(x[0], x[-1], 1000)
    through = [box.mapViewToScene(QPointF(*point)) for point in zip(steps, np.interp(steps, x, y), strict=True)]
    assert box.sceneBoundingRect().contains(place) and not any(place.contains(point) for point in through)


def that_names_of_curves_have_a_ground_where_no_place_is_free(chart: LossChart) -> None:
    chart.set_theme(DARK)
    assert all(plot.legend.brush().color().name() == QColor(DARK.panel).name() for plot in plots(chart))


def that_the_words_of_the_axes_are_whole(chart: LossChart) -> None:
    for size in ((600, 400), (330, 500), (900, 340)):
        chart.resize(*size)
        view(chart).grab()
        room = view(chart).viewport().rect()
        for plot in plots(chart):
            box = plot.getViewBox().sceneBoundingRect()
            # A number beside the upper end of an axis stands half above it.
            assert box.top() >= QFontMetrics(type_font()).height() / 2 - 1
            for side in ("left", "bottom"):
                label = plot.getAxis(side).label
                if label.isVisible():
                    assert label.sceneBoundingRect().bottom() <= room.bottom()


@pytest.mark.parametrize("width", [330, 400, 600])
def that_the_curves_stay_where_they_are_whatever_is_read_above_them(chart: LossChart, qtbot: QtBot, width: int) -> None:
    chart.resize(width, 400)
    places = set()
    for events in ([], [STARTED], list(run(1)), list(run())):
        chart.add(events)
        chart.draw()
        for _ in range(10):
            qtbot.wait(1)
        places.add(view(chart).geometry().getRect())
    chart.show_all.show()
    for _ in range(10):
        qtbot.wait(1)
    assert len({*places, view(chart).geometry().getRect()}) == 1
