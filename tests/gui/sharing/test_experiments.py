"""Experiments in the window: copied from a run or the form, taken into the form, and compared at the end."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.runs.listing import list_runs
from engine.settings import checked
from engine.sharing.experiment_text import experiment_in
from gui.app.main_window import MainWindow
from tests.support.gui.window import PATIENCE, QUICK, begin, click, offer, stop, train

ONCE = {**QUICK, "threads": 1, "seed": 5, "batch_size": 500}


def copied(window: MainWindow, qtbot: QtBot, command: str) -> str:
    """The text that is on the clipboard after a command of a menu."""
    board = QGuiApplication.clipboard()
    board.clear()
    if command in window.commands:
        window.commands[command].trigger()
    else:
        window.runs_panel.menu.trigger(command)()
    qtbot.waitUntil(lambda: board.text() != "", timeout=PATIENCE)
    return board.text()


def that_a_copied_run_is_repeated_with_its_losses_to_the_last_bit(
    window: MainWindow, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "inkling")
    train(window, qtbot, ONCE)
    text = copied(window, qtbot, "copy experiment")
    assert "steps=24; digest=" in text and "threads=1; cpu=" in text
    window.form.show_defaults()
    window.controllers.experiments.take(text)
    (notice,) = [told for told in window.message.every if "those of the experiment now" in told]
    assert (
        "Click Train to repeat it. Its losses will be equal to the last bit" in notice
        and "Epochs 1, " in notice
        and "more" in notice
    )
    assert window.settings() == checked({**ONCE, "my_digits": "none"})
    train(window, qtbot, {})
    sentence = "All 24 losses equal those of the experiment to the last bit."
    qtbot.waitUntil(lambda: sentence in window.message.every, timeout=PATIENCE)
    assert sentence in caplog.messages, "the foot of the window and the log have it when the notice has gone"


def that_a_run_is_compared_only_if_it_is_the_experiment(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, ONCE)
    window.controllers.experiments.take(copied(window, qtbot, "copy experiment"))
    train(window, qtbot, {"learning_rate": 0.02})
    qtbot.waitUntil(lambda: len(list_runs()) >= 2, timeout=PATIENCE)
    text = copied(window, qtbot, "copy experiment")
    assert "learning_rate=0.02" in text and not [told for told in window.message.every if "last bit." in told]


def that_losses_that_are_others_are_a_warning(window: MainWindow, qtbot: QtBot) -> None:
    text = (
        "inkling 1: epochs=1; model=simple; augmentation=none; outliers=none; my_digits=none; batch_size=500; threads=1"
    )
    window.controllers.experiments.take(f"{text}; steps=24; digest=000000000000; first=9.5")
    train(window, qtbot, {})
    qtbot.waitUntil(lambda: any("are not those of the experiment" in told for told in window.message.every))


def that_an_experiment_that_changes_nothing_offers_no_undo(window: MainWindow) -> None:
    window.form.show_values({"epochs": 3})
    window.controllers.experiments.take("inkling 1: epochs=3")
    assert window.message.text.startswith(
        "The settings were those of the experiment already. Click Train to repeat it."
    )
    assert not [found for found in window.message.findChildren(QPushButton) if found.isVisible()]


def that_its_button_undoes_all_that_an_experiment_has_changed(window: MainWindow) -> None:
    window.form.show_values({"num_workers": 1, "epochs": 7})
    before = window.settings()
    window.controllers.experiments.take("inkling 1: epochs=3; model=simple; seed=9")
    assert window.settings().seed == 9 and window.settings().num_workers == 1, "workers are this computer's own"
    assert offer(window.message).text() == "Undo settings"
    click(offer(window.message))
    assert window.settings() == before


def that_what_cannot_be_taken_is_one_sentence_and_changes_nothing(window: MainWindow, qtbot: QtBot) -> None:
    before = window.settings()
    for text, sentence in (
        ("inkling 1: epochs=1000", "Epochs must be a whole number from 1 to 200, not 1000."),
        ("inkling 1: magic=1", "has the setting magic"),
        ("inkling 2: epochs=3", "newer version of Inkling"),
    ):
        window.controllers.experiments.take(text)
        assert sentence in window.message.text and window.settings() == before
    begin(window, qtbot)
    running = window.settings()
    window.controllers.experiments.take("inkling 1: epochs=3; learning_rate=5")
    assert "take the experiment when it has ended" in window.message.text and window.settings() == running
    stop(window, qtbot)


def that_the_form_alone_is_an_experiment_without_losses(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(ONCE)
    text = copied(window, qtbot, "copy experiment")
    assert experiment_in(text).settings == checked({**ONCE, "threads": "auto"}) and "digest" not in text
    assert any("it has not been trained with these settings" in told for told in window.message.every)


def that_page_runs_copies_the_run_that_is_chosen(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, ONCE)
    window.commands["runs"].trigger()
    folder = list_runs()[0].folder
    qtbot.waitUntil(lambda: window.runs_panel.table.select(folder), timeout=PATIENCE)
    assert "digest=" in copied(window, qtbot, "experiment")
