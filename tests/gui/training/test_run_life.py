"""The ends of a run in the window: before its first step, while it is measured, and with no place for its network."""

import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from engine.events import LearningRateChanged
from engine.models import calibration
from engine.runs.history import read_history
from engine.runs.listing import list_runs
from engine.runs.row import RunRow
from engine.runs.saved_network import open_run
from engine.training.run import ending as run_ending
from gui.app.main_window import MainWindow
from tests.support.gui.eyes import number_field
from tests.support.gui.window import LONG, PATIENCE, QUICK, begin, click, doing, ended, opened, stepping, stop

Key, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def go_on(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Whatever is measured at the end of a run waits for this, or for a stop."""
    event, calibrated = threading.Event(), calibration.calibrated

    def later(network: Any, images: Any, stopping: Callable[[], bool]) -> Any:
        while not stopping() and not event.wait(0.01):
            pass
        return calibrated(network, images, stopping)

    monkeypatch.setattr(run_ending, "calibrated", later)
    yield event
    event.set()


def measure(window: MainWindow, qtbot: QtBot) -> None:
    """Train until the final figures are measured."""
    window.form.show_values(QUICK)
    click(window.player.main)
    qtbot.waitUntil(lambda: window.player.state == "measuring", timeout=PATIENCE)


def row_of(window: MainWindow) -> RunRow:
    return next(row for row in list_runs() if row.folder == window.controllers.training.folder)


def offered(window: MainWindow, text: str) -> QPushButton:
    return next(b for b in window.message.findChildren(QPushButton) if b.text() == text and b.isVisible())


def that_a_stop_while_it_is_measured_is_a_stop_and_resuming_measures(
    window: MainWindow, go_on: threading.Event, qtbot: QtBot
) -> None:
    measure(window, qtbot)
    assert window.player.main.text().startswith("Measuring") and "test images" in doing(window)
    for key in (Key.Key_Right, Key.Key_Space):
        QTest.keyClick(window, key)
    QTest.keyClick(window, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    window.commands["epoch"].trigger()
    assert window.player.state == "measuring", "there is no step that could be taken or waited for"
    click(window.player.small["stop"])
    assert window.player.main.text().startswith("Stopping")
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    row = row_of(window)
    assert (row.state, row.can_resume, row.test_accuracy) == ("stopped", True, None)
    assert "before the final figures were measured" in window.message.text
    go_on.set()
    click(offered(window, "Resume it"))
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    assert row_of(window).state == "completed" and row_of(window).test_accuracy and window.message.text == ""


def that_a_discard_while_it_is_measured_throws_the_run_away(
    window: MainWindow, go_on: threading.Event, qtbot: QtBot
) -> None:
    before = len(list_runs())
    measure(window, qtbot)
    click(window.player.small["discard"])
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    assert len(list_runs()) == before and window.message.text == "The run was thrown away."
    click(offered(window, "Bring it back"))
    assert len(list_runs()) == before + 1


def that_closing_while_it_is_measured_keeps_the_run(
    go_on: threading.Event, qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    for window in opened(qtbot, tmp_path):
        measure(window, qtbot)
        window.close()
        qtbot.waitUntil(window.isHidden, timeout=PATIENCE)
    assert row_of(window).state == "stopped" and row_of(window).can_resume


def that_a_run_stopped_before_its_first_step_is_kept_and_can_be_resumed(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    click(window.player.main)
    stop(window, qtbot)
    row = row_of(window)
    assert (row.state, row.steps, row.has_network, row.can_resume) == ("stopped", 0, False, True)
    assert "Stopped before the first step" in window.message.text
    window.commands["runs"].trigger()
    qtbot.waitUntil(
        lambda: row.folder in {one.row.folder for one in window.runs_panel.table.runs.runs}, timeout=PATIENCE
    )
    click(offered(window, "Resume it"))
    stop(window, qtbot)
    row = row_of(window)
    # A fast computer may have taken a step by then.
    assert ("Stopped before it went on" in window.message.text) == (row.steps == 0)
    assert row.state == "stopped" and row.can_resume
    if row.steps == 0:
        click(offered(window, "Resume it"))
    else:
        # The message is then that of any stopped run, which offers no button; page Runs does.
        resume = window.runs_panel.menu.entries["resume"]
        qtbot.waitUntil(lambda: window.runs_panel.table.select(row.folder) and resume.isEnabled(), timeout=PATIENCE)
        resume.trigger()
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    stop(window, qtbot)
    assert row_of(window).steps > 0 and row_of(window).folder == row.folder


def that_a_learning_rate_typed_while_a_run_starts_counts(window: MainWindow, qtbot: QtBot) -> None:
    """In a new run, and in one that is resumed: there is nothing to steer yet, only the wish for it."""
    field, rates = number_field(window.form, "learning_rate"), ["0.0004", "0.0002"]
    window.form.show_values(LONG)
    for number, rate in enumerate(rates):
        if number:
            window.controllers.training.resume(row_of(window).folder)
        else:
            click(window.player.main)
        field.setFocus()
        QTest.keyClick(field, Key.Key_A, CONTROL)
        QTest.keyClicks(field, rate)
        QTest.keyClick(field, Key.Key_Return)
        assert not stepping(window)()
        qtbot.waitUntil(stepping(window), timeout=PATIENCE)
        stop(window, qtbot)
    history = read_history(row_of(window).folder)
    changed = [f"{event.learning_rate:g}" for event in history if isinstance(event, LearningRateChanged)]
    assert changed == rates


def that_a_restart_is_forgotten_when_the_window_closes(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    for window in opened(qtbot, tmp_path):
        begin(window, qtbot)
        click(window.player.small["restart"])
        window.close()
        qtbot.waitUntil(window.isHidden, timeout=PATIENCE)
        assert not window.session.running


# A network that finds no place.


def that_what_could_not_be_written_for_a_while_is_written_later(
    no_runs: Path, window: MainWindow, qtbot: QtBot
) -> None:
    no_runs.write_text("a file where a folder should be")
    window.form.show_values(LONG)
    click(window.player.main)
    qtbot.waitUntil(lambda: any("writing is tried again" in text for text in window.message.every), timeout=PATIENCE)
    no_runs.unlink()
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    stop(window, qtbot)
    assert row_of(window).has_network and window.controllers.training.unsaved.run is None


def that_another_place_is_offered_until_the_network_is_saved(
    no_runs: Path, knowing: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    window, (nowhere, somewhere) = knowing, (tmp_path / "file", tmp_path / "rescued.inkling")
    nowhere.touch()
    no_runs.rename(tmp_path / "runs of before")
    no_runs.write_text("a file where a folder should be")
    begin(window, qtbot)
    stop(window, qtbot)
    # Another one is drawn with meanwhile: what is saved is the one that was trained.
    window.networks.go_back()
    for place in (nowhere / "network.inkling", somewhere):
        click(offered(window, "Save elsewhere \u2026"))
        dialog = next(d for d in window.findChildren(QFileDialog) if d.isVisible())
        dialog.fileSelected.emit(str(place))
        dialog.reject()
    assert "was saved to" in window.message.text
    assert open_run(somewhere).result.reason == "stopped" and window.controllers.training.unsaved.run is None


def that_a_network_without_a_place_is_asked_about_before_the_window_closes(
    no_runs: Path, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    no_runs.write_text("a file where a folder should be")
    begin(window, qtbot)
    QTest.keyClick(window, Key.Key_Q, CONTROL)
    qtbot.waitUntil(lambda: "could not be saved: save it elsewhere" in window.message.text, timeout=PATIENCE)
    assert window.isVisible() and not window.session.running
    QTest.keyClick(window, Key.Key_Q, CONTROL)
    qtbot.waitUntil(window.isHidden, timeout=PATIENCE)
    (rescued,) = tmp_path.glob("inkling-*/model.inkling")
    assert open_run(rescued).result.steps > 0


def that_a_network_without_a_place_is_rescued_before_another_run_begins(
    no_runs: Path, window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    no_runs.write_text("a file where a folder should be")
    begin(window, qtbot)
    stop(window, qtbot)
    assert window.controllers.training.unsaved.run is not None
    no_runs.unlink()
    click(window.player.main)
    assert any("copy it from" in words for words in window.message.every)
    (rescued,) = tmp_path.glob("inkling-*/model.inkling")
    assert open_run(rescued).result.steps > 0 and str(rescued) in window.message.text
    stop(window, qtbot)


def that_what_is_done_beside_the_window_goes_on_when_closing_is_put_off(knowing: MainWindow, qtbot: QtBot) -> None:
    window, finish, answers = knowing, threading.Event(), list[object]()
    background = window.new_background()
    background.done.connect(answers.append)
    background.ask(lambda _job: finish.wait())
    window.controllers.training.unsaved.run = window.networks.run
    QTest.keyClick(window, Key.Key_Q, CONTROL)
    assert window.isVisible() and "could not be saved" in window.message.text
    finish.set()
    qtbot.waitUntil(lambda: answers == [True], timeout=PATIENCE)
    window.controllers.training.unsaved.forget()


def that_a_run_that_ends_early_says_whose_weights_it_has(window: MainWindow, qtbot: QtBot) -> None:
    # With so high a rate no epoch is better than the one before for long.
    window.form.show_values({**QUICK, "epochs": 100, "learning_rate": 0.1, "schedule": "constant", "early_stopping": 1})
    click(window.player.main)
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    row = row_of(window)
    assert (row.state, row.can_resume) == ("completed", False) and row.best_epoch and row.epochs_done < 100
    said = (
        f"Training ended after epoch {row.epochs_done}, and the weights of epoch {row.best_epoch}, the best, are kept."
    )
    assert said in window.message.text
