"""Qt holds the cells of the table: it asks Python for none, and each stays with its run."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from types import FrameType

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from engine.runs.row import RunRow
from engine.settings.train_settings import TrainSettings
from gui.runs.table.columns import COLUMNS, NAME, NOTE, STATE, TICK, WHEN
from gui.runs.table.table import RunsTable
from gui.theme.colours import DARK
from tests.support.gui.rows import click_cell, row
from tests.support.gui.window import shown

MANY = 20
VALIDATION = [column.title for column in COLUMNS].index("Validation")


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RunsTable]:
    yield from shown(qtbot, RunsTable(), 1300, 900)


def rows(*numbers: int) -> list[RunRow]:
    return [row(number) for number in numbers]


def called_while_painting(table: RunsTable) -> list[str]:
    """The Python functions that ran."""
    names: list[str] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            names.append(frame.f_code.co_name)

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        table.viewport().repaint()
    finally:
        sys.setprofile(before)
    return names


@pytest.mark.parametrize("after", ["nothing", "a tick", "another scheme", "another order"])
def that_painting_asks_python_for_no_cell(table: RunsTable, after: str) -> None:
    """Each question would wait for Python's lock while a run trains, and a table has hundreds of cells."""
    table.show_rows(rows(*range(MANY)))
    table.selectAll()
    match after:
        case "a tick":
            click_cell(table, 3, TICK)
        case "another scheme":
            table.set_theme(DARK)
        case "another order":
            table.sortByColumn(VALIDATION, Qt.SortOrder.AscendingOrder)
    called = called_while_painting(table)
    assert "paintEvent" in called and len(called) < MANY, called


def texts(table: RunsTable) -> list[list[str]]:
    model = table.model()
    places = range(model.rowCount())
    return [[str(model.index(place, column).data()) for column in (NAME, VALIDATION, NOTE)] for place in places]


def that_cells_stay_with_their_run(table: RunsTable) -> None:
    few = TrainSettings(epochs=3, my_digits="none")
    steps = (
        lambda: table.show_rows(rows(1, 2, 3, 4)),
        lambda: table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder),
        lambda: table.show_rows([*rows(1, 2, 4, 5), row(6, note="new", settings=few)]),
        lambda: table.show_only("run 4"),
        lambda: table.show_rows([replace(row(4), name="run 4 b"), *rows(2, 7)]),
        lambda: table.show_only(""),
        lambda: table.sortByColumn(WHEN, Qt.SortOrder.DescendingOrder),
        lambda: table.show_rows(rows(4, 2, 1)),
        lambda: table.show_rows([]),
        lambda: table.show_rows(rows(2, 1)),
    )
    for step in steps:
        step()
        runs = [run.row for run in table.runs.rows]
        assert texts(table) == [[one.name, f"{one.validation_accuracy:.2%}", one.note] for one in runs]


def that_only_names_and_notes_can_be_written_and_only_runs_ticked(table: RunsTable) -> None:
    table.show_rows(rows(1))
    flags = [table.model().index(0, column).flags() for column in range(len(COLUMNS))]
    assert [n for n, one in enumerate(flags) if one & Qt.ItemFlag.ItemIsEditable] == [NAME, NOTE]
    assert [n for n, one in enumerate(flags) if one & Qt.ItemFlag.ItemIsUserCheckable] == [TICK]


def that_a_screen_reader_reads_every_cell(table: RunsTable) -> None:
    table.show_rows(rows(*range(MANY)))
    table.sortByColumn(NAME, Qt.SortOrder.AscendingOrder)
    reader = QAccessible.queryAccessibleInterface(table)
    cells = [reader.child(place) for place in range(reader.childCount())]
    said = [cell.text(QAccessible.Text.Name) for cell in cells if cell.role() == QAccessible.Role.Cell]
    assert len(said) == MANY * len(COLUMNS)
    for place, run in enumerate(table.runs.rows):
        words = said[place * len(COLUMNS) : (place + 1) * len(COLUMNS)]
        assert words[TICK] == f"Curve of {run.row.name}" and words[NAME] == run.row.name
        assert words[STATE].endswith("completed")
