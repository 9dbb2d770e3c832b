"""The time slider and the map in the real window: with a run that was just trained, and with one that goes on."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.inside.timeline import view
from gui.inside.timeline.sentences import NONE_KEPT
from tests.support.gui.clipping import clipped
from tests.support.gui.eyes import text
from tests.support.gui.inside import go_to, wait_until_quiet
from tests.support.gui.window import PATIENCE, QUICK, begin, click, draw, stop, train


def words(window: MainWindow) -> str:
    return text(window.inside.timeline, "Where the slider is")


def that_the_page_goes_back_to_the_start_of_a_training_and_to_now(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, QUICK)
    draw(window, 3)
    go_to(window, window.inside.map)
    slider = window.inside.timeline.slider
    qtbot.waitUntil(slider.isVisible, timeout=PATIENCE)
    wait_until_quiet(window, qtbot)
    now, drawing = window.inside.map.plot.shown, window.inside.map.plot.own_place
    assert now and drawing is not None and words(window).startswith("Now")
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert words(window) == "Start: before the first step"
    wait_until_quiet(window, qtbot)
    start = window.inside.map.plot.shown
    assert start and start is not now and (start.points != now.points).any()
    assert window.networks.reader is window.networks.kept_reader, "the canvas is read by the network of now"
    go_to(window, window.inside.layers)
    network = window.inside.layers.networks[0]
    before = network.accessibleDescription()
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert words(window).startswith("Now") and network.accessibleDescription() != before


def that_a_training_can_be_gone_through_while_it_goes_on(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    draw(window, 3)
    go_to(window, window.inside.map)
    slider = window.inside.timeline.slider
    qtbot.waitUntil(lambda: slider.isVisible() and slider.maximum() >= 4, timeout=PATIENCE)
    assert slider.value() == slider.maximum()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    marks = slider.maximum()
    qtbot.waitUntil(lambda: slider.maximum() > marks, timeout=PATIENCE)
    assert slider.value() == 0 and window.session.running
    stop(window, qtbot)
    wait_until_quiet(window, qtbot)
    assert slider.value() == 0 and words(window) == "Start: before the first step"


def that_a_network_without_snapshots_says_so(knowing: MainWindow, qtbot: QtBot) -> None:
    go_to(knowing, knowing.inside.map)
    wait_until_quiet(knowing, qtbot)
    assert words(knowing) == NONE_KEPT and not knowing.inside.timeline.play.isVisible()


def that_a_digit_of_the_map_is_put_on_the_canvas_and_named(knowing: MainWindow, qtbot: QtBot) -> None:
    go_to(knowing, knowing.inside.map)
    wait_until_quiet(knowing, qtbot)
    plot = knowing.inside.map.plot
    QTest.keyClick(plot, Qt.Key.Key_Down)
    QTest.keyClick(plot, Qt.Key.Key_Return)
    assert knowing.canvas.drawing.picture is not None and plot.shown and plot.current is not None
    assert knowing.teach_row.told == f"an image labelled {plot.shown.labels[plot.current]}"
    own = plot.own_place
    assert own is not None and (own - plot.place_of(plot.current)).manhattanLength() < 3


def that_nothing_is_made_while_nobody_sees_it(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 3)
    wait_until_quiet(knowing, qtbot)
    assert knowing.inside.map.plot.shown is None and knowing.inside.timeline.words != NONE_KEPT
    go_to(knowing, knowing.inside.layers)
    wait_until_quiet(knowing, qtbot)
    assert knowing.inside.map.plot.shown is None


def that_play_goes_through_the_training_in_the_window(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "STEP_MILLISECONDS", 1)
    train(window, qtbot, QUICK)
    go_to(window, window.inside.layers)
    timeline = window.inside.timeline
    qtbot.waitUntil(timeline.play.isVisible, timeout=PATIENCE)
    click(timeline.play)
    assert timeline.playing
    qtbot.waitUntil(lambda: not timeline.playing, timeout=PATIENCE)
    assert words(window).startswith("Now")


def that_with_the_slider_below_them_no_view_is_cut_in_the_smallest_window(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, QUICK)
    draw(window, 3)
    inside = window.inside
    for page in (inside.layers, inside.reasons, inside.wishes, inside.map):
        go_to(window, page)
        qtbot.waitUntil(inside.timeline.slider.isVisible, timeout=PATIENCE)
        wait_until_quiet(window, qtbot)

        def is_whole() -> bool:
            # The screen of the tests is smaller than the window, which gets its size after some rounds.
            window.resize(960, 500)
            return (window.width(), window.height()) == (960, 500) and not clipped(window)

        qtbot.waitUntil(is_whole, timeout=PATIENCE)
        assert inside.timeline.slider.height() >= inside.timeline.slider.sizeHint().height()
        assert inside.timeline.geometry().bottom() <= inside.height()
