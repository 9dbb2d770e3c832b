"""A resumed run shows its own settings in the form; what a person had typed comes back when it ends."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.events import LearningRateChanged
from engine.runs.history import read_history
from gui.app.main_window import MainWindow
from gui.training.settings_form import OF_RESUMED
from tests.support.gui.eyes import number_field, texts
from tests.support.gui.window import PATIENCE, begin, click, ended, opened, stepping, stop


def type_number(window: MainWindow, setting: str, number: str) -> None:
    field = number_field(window.form, setting)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(field, number)
    QTest.keyClick(field, Qt.Key.Key_Return)


def resume(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    """As a person does on page Runs."""
    window.commands["runs"].trigger()
    entry = window.runs_panel.menu.entries["resume"]
    qtbot.waitUntil(lambda: window.runs_panel.table.select(folder) and entry.isEnabled(), timeout=PATIENCE)
    entry.trigger()
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)


def that_a_resumed_run_shows_its_settings_and_the_typed_ones_come_back(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    of_run = window.form.values()
    stop(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    type_number(window, "epochs", "7")
    type_number(window, "learning_rate", "0.02")
    typed = window.form.values()
    assert OF_RESUMED not in texts(window.form)
    resume(window, qtbot, folder)
    assert window.form.values() == of_run != typed and OF_RESUMED in texts(window.form)
    stop(window, qtbot)
    assert window.form.values() == typed and OF_RESUMED not in texts(window.form)
    history = read_history(folder)
    assert not [event for event in history if isinstance(event, LearningRateChanged)], "nobody asked for another one"


def that_restarting_a_resumed_run_takes_what_was_typed(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    stop(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    type_number(window, "epochs", "7")
    resume(window, qtbot, folder)
    click(window.player.small["restart"])
    qtbot.waitUntil(lambda: window.controllers.training.folder not in (None, folder), timeout=PATIENCE)
    assert window.form.values()["epochs"] == 7
    stop(window, qtbot)


def that_a_resumed_run_shows_the_learning_rate_to_which_it_was_changed(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    type_number(window, "learning_rate", "0.0004")
    qtbot.waitUntil(lambda: "0.0004" in str(rates(window)), timeout=PATIENCE)
    stop(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    type_number(window, "learning_rate", "0.02")
    resume(window, qtbot, folder)
    assert window.form.values()["learning_rate"] == 0.0004 and OF_RESUMED in texts(window.form)
    type_number(window, "learning_rate", "0.0003")
    qtbot.waitUntil(lambda: rates(window) == [0.0004, 0.0003], timeout=PATIENCE)
    stop(window, qtbot)
    assert window.form.values()["learning_rate"] == 0.0003


def that_a_setting_changed_during_a_resumed_run_stays(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    stop(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    type_number(window, "epochs", "7")
    resume(window, qtbot, folder)
    type_number(window, "epochs", "9")
    stop(window, qtbot)
    assert window.form.values()["epochs"] == 9 and ended(window)()


def that_closing_during_a_resumed_run_keeps_what_was_typed(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    for window in opened(qtbot, tmp_path):
        begin(window, qtbot)
        stop(window, qtbot)
        folder = window.controllers.training.folder
        assert folder
        type_number(window, "epochs", "7")
        resume(window, qtbot, folder)
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
        qtbot.waitUntil(window.isHidden, timeout=PATIENCE)
    for window in opened(qtbot, tmp_path):
        assert window.form.values()["epochs"] == 7


def rates(window: MainWindow) -> list[float]:
    """To which the learning rate of the present run was changed, as its history has it."""
    folder = window.controllers.training.folder
    assert folder
    return [event.learning_rate for event in read_history(folder) if isinstance(event, LearningRateChanged)]
