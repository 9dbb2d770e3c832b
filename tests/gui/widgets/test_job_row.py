"""The row of a page with a job keeps the keyboard, whichever of its buttons is visible."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QProgressBar
from pytestqt.qtbot import QtBot

from gui.widgets import Button, JobRow
from tests.support.gui.eyes import button, buttons, named
from tests.support.gui.window import shown

BEGIN, CANCEL = "Begin", "Cancel"


@pytest.fixture
def row(qtbot: QtBot) -> Iterator[JobRow]:
    yield from shown(qtbot, JobRow(Button(BEGIN, "Begin the job"), "End the job", "Progress of the job"), 400, 40)


def that_one_button_is_visible_and_the_bar_only_while_a_job_runs(row: JobRow) -> None:
    bar = named(row, "Progress of the job", QProgressBar)
    assert buttons(row) == [BEGIN] and not bar.isVisible() and not row.running
    row.show_running(True)
    assert buttons(row) == [CANCEL] and bar.isVisible() and row.running
    row.show_running(False)
    assert buttons(row) == [BEGIN] and not bar.isVisible()


def that_space_begins_and_cancels(row: JobRow, qtbot: QtBot) -> None:
    row.setFocus()
    with qtbot.waitSignal(row.asked):
        QTest.keyClick(button(row, BEGIN), Qt.Key.Key_Space)
    row.show_running(True)
    assert button(row, CANCEL).hasFocus()
    with qtbot.waitSignal(row.cancelled):
        QTest.keyClick(button(row, CANCEL), Qt.Key.Key_Space)
    row.show_running(False)
    assert button(row, BEGIN).hasFocus()


def that_the_keyboard_is_not_taken_from_elsewhere(row: JobRow) -> None:
    elsewhere = QLineEdit()
    row.add(elsewhere)
    elsewhere.show()
    elsewhere.setFocus()
    row.show_running(True)
    assert elsewhere.hasFocus() and not row.has_focus


def that_the_bar_shows_the_share_or_that_nobody_knows_it(row: JobRow) -> None:
    bar = named(row, "Progress of the job", QProgressBar)
    row.show_share(0.25)
    assert (bar.value(), bar.maximum()) == (25, 100)
    row.show_share(None)
    assert bar.maximum() == 0
    row.show_share(1)
    assert (bar.value(), bar.maximum()) == (100, 100)
