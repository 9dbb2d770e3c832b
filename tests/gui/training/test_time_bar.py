"""The bar shows where a batch's time goes, in the training thread and in the workers, and says all of it in words."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.events import BatchDone, Event, Started, TimeSpent
from gui.app.main_window import MainWindow
from gui.theme.colours import DARK, LIGHT, Theme
from gui.training.chart.time_bar import TimeBar, part_colour
from gui.training.chart.time_parts import beside_training, in_training
from tests.support.gui.eyes import colours as seen
from tests.support.gui.window import PATIENCE, shown

STARTED = Started("simple", "", 1, "cpu", 1, "as set", 0, 1, 64, 100, 6400, 0, 0, 10, 10)
STEP = BatchDone(5, 1, 0.5, 0.01, 20_480.0, 0.1)
ALONE = TimeSpent(5, 0.001, 0.003, 0.0, 0.002, 0.003, 0.001)
HELPED = TimeSpent(5, 0.0, 0.0, 0.006, 0.001, 0.002, 0.001, 0.003, 0.012)
WITH_WORKERS: list[Event] = [STARTED._replace(num_workers=2), STEP, HELPED]


@pytest.fixture
def bar(qtbot: QtBot) -> Iterator[TimeBar]:
    for bar in shown(qtbot, TimeBar(), 400, 40):
        bar.hide()
        yield bar


def names(bar: TimeBar, *, beside: bool = False) -> list[str]:
    return [part.name for part in bar.parts(beside=beside)]


def that_it_is_hidden_until_there_is_something_to_tell_and_in_a_new_run(bar: TimeBar) -> None:
    bar.show_events([STARTED, STEP])
    assert not bar.isVisible()
    bar.show_events([ALONE])
    assert bar.isVisible() and "Where a batch's 10.0 ms go, 6,400 images/s" in bar.accessibleDescription()
    bar.clear()
    assert not bar.isVisible() and bar.accessibleDescription() == "" and bar.toolTip() == ""
    bar.show_events(WITH_WORKERS)
    bar.show_events([STARTED])
    assert not bar.isVisible() and names(bar, beside=True) == []


def that_its_words_say_everything(bar: TimeBar) -> None:
    bar.show_events(WITH_WORKERS)
    described, tip = bar.accessibleDescription(), bar.toolTip()
    for words in (
        "wait: 60%, 6.0 ms",
        "forward: 10%",
        "backward: 20%",
        "update: 10%",
        "beside training, transform: 60%, 12.0",
    ):
        assert words in described
    assert "Meanwhile in 2 loader workers:" in tip and "the gradients" in tip and "idle: 25%" in tip


def that_parts_stand_in_one_order_and_fill_the_bar() -> None:
    parts = in_training(ALONE)
    assert [part.name for part in parts] == ["fetch", "transform", "forward", "backward", "update"]
    for every in (parts, in_training(HELPED), beside_training(HELPED, 2), beside_training(HELPED, 1)):
        assert sum(part.share for part in every) == pytest.approx(1) and min(part.share for part in every) > 0
    # One worker takes 15 ms for a batch that the training thread wants every 10 ms; two have time left.
    assert [part.name for part in beside_training(HELPED, 1)] == ["fetch", "transform"]
    assert beside_training(HELPED, 2)[-1].name == "idle" and beside_training(ALONE, 0) == []


def rows_of(bar: TimeBar) -> list[int]:
    """The rows of pixels in which the one bar lies."""
    return [y for y in range(bar.height()) if bar.part_at(QPointF(bar.width() / 2, y))]


def alike(one: QColor, other: QColor) -> bool:
    """Whether no eye tells the colours apart. The edge of the frame is mixed with what lies under it."""
    return all(abs(a - b) <= 4 for a, b in zip(one.getRgb(), other.getRgb(), strict=True))  # type: ignore[call-overload]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def that_lengths_are_shares_of_the_time(bar: TimeBar, theme: Theme) -> None:
    bar.set_theme(theme)
    bar.show_events([STARTED, STEP, ALONE])
    picture = bar.grab().toImage()
    # Below the words in the parts, and above the frame of the focus.
    line = round((rows_of(bar)[-1] - 2) * picture.devicePixelRatio())
    colours = [picture.pixelColor(x, line) for x in range(picture.width())]
    for name, share in (("fetch", 0.1), ("transform", 0.3), ("forward", 0.2), ("backward", 0.3), ("update", 0.1)):
        drawn = sum(alike(colour, part_colour(name, theme)) for colour in colours) / len(colours)
        assert drawn == pytest.approx(share, abs=0.02)


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def that_it_is_pale_until_somebody_points_at_a_part(bar: TimeBar, theme: Theme) -> None:
    bar.set_theme(theme)
    bar.show_events([STARTED, STEP, ALONE])

    def whole(name: str) -> bool:
        return any(alike(QColor(colour), QColor(getattr(theme, name))) for colour in seen(bar))

    assert not any(map(whole, names(bar)))
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert [name for name in names(bar) if whole(name)] == ["fetch"]


def that_arrow_keys_read_one_part_after_the_other(bar: TimeBar) -> None:
    bar.show_events(WITH_WORKERS)
    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert bar.words == "wait: 60%, 6.0 ms: the batch is still being made elsewhere, or sent here"
    assert bar.accessibleDescription().startswith("wait: 60%, 6.0 ms. ")
    QTest.keyClick(bar, Qt.Key.Key_Right)
    assert bar.words.startswith("forward: 10%")
    # The next moment's figures of the same part.
    bar.show_events([HELPED._replace(wait=0.016)])
    assert bar.words.startswith("forward: 5%")
    QTest.keyClick(bar, Qt.Key.Key_End)
    assert bar.words.startswith("beside training, idle")
    QTest.keyClick(bar, Qt.Key.Key_Left)
    assert bar.words.startswith("beside training, transform")
    QTest.keyClick(bar, Qt.Key.Key_Home)
    assert bar.words.startswith("wait")


def that_the_mouse_reads_the_part_it_points_at(bar: TimeBar) -> None:
    bar.show_events([STARTED, STEP, ALONE])
    QTest.mouseMove(bar, QPoint(bar.width() // 4, rows_of(bar)[len(rows_of(bar)) // 2]))
    assert bar.words.startswith("transform: 30%, 3.0 ms: varying")


def that_it_is_thin_and_fits_narrow_windows(bar: TimeBar) -> None:
    bar.show_events([STARTED, STEP, ALONE])
    assert bar.sizeHint().height() <= 2.7 * bar.fontMetrics().height()
    bar.show_events(WITH_WORKERS)
    assert bar.minimumSizeHint().width() <= 300 and bar.sizeHint().height() <= 4 * bar.fontMetrics().height()


def that_a_run_in_the_window_shows_it_and_leaves_it(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values({"model": "simple", "batch_size": 512, "epochs": 1, "augmentation": "none", "threads": 1})
    window.form.show_values({"outliers": "none", "my_digits": "none"})
    window.player.main.click()
    qtbot.waitUntil(lambda: window.time_bar.isVisible(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)
    assert window.time_bar.isVisible() and names(window.time_bar)[-3:] == ["forward", "backward", "update"]
    assert names(window.time_bar, beside=True) == []
    window.player.main.click()
    assert not window.time_bar.isVisible()
    window.controllers.training.stop()
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)


def that_the_line_over_the_bar_does_not_touch_the_names_beside_it(bar: TimeBar) -> None:
    bar.show_events([STARTED, TimeSpent(5, 0.0001, 0.0001, 0.0, 0.004, 0.0057, 0.0001)])
    line = bar.fontMetrics().height() // 2
    for width in range(300, 700, 4):
        bar.resize(width, bar.height())
        head = bar.grab().toImage()
        rows = range(line - 4, line + 4)
        row = [head.pixelColor(x, line) for x in range(width)]
        square = row.index(part_colour("fetch", LIGHT))
        empty = head.pixelColor(square - 2, 0)
        assert all(head.pixelColor(x, y) == empty for x in range(square - 8, square - 1) for y in rows), width
