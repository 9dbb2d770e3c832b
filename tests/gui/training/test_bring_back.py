"""A discarded run and a deleted run: each offer brings back its own, whichever came last."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.runs.listing import list_runs
from gui.app.main_window import MainWindow
from tests.support.gui.window import PATIENCE, QUICK, begin, click, ended, offer, train


def discard(window: MainWindow, qtbot: QtBot) -> Path:
    """Begin a run and throw it away; return the folder that it had."""
    begin(window, qtbot)
    folder = window.controllers.training.folder
    assert folder
    click(window.player.small["discard"])
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    return folder


def delete(window: MainWindow, qtbot: QtBot, folder: Path) -> None:
    window.commands["runs"].trigger()
    table = window.runs_panel.table
    qtbot.waitUntil(lambda: table.select(folder), timeout=PATIENCE)
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert not folder.exists()


def that_the_discarded_run_comes_back_although_another_one_was_deleted_since(window: MainWindow, qtbot: QtBot) -> None:
    train(window, qtbot, QUICK)
    kept = list_runs()[0].folder
    thrown = discard(window, qtbot)
    delete(window, qtbot, kept)
    click(offer(window.message))
    assert thrown.exists() and not kept.exists()
    assert offer(window.message).text() == "Undo", "what was deleted can still be brought back"
    click(offer(window.message))
    assert kept.exists()


def that_undo_of_a_deletion_brings_that_run_back_although_another_one_was_discarded_since(
    window: MainWindow, qtbot: QtBot
) -> None:
    train(window, qtbot, QUICK)
    kept = list_runs()[0].folder
    begin(window, qtbot)
    delete(window, qtbot, kept)
    thrown = window.controllers.training.folder
    click(window.player.small["discard"])
    qtbot.waitUntil(ended(window), timeout=PATIENCE)
    assert thrown and not thrown.exists() and offer(window.message).text() == "Undo"
    click(offer(window.message))
    assert kept.exists() and not thrown.exists()
    assert offer(window.message).text() == "Bring it back"
    click(offer(window.message))
    assert thrown.exists()
