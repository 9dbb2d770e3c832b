"""The table of runs: what its cells say, and what mouse and keys do in it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from engine.settings.train_settings import TrainSettings
from engine.stack.my_networks import delete_network, save_network
from gui.runs.chart.lines import MOST, run_lines
from gui.runs.table.columns import COLUMNS, DIFFERENT, NAME, NOTE, STATE, TICK
from gui.runs.table.table import RunsTable
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.rows import click_cell, middle, row
from tests.support.gui.window import shown

TITLES = [column.title for column in COLUMNS]


@pytest.fixture
def table(qtbot: QtBot) -> Iterator[RunsTable]:
    yield from shown(qtbot, RunsTable(), 1300, 300)


def cell(table: RunsTable, place: int, title: str, role: Qt.ItemDataRole = Qt.ItemDataRole.DisplayRole) -> object:
    return table.model().index(place, TITLES.index(title)).data(role)


def names(table: RunsTable) -> list[str]:
    return [str(cell(table, place, "Name")) for place in range(table.model().rowCount())]


def click_header(table: RunsTable, title: str) -> None:
    header = table.horizontalHeader()
    place = QPoint(header.sectionViewportPosition(TITLES.index(title)) + 20, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)


def ticked(table: RunsTable) -> list[str]:
    return [folder.name for folder in table.runs.slots]


def type_into_editor(table: RunsTable, text: str) -> None:
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit) and table.isAncestorOf(editor)
    editor.selectAll()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    # Qt commits what was written when it comes back to its event loop.
    QApplication.processEvents()


def that_the_newest_run_is_on_top_and_what_was_not_measured_is_a_dash(table: RunsTable) -> None:
    table.show_rows([row(1), row(3), row(2, best_validation_loss=None)])
    assert names(table) == ["run 3", "run 2", "run 1"]
    assert cell(table, 0, "Best loss") == "0.2500" and cell(table, 1, "Best loss") == "\u2013"
    assert cell(table, 0, "Validation") == "90.30%" and cell(table, 0, "Test") == "\u2013"
    assert "after epoch 2 of 3" in str(cell(table, 0, "Best loss", Qt.ItemDataRole.ToolTipRole))
    side = cell(table, 0, "Best loss", Qt.ItemDataRole.TextAlignmentRole)
    assert isinstance(side, Qt.AlignmentFlag) and side & Qt.AlignmentFlag.AlignRight


def that_what_is_different_is_compared_with_the_defaults_in_every_row(table: RunsTable) -> None:
    few = TrainSettings(epochs=3, my_digits="none", model="simple")
    table.show_rows([row(1), row(2, settings=few)])
    told = [str(cell(table, place, "What is different")) for place in range(2)]
    assert sorted(told[0].split(", ")) == ["Epochs 3", "My own digits Left out"]
    assert told[1] == "My own digits Left out", "whatever the other rows have"
    assert "Inkling's defaults" in COLUMNS[TITLES.index("What is different")].tip
    assert cell(table, 0, "Network") == "SimpleNN 784-128-10"
    whole = str(cell(table, 0, "What is different", Qt.ItemDataRole.ToolTipRole))
    assert "My own digits: Left out" in whole and "Epochs: 3" in whole


@pytest.mark.parametrize("spare", [-20, 300])
def that_what_is_different_gets_the_free_width_and_nothing_scrolls_sideways(table: RunsTable, spare: int) -> None:
    header = table.horizontalHeader()
    table.show_rows([row(number) for number in range(30)])
    # No room at all: what the columns want at least, in the type of this computer.
    table.resize(100, 300)
    least = header.length()
    table.resize(least + 400 + spare, 300)
    assert header.length() == table.viewport().width() and table.horizontalScrollBar().maximum() == 0
    before = header.sectionSize(DIFFERENT)
    table.resize(least + 700 + spare, 300)
    assert header.sectionSize(DIFFERENT) >= before + 200 and header.length() == table.viewport().width()


def that_a_network_has_the_name_that_a_person_gave_it(table: RunsTable, home: Path) -> None:
    built = TrainSettings(model="flatten, linear 9, relu, output")
    save_network("Nine", built.model)
    table.show_rows([row(1, settings=built)])
    assert cell(table, 0, "Network") == "Nine"
    delete_network("Nine")
    table.show_rows([row(1, settings=built)])
    assert cell(table, 0, "Network") == "Own 9"


def that_a_width_that_a_person_has_chosen_stays(table: RunsTable) -> None:
    header = table.horizontalHeader()
    edge = QPoint(header.sectionViewportPosition(NAME) + header.sectionSize(NAME) - 1, header.height() // 2)
    before = header.sectionSize(NAME)
    QTest.mousePress(header.viewport(), Qt.MouseButton.LeftButton, pos=edge)
    QTest.mouseMove(header.viewport(), edge + QPoint(60, 0))
    QTest.mouseRelease(header.viewport(), Qt.MouseButton.LeftButton, pos=edge + QPoint(60, 0))
    assert header.sectionSize(NAME) == before + 60
    table.resize(1500, 300)
    assert header.sectionSize(NAME) == before + 60


def that_a_click_on_the_header_sorts_and_a_dash_stays_last(table: RunsTable) -> None:
    table.show_rows([row(1), row(2, best_validation_loss=None), row(3)])
    click_header(table, "Best loss")
    ways = [names(table)]
    click_header(table, "Best loss")
    ways.append(names(table))
    assert sorted(ways) == [["run 1", "run 3", "run 2"], ["run 3", "run 1", "run 2"]]


def that_the_keyboard_sorts_by_the_column_it_is_in(table: RunsTable) -> None:
    table.show_rows([row(1, name="b"), row(2, name="C"), row(3, name="a")])
    table.setCurrentIndex(table.model().index(0, NAME))
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert names(table) == ["a", "b", "C"]
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier)
    assert names(table) == ["C", "b", "a"]


def that_runs_are_not_sorted_by_their_test_images(table: RunsTable) -> None:
    """Whoever chooses by them has nothing left to test the choice with."""
    table.show_rows([row(1, test_accuracy=0.99), row(2, test_accuracy=0.91), row(3, test_accuracy=0.95)])
    for expected in (["run 1", "run 2", "run 3"], ["run 3", "run 2", "run 1"]):
        click_header(table, "Test")
        assert names(table) == expected
        assert table.horizontalHeader().sortIndicatorSection() == TITLES.index("Validation")
    table.setCurrentIndex(table.model().index(0, TITLES.index("Test")))
    QTest.keyClick(table, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert names(table) == ["run 1", "run 2", "run 3"]


def that_a_click_and_the_space_bar_tick(table: RunsTable) -> None:
    table.show_rows([row(number) for number in range(5)])
    told: list[list[Path]] = []
    table.runs.ticked.connect(told.append)
    click_cell(table, 1, TICK)
    assert ticked(table) == ["3"] and told == [[Path("/runs/3")]]
    click_cell(table, 2, NAME)
    click_cell(table, 4, NAME, control=True)
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert ticked(table) == ["3", "2", "0"], "all that are selected"
    QTest.keyClick(table, Qt.Key.Key_Space)
    click_cell(table, 1, TICK)
    assert ticked(table) == []


def that_of_too_many_ticks_the_oldest_makes_room_and_its_line_is_used_again(table: RunsTable) -> None:
    table.show_rows([row(number) for number in range(MOST + 1)])
    said: list[str] = []
    table.runs.said.connect(said.append)
    for place in range(MOST + 1):
        click_cell(table, place, TICK)
    assert len(ticked(table)) == MOST and str(MOST) not in ticked(table)
    assert said == [f"{MOST} curves at most: run {MOST} is no longer ticked."]
    assert sorted(table.runs.slots.values()) == list(range(MOST))


def that_ticked_rows_show_their_line(table: RunsTable) -> None:
    table.show_rows([row(1), row(2)])
    click_cell(table, 1, TICK)
    for theme in (LIGHT, DARK):
        table.set_theme(theme)
        picture = table.viewport().grab().toImage()
        place = table.visualRect(table.model().index(1, TICK))
        colours = {picture.pixelColor(x, place.center().y()).name() for x in range(place.width())}
        assert run_lines(theme)[0].colour in colours


def that_selection_and_ticks_survive_new_rows(table: RunsTable) -> None:
    table.show_rows([row(number) for number in range(4)])
    click_cell(table, 1, NAME)
    click_cell(table, 3, NAME, control=True)
    click_cell(table, 0, TICK, control=True)
    before = {chosen.name for chosen in table.selected}
    table.show_rows([row(number) for number in range(6)])
    assert {chosen.name for chosen in table.selected} == before and ticked(table) == ["3"]
    table.show_rows([replace(row(number), note="new") for number in range(6)])
    assert {chosen.name for chosen in table.selected} == before and table.selected[0].note == "new"


def that_the_neighbour_of_a_deleted_run_is_chosen(table: RunsTable) -> None:
    table.show_rows([row(number) for number in range(4)])
    click_cell(table, 1, NAME)
    click_cell(table, 2, TICK)
    click_cell(table, 1, NAME)
    table.show_rows([row(number) for number in (0, 1, 3)])
    assert [chosen.name for chosen in table.selected] == ["run 1"] and ticked(table) == ["1"]
    table.show_rows([row(3)])
    assert ticked(table) == []


def that_f2_renames_and_a_double_click_writes_a_note(table: RunsTable) -> None:
    table.show_rows([row(1), row(2)])
    renamed: list[tuple[Path, str]] = []
    noted: list[tuple[Path, str]] = []
    table.runs.renamed.connect(lambda folder, name: renamed.append((folder, name)))
    table.runs.noted.connect(lambda folder, note: noted.append((folder, note)))
    click_cell(table, 0, STATE)
    QTest.keyClick(table, Qt.Key.Key_F2)
    type_into_editor(table, "the best one ")
    assert renamed == [(Path("/runs/2"), "the best one")] and names(table)[0] == "the best one"
    click_cell(table, 1, NOTE)
    QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=middle(table, 1, NOTE))
    type_into_editor(table, "for class")
    assert noted == [(Path("/runs/1"), "for class")] and cell(table, 1, "Note") == "for class"


def that_an_empty_name_brings_back_the_first_one(table: RunsTable) -> None:
    table.show_rows([row(1)])
    renamed: list[str] = []
    table.runs.renamed.connect(lambda _, name: renamed.append(name))
    table.rename()
    type_into_editor(table, " ")
    assert renamed == [""] and names(table) == ["1"], "the name of its folder"


def that_words_find_names_notes_networks_and_settings(table: RunsTable) -> None:
    settings = TrainSettings(model="simple", optimizer="sgd")
    table.show_rows([row(1), row(2, note="for Class"), row(3, settings=settings)])
    for words, found in (("class", ["run 2"]), ("simplenn SGD", ["run 3"]), ("run", ["run 3", "run 2", "run 1"])):
        table.show_only(words)
        assert names(table) == found
    click_cell(table, 2, TICK)
    table.show_only("nothing has this")
    assert names(table) == [] and ticked(table) == ["1"], "what is out of sight stays ticked"


def that_states_are_told_by_word_sign_and_colour(table: RunsTable) -> None:
    broken = row(2, state="damaged", settings=None, problem="The file is not whole.", has_network=False)
    table.show_rows([row(1), broken])
    assert str(cell(table, 0, "State")).endswith("damaged") and str(cell(table, 1, "State")).endswith("completed")
    assert str(cell(table, 0, "State"))[0] != str(cell(table, 1, "State"))[0]
    colours = [cell(table, place, "State", Qt.ItemDataRole.ForegroundRole) for place in (0, 1)]
    assert colours[0] != colours[1]
    assert cell(table, 0, "State", Qt.ItemDataRole.ToolTipRole) == "The file is not whole."


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Space, Qt.Key.Key_Right, Qt.Key.Key_5])
def that_its_keys_are_not_the_windows(table: RunsTable, key: Qt.Key) -> None:
    text = chr(key) if key < 128 else ""
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, text)
    asked.ignore()
    QApplication.sendEvent(table, asked)
    assert asked.isAccepted()
    other = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_F5, Qt.KeyboardModifier.NoModifier)
    other.ignore()
    QApplication.sendEvent(table, other)
    assert not other.isAccepted()


def that_the_enter_that_ends_a_name_does_not_draw(table: RunsTable) -> None:
    asked: list[bool] = []
    table.draw_asked.connect(lambda: asked.append(True))
    table.show_rows([row(1), row(2)])
    click_cell(table, 0, NAME)
    QTest.keyClick(table, Qt.Key.Key_F2)
    (editor,) = table.findChildren(QLineEdit)
    QTest.keyClicks(editor, "best")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert asked == []
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert asked == [True]


def that_keys_with_alt_are_the_windows(table: RunsTable) -> None:
    table.show_rows([row(1)])
    event = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier, "7")
    event.ignore()
    QApplication.sendEvent(table, event)
    assert not event.isAccepted()


def being_written(table: RunsTable) -> list[QLineEdit]:
    """The fields in cells; those of an earlier name wait for their deletion, unseen."""
    return [field for field in table.viewport().findChildren(QLineEdit) if field.isVisible()]


def that_renaming_while_a_name_is_written_takes_that_name_first(table: RunsTable, qtbot: QtBot) -> None:
    table.show_rows([row(1), row(2)])
    table.selectRow(0)
    with qtbot.waitSignal(table.runs.renamed) as told:
        table.rename()
        QTest.keyClicks(being_written(table)[0], "best")
        # From the menu, on the other row.
        table.selectRow(1)
        table.rename()
    assert told.args == [Path("/runs/2"), "best"]
    assert [field.text() for field in being_written(table)] == ["run 1"]


def that_a_run_that_goes_while_its_name_is_written_takes_the_field_along(table: RunsTable) -> None:
    table.show_rows([row(1), row(2), row(3)])
    for gone in (3, 2):
        table.selectRow(0)
        table.rename()
        assert being_written(table)
        table.show_rows([row(number) for number in range(1, gone)])
        assert not being_written(table)
        table.rename()
        assert [field.text() for field in being_written(table)] == [f"run {gone - 1}"]
    table.show_rows([])
    table.rename()
    assert not being_written(table)


def that_many_ticks_at_once_are_told_once(table: RunsTable) -> None:
    """Each telling draws all curves anew."""
    told: list[list[Path]] = []
    table.show_rows([row(number) for number in range(20)])
    table.runs.ticked.connect(told.append)
    table.selectAll()
    table.tick_selected()
    assert [len(folders) for folders in told] == [MOST]
    table.clearSelection()
    table.tick_selected()
    assert len(told) == 2


def that_a_selection_that_is_filtered_away_is_told_once(table: RunsTable) -> None:
    """Each telling looks at all runs, and a page of them may be selected."""
    told: list[int] = []
    table.show_rows([row(number) for number in range(20)])
    table.selectAll()
    table.chosen.connect(lambda: told.append(len(table.selected)))
    table.show_only("no run is called so")
    assert told == [0]
    table.show_only("")
    assert len(told) == 2 and table.model().rowCount() == 20


def that_a_run_that_has_gone_says_nothing_to_who_asks_too_late(table: RunsTable) -> None:
    """Qt asks from inside: what is raised there may end the process."""
    table.show_rows([row(1), row(2)])
    late = table.runs.index(1, NAME)
    table.show_rows([row(1)])
    assert late.data() is None
    assert not table.runs.setData(late, "a name") and not table.runs.setData(table.runs.index(5, 5), "a name")
    assert table.runs.headerData(len(COLUMNS), Qt.Orientation.Horizontal) is None


def that_a_name_in_a_tooltip_is_text(table: RunsTable) -> None:
    table.show_rows([row(1, name="<b>bold</b>")])
    assert cell(table, 0, "Name", Qt.ItemDataRole.ToolTipRole) == "<p>&lt;b&gt;bold&lt;/b&gt;</p>"


def that_the_names_of_the_columns_are_whole(table: RunsTable) -> None:
    header = table.horizontalHeader()
    assert [
        title for place, title in enumerate(TITLES) if header.sectionSize(place) < header.sectionSizeHint(place)
    ] == []
