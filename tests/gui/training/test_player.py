"""The run like a player: from buttons and keys, held, stepped, steered, begun again, thrown away and resumed."""

import math
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.events import LearningRateChanged
from engine.runs.history import read_history
from engine.runs.listing import list_runs
from engine.settings.fields import FIELDS
from gui.app.main_window import MainWindow
from gui.background.training_session import DRAINS_A_SNAPSHOT
from gui.training.player import SMALL, Player
from gui.training.settings_form import AT_ONCE
from tests.support.gui.eyes import button, number_field, texts
from tests.support.gui.plots import lines_across
from tests.support.gui.window import (
    LEARNT_FROM,
    LONG,
    PATIENCE,
    QUICK,
    begin,
    click,
    doing,
    draw,
    ended,
    probabilities,
    raw_steps,
    shown,
    stepping,
    stop,
)
from tests.support.runs.events import losses

Key = Qt.Key
EPOCH = math.ceil(LEARNT_FROM / 64)
"""Steps of an epoch with the batches of LONG."""


def paused(window: MainWindow) -> Callable[[], bool]:
    return lambda: window.player.state == "paused"


def step_shown(window: MainWindow) -> int:
    return int(doing(window).rsplit(" ", 1)[1].replace(",", ""))


def that_every_button_asks_for_what_it_says(qtbot: QtBot) -> None:
    player = Player()
    qtbot.addWidget(player)
    asked: list[str] = []
    player.asked.connect(asked.append)
    click(player.main)
    player.show_state("running")
    click(player.main)
    player.show_state("paused")
    click(player.main)
    for name in SMALL:
        click(player.small[name])
    QTest.mouseClick(player.small["step"], Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier)
    assert asked == ["train", "pause", "continue", "step", "stop", "restart", "discard", "epoch"]


def that_a_double_click_is_one_click_for_the_large_button_and_two_steps_for_step(qtbot: QtBot) -> None:
    player = Player()
    asked: list[str] = []

    def begin(what: str) -> None:
        asked.append(what)
        player.show_state("running")

    player.asked.connect(begin)
    for _ in shown(qtbot, player, 260, 90):
        for pressed in (player.main, player.small["step"]):
            place = pressed.mapTo(player, pressed.rect().center())
            QTest.mouseDClick(player.windowHandle(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == ["train", "step", "step"]


def that_only_what_is_possible_can_be_clicked(qtbot: QtBot) -> None:
    player = Player()
    qtbot.addWidget(player)
    enabled = {name: button.isEnabled() for name, button in player.small.items()}
    assert enabled == {"step": True, "stop": False, "restart": False, "discard": False}
    player.show_state("stopping")
    assert not any(button.isEnabled() for button in (player.main, *player.small.values()))
    player.show_state("running")
    player.show_state("ready")
    assert player.small["restart"].isEnabled(), "there is something to begin again"
    player.allow(False)
    assert not player.main.isEnabled() and not player.small["step"].isEnabled()
    player.need("")
    assert not player.main.isEnabled(), "a setting that changes meanwhile allows nothing"
    player.allow(True)
    assert player.main.isEnabled() and player.small["step"].isEnabled()


def that_the_large_button_gets_the_keyboard_back_when_a_run_has_ended(qtbot: QtBot) -> None:
    for player in shown(qtbot, Player(), 260, 90):
        player.setFocus()
        qtbot.waitUntil(player.main.hasFocus, timeout=PATIENCE)
        player.show_state("running")
        player.show_state("measuring")
        assert not player.main.hasFocus()
        player.show_state("ready")
        assert player.main.hasFocus()


def that_a_run_is_held_stepped_and_let_go_on_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Key.Key_Space)
    assert window.player.main.text().startswith("Pausing") and "Pausing" in doing(window)
    qtbot.waitUntil(paused(window), timeout=PATIENCE)
    assert window.player.main.text() == "Continue"
    before = step_shown(window)
    window.player.main.setFocus()
    QTest.keyClick(window.player.main, Key.Key_Right)
    qtbot.waitUntil(lambda: paused(window)() and step_shown(window) == before + 1, timeout=PATIENCE)
    assert window.player.main.hasFocus(), "Right is a step there, and moves nothing"
    QTest.keyClick(window.player.main, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: paused(window)() and step_shown(window) % EPOCH == 0, timeout=PATIENCE)
    QTest.keyClick(window.player.main, Key.Key_Space)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    QTest.keyClick(window.player.main, Key.Key_Escape)
    assert window.player.main.text().startswith("Stopping")
    qtbot.waitUntil(ended(window), timeout=PATIENCE)


def that_a_drawing_is_read_during_a_pause_by_the_network_of_the_moment(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    click(window.player.main)
    qtbot.waitUntil(paused(window), timeout=PATIENCE)
    looks = window.session._drains
    qtbot.waitUntil(lambda: window.session._drains >= looks + DRAINS_A_SNAPSHOT, timeout=PATIENCE)
    draw(window, 2)
    held = probabilities(window)
    assert held
    click(window.player.small["step"])
    qtbot.waitUntil(lambda: probabilities(window) != held, timeout=PATIENCE)
    stop(window, qtbot)


def that_step_begins_a_run_that_waits_after_its_first_batch(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    click(window.player.small["step"])
    qtbot.waitUntil(paused(window), timeout=PATIENCE)
    assert step_shown(window) == 1
    click(window.player.small["discard"])
    qtbot.waitUntil(ended(window), timeout=PATIENCE)


def that_keys_stay_with_what_needs_them(window: MainWindow) -> None:
    """With Ctrl, Right moves the pen on the canvas; it moves the cursor in a field."""
    window.canvas.setFocus()
    control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window.canvas, Key.Key_Right, control | shift)
    assert len(window.canvas.drawing.strokes) == 1 and not window.session.running
    field = number_field(window.form, "epochs")
    field.setFocus()
    QTest.keyClick(field, Key.Key_Right)
    assert not window.session.running


def that_a_new_learning_rate_counts_at_once_and_is_marked(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    window.form.show_values({"learning_rate": 0.0004})
    assert AT_ONCE in texts(window.form)
    qtbot.waitUntil(lambda: len(lines_across(window.chart)) == 1, timeout=PATIENCE)
    assert "learning rate 0.0004 from step" in window.log_panel.text
    stop(window, qtbot)
    assert window.controllers.training.folder
    history = read_history(window.controllers.training.folder)
    assert [event.learning_rate for event in history if isinstance(event, LearningRateChanged)] == [0.0004]


def that_other_settings_leave_a_resumed_runs_learning_rate_alone(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    stop(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    window.form.show_values({"learning_rate": 0.5})
    done = len(losses(read_history(folder)))
    window.controllers.training.resume(folder)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    window.form.show_values({"epochs": 12})
    assert window.chart.newest_step >= done and raw_steps(window) >= min(done, 1000)
    stop(window, qtbot)
    assert len(losses(read_history(folder))) > done
    assert not [event for event in read_history(folder) if isinstance(event, LearningRateChanged)]
    assert "Resumed after step" in window.log_panel.text


def that_a_restart_begins_with_the_same_weights_and_keeps_the_run_before(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values({**LONG, "seed": 5, "threads": 1})
    click(window.player.main)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    first = window.controllers.training.folder
    window.form.show_values({"seed": 9})
    click(window.player.small["restart"])
    qtbot.waitUntil(
        lambda: window.session.running and window.controllers.training.folder != first and stepping(window)(),
        timeout=PATIENCE,
    )
    second = window.controllers.training.folder
    stop(window, qtbot)
    assert first and second and first.exists()
    shared = min(len(losses(read_history(first))), len(losses(read_history(second))))
    assert shared > 0 and losses(read_history(second))[:shared] == losses(read_history(first))[:shared]
    assert window.form.values()["seed"] == 5


def that_a_discarded_run_is_gone_its_network_too_and_can_be_brought_back(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(QUICK)
    click(window.player.main)
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    good, before = window.networks.run, len(list_runs())
    begin(window, qtbot)
    click(window.player.small["discard"])
    assert "Discarding" in doing(window)
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    assert window.networks.run is good and len(list_runs()) == before
    assert window.message.text == "The run was thrown away."
    click(button(window.message, "Bring it back"))
    assert len(list_runs()) == before + 1 and "can resume it" in window.message.text


def that_escape_hides_a_message_before_it_stops_anything(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    window.say("Something to read.")
    QTest.keyClick(window.canvas, Key.Key_Escape)
    assert window.message.text == "" and window.player.main.text() == "Pause"
    QTest.keyClick(window.canvas, Key.Key_Escape)
    assert window.player.main.text().startswith("Stopping")
    qtbot.waitUntil(ended(window), timeout=PATIENCE)


def that_a_learning_rate_far_too_high_gets_a_note_that_names_the_knob(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values({**LONG, "learning_rate": 10, "optimizer": "momentum", "schedule": "constant"})
    click(window.player.main)
    qtbot.waitUntil(lambda: window.note.text != "" or not window.session.running, timeout=PATIENCE)
    assert "Learning rate" in window.note.text or "learning rate" in window.message.text
    window.controllers.training.stop()
    qtbot.waitUntil(ended(window), timeout=PATIENCE)


def that_discarding_a_resumed_run_throws_away_only_what_came_since(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    stop(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    before = losses(read_history(folder))
    window.controllers.training.resume(folder)
    qtbot.waitUntil(lambda: window.chart.newest_step > len(before) + 50, timeout=PATIENCE)
    click(window.player.small["discard"])
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    assert losses(read_history(folder)) == before and "as it was before" in window.message.text
    row = next(row for row in list_runs() if row.folder == folder)
    assert (row.state, row.steps, row.can_resume) == ("stopped", len(before), True)
    window.controllers.training.resume(folder)
    qtbot.waitUntil(lambda: window.chart.newest_step > len(before) + 5, timeout=PATIENCE)
    stop(window, qtbot)


def that_a_message_moves_nothing_that_somebody_may_be_about_to_click(window: MainWindow) -> None:
    before = window.pages.geometry(), window.chart.mapToGlobal(window.chart.rect().topLeft())
    window.say("A sentence that is so long that it needs two lines of a window as narrow as this one is. " * 2)
    QApplication.processEvents()
    assert window.message.isVisible() and window.message.height() > 20
    assert (window.pages.geometry(), window.chart.mapToGlobal(window.chart.rect().topLeft())) == before


def that_space_in_a_number_field_holds_the_run_and_changes_no_number(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    field = number_field(window.form, "learning_rate")
    field.setFocus()
    QTest.keyClick(field, Key.Key_Space)
    qtbot.waitUntil(paused(window), timeout=PATIENCE)
    assert window.form.values()["learning_rate"] == LONG["learning_rate"]
    stop(window, qtbot)


def that_a_step_by_epoch_that_cannot_begin_is_asked_for_once(window: MainWindow) -> None:
    """It called itself until Python gave up, in the middle of whatever of Qt's was on the stack, and that ended it."""
    window.form.show_values({"data": "fashion"})
    box = number_field(window.form, "epochs")
    box.setFocus()
    QTest.keyClicks(box, "12 apples")
    QTest.keyClick(window.player.main, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert not window.session.running and "apples" in window.form.problem.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    QTest.keyClick(window.player.main, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert not window.session.running and "Fashion-MNIST" in window.message.text
    QTest.mouseClick(window.canvas, Qt.MouseButton.LeftButton)
    assert window.form.values()["epochs"] == FIELDS["epochs"].default


def that_a_button_that_cannot_be_pressed_any_more_gives_the_keyboard_to_the_large_one(
    window: MainWindow, qtbot: QtBot
) -> None:
    window.activateWindow()
    begin(window, qtbot)
    window.player.small["stop"].setFocus()
    stop(window, qtbot)
    qtbot.waitUntil(lambda: window.player.main.hasFocus(), timeout=PATIENCE)
