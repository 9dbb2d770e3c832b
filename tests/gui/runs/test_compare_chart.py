"""The curves of several real runs in one picture."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPen
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started, TimeSpent
from engine.training.start import train
from gui.runs.chart.compare_chart import EMPTY, CompareChart
from gui.runs.chart.curves import RunCurves
from gui.runs.chart.legend import RunLegend
from gui.runs.chart.lines import MOST, run_lines
from gui.theme.colours import DARK, LIGHT, Theme
from tests.support.gui.eyes import named, text
from tests.support.gui.plots import curves, ground, plots, points, view
from tests.support.gui.rows import legend_of
from tests.support.gui.window import PATIENCE, shown
from tests.support.settings import SIMPLE

ABOUT = "About the curves"


@pytest.fixture(scope="module")
def first(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    events = train(SIMPLE, splits=digits, runs=tmp_path_factory.mktemp("runs"))
    # Those come by the clock: nobody knows between which of the others.
    return [event for event in events if not isinstance(event, TimeSpent)]


@pytest.fixture(scope="module")
def second(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    """Half as many steps, and somebody changed the learning rate after the tenth."""
    settings = SIMPLE.model_copy(update={"batch_size": 128, "epochs": 2})
    events: list[Event] = list(train(settings, splits=digits, runs=tmp_path_factory.mktemp("runs")))
    place = next(n for n, event in enumerate(events) if isinstance(event, BatchDone) and event.step == 10)
    return [*events[: place + 1], LearningRateChanged(10, 0.001), *events[place + 1 :]]


@pytest.fixture
def chart(qtbot: QtBot) -> Iterator[CompareChart]:
    yield from shown(qtbot, CompareChart(), 600, 400)


def pens_of(chart: CompareChart) -> list[QPen]:
    """The pens of all curves; the stars have none."""
    return [item.opts["pen"] for item in curves(chart) if item.opts["pen"] is not None]


def show(chart: CompareChart, runs: Sequence[tuple[str, Sequence[Event]]], lines: Sequence[int] | None = None) -> None:
    """Histories as the window shows them: made into curves first, beside it."""
    chart.show_runs([(name, RunCurves(events)) for name, events in runs], lines)


def choose(chart: CompareChart, name: str, value: object) -> None:
    (box,) = [box for box in chart.findChildren(QComboBox) if box.accessibleName().startswith(name)]
    box.setCurrentIndex(box.findData(value))


def lines(chart: CompareChart) -> list[tuple[np.ndarray, np.ndarray]]:
    """Everything drawn with a pen, in order."""
    drawn = [item for item in curves(chart) if item.opts["pen"] is not None]
    return [points(item) for item in drawn]


def values(chart: CompareChart) -> list[str]:
    return [row.value for row in legend_of(chart)]


def epochs(events: list[Event]) -> list[EpochDone]:
    return [event for event in events if isinstance(event, EpochDone)]


def that_without_a_run_it_says_how_to_tick_one(chart: CompareChart, first: list[Event]) -> None:
    assert text(chart, ABOUT) == EMPTY and not view(chart).isVisible()
    show(chart, [("a", first)])
    assert view(chart).isVisible() and "validated best" in text(chart, ABOUT)
    show(chart, [])
    assert text(chart, ABOUT) == EMPTY and not view(chart).isVisible()


def that_every_batch_of_every_run_is_drawn(chart: CompareChart, first: list[Event], second: list[Event]) -> None:
    choose(chart, "How much", 1)
    show(chart, [("a", first), ("b", second)])
    for (x, y), events in zip(lines(chart), (first, second), strict=True):
        batches = [event for event in events if isinstance(event, BatchDone)]
        assert x.tolist() == [batch.step for batch in batches]
        assert np.allclose(y, [batch.loss for batch in batches])


@pytest.mark.parametrize("what", ["train", "validation", "both", "accuracy"])
def that_one_chooses_what_is_shown(chart: CompareChart, first: list[Event], what: str) -> None:
    show(chart, [("a", first)])
    choose(chart, "What the curves show", what)
    counts = {"train": [96], "validation": [3], "both": [96, 3], "accuracy": [3]}
    assert [len(x) for x, _ in lines(chart)] == counts[what]
    if what == "accuracy":
        assert np.allclose(lines(chart)[0][1], [100 * epoch.validation_accuracy for epoch in epochs(first)])


def that_runs_are_laid_over_steps_epochs_or_seconds(
    chart: CompareChart, first: list[Event], second: list[Event]
) -> None:
    show(chart, [("a", first), ("b", second)])
    assert [x[-1] for x, _ in lines(chart)] == [96, 32]
    choose(chart, "What the curves run", "epoch")
    assert [x[-1] for x, _ in lines(chart)] == pytest.approx([3, 2])
    choose(chart, "What the curves run", "seconds")
    ends = [epochs(events)[-1].seconds for events in (first, second)]
    assert [x[-1] for x, _ in lines(chart)] == pytest.approx(ends)
    x, _ = lines(chart)[0]
    assert x[31] == pytest.approx(epochs(first)[0].seconds), "the end of an epoch is where its clock says"
    assert x[15] == pytest.approx(epochs(first)[0].seconds / 2), "and between two of them time passes evenly"


def that_smoothing_leaves_no_zigzag_and_the_first_value(first: list[Event]) -> None:
    raw, smooth = (RunCurves(first).train("step", over).y for over in (1, 20))
    assert raw.tolist() == [event.loss for event in first if isinstance(event, BatchDone)]
    assert np.abs(np.diff(smooth)).sum() < np.abs(np.diff(raw)).sum() / 2
    assert smooth[0] == raw[0] and raw[-20:].min() < smooth[-1] < raw[-20:].max()


def that_many_steps_become_few_points_and_no_peak_is_lost() -> None:
    run = [BatchDone(step, 1, 5.0 if step == 40_001 else 1.0, 0.1, 1, 0) for step in range(1, 50_001)]
    few = RunCurves(run).train("step", 1).thinned(1000)
    assert len(few.x) <= 1002 and few.y.max() == 5 and few.x[-1] == 50_000
    assert all(before < after for before, after in pairwise(few.x))


def that_the_best_epoch_has_a_star_where_the_validation_loss_is_lowest(chart: CompareChart, first: list[Event]) -> None:
    lowest = min(epochs(first), key=lambda epoch: epoch.validation_loss)
    choose(chart, "What the curves show", "validation")
    show(chart, [("a", first)])
    (star,) = [item for item in curves(chart) if item.opts["symbol"] == "star"]
    (x,), (y,) = star.getOriginalDataset()
    assert (x, y) == (lowest.step, pytest.approx(lowest.validation_loss))
    assert values(chart) == [f"\u2605 {lowest.validation_loss:.4f}, epoch {lowest.epoch}"]


def that_a_changed_learning_rate_is_marked(chart: CompareChart, second: list[Event]) -> None:
    show(chart, [("b", second)])
    marks = [item for item in plots(chart)[0].items if getattr(item, "span", (0, 1)) != (0, 1)]
    assert [mark.value() for mark in marks] == [10]
    assert "learning rate changed" in text(chart, ABOUT)


def that_every_run_has_a_colour_and_a_line_style_of_its_own(chart: CompareChart, first: list[Event]) -> None:
    show(chart, [(str(n), first) for n in range(MOST)])
    pens = pens_of(chart)
    assert len({pen.color().name() for pen in pens}) == MOST
    assert len({(pen.style(), tuple(pen.dashPattern())) for pen in pens}) == MOST
    show(chart, [("last", first)], [MOST - 1])
    assert pens_of(chart) == pens[-1:], "a run keeps its line when others go"


def that_a_scheme_changed_while_the_chart_is_hidden_is_drawn_when_it_is_shown(
    chart: CompareChart, first: list[Event]
) -> None:
    show(chart, [("first", first)])
    chart.hide()
    chart.set_theme(DARK)
    chart.show()
    colours = {item.opts["pen"].color().name() for item in curves(chart) if item.opts["pen"] is not None}
    assert colours == {run_lines(DARK)[0].colour}
    assert run_lines(DARK)[0].colour != run_lines(LIGHT)[0].colour


@pytest.mark.parametrize("what", ["train", "both", "accuracy"])
def that_another_scheme_colours_the_curves_that_are_there(
    chart: CompareChart, first: list[Event], second: list[Event], what: str
) -> None:
    """Drawing six runs anew would block the window."""
    choose(chart, "What the curves show", what)
    show(chart, [("first", first), ("second", second)])
    before = curves(chart)
    widths = [pen.widthF() for pen in pens_of(chart)]
    chart.set_theme(DARK)
    assert curves(chart) == before and [pen.widthF() for pen in pens_of(chart)] == widths
    assert {pen.color().name() for pen in pens_of(chart)} == {line.colour for line in run_lines(DARK)[:2]}
    marks = [item.scatter.opts["brush"].color().name() for item in curves(chart) if item.opts["symbol"] == "o"]
    assert marks == [line.colour for line in run_lines(DARK)[: len(marks)]]
    assert len(marks) == (0 if what == "train" else 2)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_each_colour_stands_out_from_the_panel(theme: Theme) -> None:
    for line in run_lines(theme):
        dark, light = sorted((luminance(line.colour), luminance(theme.panel)))
        assert (light + 0.05) / (dark + 0.05) >= 3, line


def luminance(colour: str) -> float:
    """Relative, as the Web Content Accessibility Guidelines 2.1 define it."""
    shares = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    parts = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def point_at(chart: CompareChart, x: float) -> None:
    """Move the mouse to this place of the axis below."""
    (plot,) = plots(chart)
    at = plot.getViewBox().mapViewToScene(QPointF(x, 0.5))
    QTest.mouseMove(view(chart).viewport(), QPoint(round(at.x()), round(plot.sceneBoundingRect().center().y())))


def that_the_mouse_reads_all_curves_at_once(
    chart: CompareChart, qtbot: QtBot, first: list[Event], second: list[Event]
) -> None:
    choose(chart, "What the curves show", "validation")
    show(chart, [("a", first), ("b", second)])
    chart.grab()
    point_at(chart, 33)
    qtbot.waitUntil(lambda: text(chart, ABOUT).startswith("At step 3"), timeout=PATIENCE)
    assert values(chart) == [f"{epochs(events)[n].validation_loss:.4f}" for events, n in ((first, 0), (second, 1))]
    QApplication.sendEvent(chart, QEvent(QEvent.Type.Leave))
    assert "\u2605" in values(chart)[0]


def that_a_run_that_has_ended_earlier_has_no_value_there(
    chart: CompareChart, qtbot: QtBot, first: list[Event], second: list[Event]
) -> None:
    show(chart, [("a", first), ("b", second)])
    chart.grab()
    point_at(chart, 90)
    qtbot.waitUntil(lambda: text(chart, ABOUT).startswith("At step"), timeout=PATIENCE)
    assert values(chart)[0] != "\u2013" and values(chart)[1] == "\u2013"


def that_keys_read_and_zoom_and_are_not_the_windows(chart: CompareChart, first: list[Event]) -> None:
    show(chart, [("a", first)])
    chart.setFocus()
    QTest.keyClick(chart, Qt.Key.Key_Right)
    here = text(chart, ABOUT)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert here.startswith("At step ") and text(chart, ABOUT) != here
    low, high = plots(chart)[0].viewRange()[0]
    QTest.keyClick(chart, Qt.Key.Key_Plus)
    closer = plots(chart)[0].viewRange()[0]
    assert closer[1] - closer[0] < high - low
    QTest.keyClick(chart, Qt.Key.Key_0)
    assert plots(chart)[0].getViewBox().autoRangeEnabled()[0]
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_0, Qt.KeyboardModifier.NoModifier, "0")
    asked.ignore()
    QApplication.sendEvent(chart, asked)
    assert asked.isAccepted()


def that_a_log_scale_is_for_losses_only(chart: CompareChart, first: list[Event], qtbot: QtBot) -> None:
    show(chart, [("a", first)])
    log_scale = named(chart, "Logarithmic scale", QCheckBox)
    log_scale.setChecked(True)
    chart.grab()
    low, high = plots(chart)[0].viewRange()[1]
    assert -3 < low < high < 1
    choose(chart, "What the curves show", "accuracy")
    chart.grab()
    assert not log_scale.isEnabled() and plots(chart)[0].viewRange()[1][1] > 20


def that_a_resumed_run_goes_on_where_it_was_kept(first: list[Event]) -> None:
    started = next(event for event in first if isinstance(event, Started))
    batches = [event for event in first if isinstance(event, BatchDone)]
    again: list[Event] = [started, *batches[:50], started._replace(first_step=40), *batches[40:]]
    assert RunCurves(again).train("step", 1).x.tolist() == list(range(1, 97))


def that_a_run_that_has_just_begun_and_losses_that_are_no_numbers_are_no_trouble(
    chart: CompareChart, first: list[Event]
) -> None:
    # Without the changes of threads, of which a busy computer has more than an idle one.
    begun = [event for event in first if isinstance(event, Started | BatchDone)][:5]
    wild = [*begun, BatchDone(5, 1, float("inf"), 0.1, 1, 0), BatchDone(6, 1, float("nan"), 0.1, 1, 0)]
    show(chart, [("empty", []), ("begun", first[:1]), ("wild", wild)])
    for over in ("epoch", "seconds", "step"):
        choose(chart, "What the curves run", over)
    assert values(chart)[:2] == ["\u2013", "\u2013"] and len(lines(chart)[2][0]) == 4


def that_a_run_that_has_grown_is_drawn_anew(chart: CompareChart, first: list[Event]) -> None:
    growing = list(first[:10])
    show(chart, [("a", growing)])
    before = len(lines(chart)[0][0])
    growing.extend(first[10:20])
    show(chart, [("a", growing)])
    assert len(lines(chart)[0][0]) == before + 10


def that_both_schemes_colour_it(chart: CompareChart, first: list[Event], tmp_path: Path) -> None:
    show(chart, [("a", first)])
    for theme in (DARK, LIGHT):
        chart.set_theme(theme)
        assert [pen.color().name() for pen in pens_of(chart)] == [run_lines(theme)[0].colour]
        assert ground(chart) == theme.panel


def that_a_long_name_is_wrapped_and_not_cut(chart: CompareChart, first: list[Event]) -> None:
    show(chart, [("short", first)])
    (legend,) = chart.findChildren(RunLegend)
    one_line = legend.height()
    long = "Thorough, SimpleNN, 3 epochs, rate 0.05, SGD, batches of 256, no augmentation, seed 7"
    show(chart, [(long, first)])
    assert legend.height() >= 2 * one_line - 2
    chart.resize(1800, 400)
    QApplication.processEvents()
    assert legend.height() == one_line, "it has room"
