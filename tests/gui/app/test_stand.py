"""A stand at a fair clears up after each visitor, and shows itself when nobody is there; real events drive it."""

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.app.presenting import stand
from gui.canvas import digits
from tests.support.gui.window import LONG, PATIENCE, QUICK, draw, ended, stepping

SOON, NEVER = 60, 10_000_000
"""Milliseconds."""


def times(patch: pytest.MonkeyPatch, clear: int, show: int) -> None:
    patch.setattr(stand, "CLEAR_AFTER", clear)
    patch.setattr(stand, "SHOW_AFTER", show)
    patch.setattr(stand, "POINT", 1)
    patch.setattr(stand, "LOOK", 5)


def stand_up(window: MainWindow) -> None:
    window.commands["stand"].trigger()


def the_stand(window: MainWindow) -> stand.Stand:
    (found,) = window.findChildren(stand.Stand)
    return found


def waits(window: MainWindow) -> set[int]:
    """How long it waits, in milliseconds, for whatever it waits."""
    return {timer.interval() for timer in the_stand(window).findChildren(QTimer) if timer.isActive()}


def that_it_is_the_presentation_and_ends_with_it(knowing: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    times(monkeypatch, NEVER, NEVER)
    stand_up(knowing)
    assert knowing.isFullScreen() and knowing.canvas.isVisible() and not knowing.form.isVisible()
    assert "F11" in knowing.message.text and knowing.commands["present"].isChecked()
    QTest.keyClick(knowing, Qt.Key.Key_F11)
    assert not knowing.isFullScreen() and knowing.form.isVisible() and not knowing.commands["stand"].isChecked()
    assert knowing.message.text == ""
    stand_up(knowing)
    stand_up(knowing)
    assert not knowing.isFullScreen() and not knowing.commands["present"].isChecked()


def that_a_drawing_goes_for_good_when_its_visitor_has_gone(
    knowing: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    times(monkeypatch, SOON, NEVER)
    stand_up(knowing)
    draw(knowing, 3)
    assert knowing.prediction.answer
    QTest.keyClick(knowing, Qt.Key.Key_5, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: knowing.canvas.drawing.is_empty, timeout=PATIENCE)
    assert knowing.prediction.answer == "" and knowing.pages.page is knowing.chart_page
    assert not knowing.commands["undo"].isEnabled() and not knowing.commands["redo"].isEnabled()


@pytest.mark.parametrize("device", ["mouse", "keys"])
def that_nothing_goes_while_a_visitor_is_there(
    knowing: MainWindow, monkeypatch: pytest.MonkeyPatch, device: str
) -> None:
    times(monkeypatch, NEVER // 2, NEVER // 2)
    stand_up(knowing)
    draw(knowing, 3)
    assert waits(knowing) == {NEVER // 2}
    times(monkeypatch, NEVER, NEVER)
    if device == "mouse":
        QTest.mouseMove(knowing.windowHandle(), QPoint(20, 20))
        QTest.qWait(1)
    else:
        QTest.keyClick(knowing, Qt.Key.Key_A)
    assert waits(knowing) == {NEVER}, "both begin anew"


def that_what_a_visitor_trained_and_set_is_as_before_for_the_next_one(
    knowing: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = knowing
    times(monkeypatch, NEVER, NEVER)
    window.form.show_values(QUICK)
    run, settings = window.networks.run, window.form.values()
    stand_up(window)
    QTest.keyClick(window, Qt.Key.Key_F5)
    assert window.session.running
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    assert window.networks.run is not run, "while the visitor is there the new network reads"
    window.form.show_values({"epochs": 9})
    times(monkeypatch, SOON, NEVER)
    QTest.keyClick(window, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: window.networks.run is run, timeout=PATIENCE)
    assert window.form.values() == settings
    draw(window, 3)
    assert window.networks.reader is window.networks.kept_reader and window.prediction.answer == "1"


def that_a_run_that_goes_on_is_left_alone_and_one_that_waits_for_ever_is_stopped(
    knowing: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = knowing
    times(monkeypatch, NEVER, NEVER)
    run = window.networks.run
    stand_up(window)
    window.form.show_values(LONG)
    QTest.keyClick(window, Qt.Key.Key_F5)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    times(monkeypatch, SOON, 2 * SOON)
    QTest.keyClick(window, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: the_stand(window).demonstrating, timeout=PATIENCE)
    assert window.session.running
    QTest.keyClick(window, Qt.Key.Key_Space)
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.networks.run is run, timeout=PATIENCE)


def that_it_draws_digits_by_itself_until_a_person_comes(
    knowing: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    times(monkeypatch, SOON, SOON)
    stand_up(knowing)
    answers: set[str] = set()
    knowing.canvas.changed.connect(lambda _strokes: answers.add(knowing.prediction.answer))
    qtbot.waitUntil(lambda: {"0", "1", "2"} <= answers, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not knowing.canvas.drawing.is_empty, timeout=PATIENCE)
    times(monkeypatch, NEVER, NEVER)
    QTest.keyClick(knowing, Qt.Key.Key_A)
    assert knowing.canvas.drawing.is_empty and not the_stand(knowing).demonstrating


def that_the_press_that_ends_the_demonstration_draws(
    knowing: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    times(monkeypatch, NEVER, SOON)
    stand_up(knowing)
    qtbot.waitUntil(lambda: not knowing.canvas.drawing.is_empty, timeout=PATIENCE)
    times(monkeypatch, NEVER, NEVER)
    draw(knowing, 3)
    assert len(knowing.canvas.drawing.strokes) == 1 and knowing.prediction.answer == "1"


def that_the_digits_of_visitors_are_nobodys(knowing: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    times(monkeypatch, NEVER, NEVER)
    stand_up(knowing)
    draw(knowing, 3)
    QTest.keyClick(knowing, Qt.Key.Key_1)
    assert not knowing.teaching.digits and not knowing.canvas.drawing.is_empty
    stand_up(knowing)
    draw(knowing, 3)
    QTest.keyClick(knowing, Qt.Key.Key_1)
    assert len(knowing.teaching.digits) == 1


def that_closing_the_window_remembers_nothing_of_the_stand(
    knowing: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    times(monkeypatch, NEVER, NEVER)
    knowing.form.show_values({"epochs": 4})
    stand_up(knowing)
    knowing.form.show_values({"epochs": 9})
    knowing.close()
    assert knowing.form.values()["epochs"] == 4 and not knowing.isFullScreen()


def that_a_drawn_digit_of_the_demonstration_is_the_whole_digit(knowing: MainWindow) -> None:
    for _, strokes in digits()[:4]:
        knowing.canvas.begin_anew()
        for _ in knowing.canvas.draw_along(strokes):
            pass
        assert [len(stroke) > 1 for stroke in knowing.canvas.drawing.strokes] == [len(s) > 1 for s in strokes]
        assert knowing.canvas.drawing.strokes[-1][-1] == strokes[-1][-1]
