"""The page of runs: what it asks for, and when."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.events import Event
from engine.runs.row import RunRow
from engine.training.start import train
from gui.runs.actions import ACTIONS
from gui.runs.chart.curves import RunCurves
from gui.runs.panel import HOW_TO, RunsPanel
from gui.runs.table.columns import COLUMNS, NAME, TICK
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.eyes import button, named
from tests.support.gui.rows import click_cell, compared, legend_of, row
from tests.support.gui.window import click, shown
from tests.support.settings import SIMPLE

ONE, TWO = Path("/runs/1"), Path("/runs/2")
PLAIN = Qt.KeyboardModifier.NoModifier
MENU = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
"""Off screen Qt says that a menu can neither be raised nor take the keyboard for itself."""


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[RunsPanel]:
    yield from shown(qtbot, RunsPanel(), 560, 640)


@pytest.fixture(scope="module")
def history(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> list[Event]:
    return list(train(SIMPLE, splits=digits, runs=tmp_path_factory.mktemp("runs")))


def asked(panel: RunsPanel) -> list[tuple[object, ...]]:
    """Fills with everything that the page asks for from now on."""
    said: list[tuple[object, ...]] = []
    for name in ("use_settings", "resume_asked", "draw_asked", "mistakes_asked", "export_asked", "folder_asked"):
        getattr(panel, name).connect(lambda value, name=name: said.append((name, value)))
    panel.deleted.connect(lambda folders: said.append(("deleted", folders)))
    panel.undo_asked.connect(lambda: said.append(("undo_asked",)))
    panel.ticked.connect(lambda folders: said.append(("ticked", folders)))
    return said


def possible(panel: RunsPanel) -> set[str]:
    return {name for name, action in panel.menu.entries.items() if action.isEnabled()}


def that_keys_do_what_the_buttons_do(panel: RunsPanel) -> None:
    panel.show_rows([row(1), row(2)])
    said = asked(panel)
    panel.setFocus()
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    QTest.keyClick(panel.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert said == [("draw_asked", [TWO]), ("ticked", [TWO]), ("deleted", [TWO]), ("undo_asked",)]


def that_buttons_ask_for_the_run_that_is_chosen(panel: RunsPanel) -> None:
    panel.resize(1400, 640)
    panel.show_rows([row(1, can_resume=True), row(2)])
    click_cell(panel.table, 1, NAME)
    said = asked(panel)
    for one in panel.buttons.buttons:
        assert one.isVisible() and one.toolTip()
        click(one)
    assert said == [
        ("draw_asked", [ONE]),
        ("use_settings", ONE),
        ("resume_asked", ONE),
        ("mistakes_asked", ONE),
        ("deleted", [ONE]),
        ("folder_asked", ONE),
        ("export_asked", ONE),
    ]


def that_two_selected_runs_draw_side_by_side_and_three_do_not(panel: RunsPanel) -> None:
    panel.show_rows([row(1), row(2), row(3)])
    said = asked(panel)
    click_cell(panel.table, 0, NAME)
    click_cell(panel.table, 2, NAME, control=True)
    assert panel.menu.entries["draw"].text().startswith("Draw with these two")
    QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert said == [("draw_asked", [Path("/runs/3"), ONE])]
    click_cell(panel.table, 1, NAME, control=True)
    assert "draw" not in possible(panel) and "delete" in possible(panel)


def that_two_ticked_runs_can_draw_too(panel: RunsPanel) -> None:
    panel.show_rows([row(1), row(2), row(3)])
    said = asked(panel)
    for place in (2, 1):
        assert "draw ticked" not in possible(panel)
        click_cell(panel.table, place, TICK)
    panel.menu.entries["draw ticked"].trigger()
    assert said[-1] == ("draw_asked", [ONE, TWO])


def that_a_run_allows_only_what_makes_sense(panel: RunsPanel) -> None:
    panel.show_rows([row(1, state="damaged", settings=None, has_network=False, problem="It is torn.")])
    assert possible(panel) == {"delete", "folder", "tick", "rename"}
    assert panel.words == "run 1: It is torn."
    panel.show_rows([row(2, state="interrupted", can_resume=True)])
    assert {"resume", "draw", "settings", "mistakes", "export"} <= possible(panel) and panel.words == HOW_TO
    panel.show_rows([])
    assert possible(panel) == set()
    panel.show_undo(True)
    assert possible(panel) == {"undo"}


def that_a_run_that_goes_on_can_be_ticked_and_not_deleted(panel: RunsPanel) -> None:
    panel.show_rows([row(2, state="training", can_resume=True, has_network=False), row(1, can_resume=True)])
    said = asked(panel)
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert said == [("ticked", [TWO])] and "resume" not in possible(panel)
    click_cell(panel.table, 1, NAME)
    assert "resume" not in possible(panel), "two runs at once would be slower than one after the other"
    panel.table.selectAll()
    QTest.keyClick(panel.table, Qt.Key.Key_Delete)
    assert said[-1] == ("deleted", [ONE])


@MENU
@pytest.mark.parametrize(
    ("key", "keys"), [(Qt.Key.Key_Menu, PLAIN), (Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)]
)
def that_the_menu_has_a_key(panel: RunsPanel, key: Qt.Key, keys: Qt.KeyboardModifier) -> None:
    panel.show_rows([row(1)])
    panel.setFocus()
    QTest.keyClick(panel.table, key, keys)
    assert panel.menu.isVisible()
    said = asked(panel)
    QTest.keyClick(panel.menu, Qt.Key.Key_Down)
    QTest.keyClick(panel.menu, Qt.Key.Key_Return)
    assert said == [("draw_asked", [ONE])] and not panel.menu.isVisible()


@MENU
def that_the_right_button_opens_the_menu_with_every_action(panel: RunsPanel) -> None:
    panel.show_rows([row(1)])
    place = QPoint(100, 10)
    where = panel.table.viewport().mapToGlobal(place)
    QApplication.sendEvent(
        panel.table.viewport(), QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, where, PLAIN)
    )
    assert panel.menu.isVisible() and len(panel.menu.actions()) == len(ACTIONS)
    assert all(action.toolTip() for action in panel.menu.actions())
    panel.menu.close()


def that_what_has_no_room_is_in_the_menu(panel: RunsPanel, qtbot: QtBot) -> None:
    for width in (306, 560, 1400):
        panel.resize(width, 640)
        panel.grab()
        seen = [button for button in panel.buttons.buttons if button.isVisible()]
        assert panel.buttons.more.isVisible() and panel.buttons.more.geometry().right() < width
        for left, right in zip(seen, [*seen[1:], panel.buttons.more], strict=True):
            assert left.geometry().right() < right.geometry().left()
    assert panel.minimumSizeHint().width() <= 306 and panel.minimumSizeHint().height() <= 230


def that_ticked_runs_get_their_curves_when_their_histories_come(panel: RunsPanel, history: list[Event]) -> None:
    panel.show_rows([row(1), row(2)])
    said = asked(panel)
    click_cell(panel.table, 1, TICK)
    click_cell(panel.table, 0, TICK)
    assert said == [("ticked", [ONE]), ("ticked", [ONE, TWO])]
    panel.show_curves({ONE: RunCurves(history)})
    panel.show_curves({TWO: RunCurves(history)})
    legend = legend_of(compared(panel))
    assert [shown.name for shown in legend] == ["run 1", "run 2"] and all("epoch" in shown.value for shown in legend)
    click_cell(panel.table, 1, TICK)
    assert [(shown.name, shown.line) for shown in legend_of(compared(panel))] == [("run 2", legend[1].line)]


def that_names_and_notes_go_out_and_curves_follow(panel: RunsPanel, history: list[Event], qtbot: QtBot) -> None:
    panel.show_rows([row(1)])
    QTest.keyClick(panel.table, Qt.Key.Key_Space)
    panel.show_curves({ONE: RunCurves(history)})
    with qtbot.waitSignal(panel.renamed) as told:
        panel.table.rename()
        editor = QApplication.focusWidget()
        assert editor
        QTest.keyClicks(editor, "best")
        QTest.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == [ONE, "best"]
    panel.show_rows([row(1, name="best")])
    assert [shown.name for shown in legend_of(compared(panel))] == ["best"]


def that_a_sentence_stays_until_another_run_is_chosen(panel: RunsPanel) -> None:
    panel.show_rows([row(1), row(2, state="failed", problem="The loss is no number."), row(3)])
    click_cell(panel.table, 1, NAME)
    click_cell(panel.table, 0, NAME, control=True)
    panel.tell("Deleted 1 run. Ctrl+Z brings it back.")
    panel.show_rows([row(1), row(2, state="failed", problem="The loss is no number.")])
    assert panel.words.startswith("Deleted 1 run")
    click_cell(panel.table, 1, NAME)
    click_cell(panel.table, 0, NAME)
    assert panel.words == "run 2: The loss is no number."


def that_a_run_is_selected_even_when_it_was_not_found(panel: RunsPanel) -> None:
    panel.show_rows([row(1), row(2)])
    find = named(panel, "Find a run", QLineEdit)
    QTest.keyClicks(find, "run 2")
    assert panel.table.model().rowCount() == 1
    panel.select(ONE)
    assert [chosen.name for chosen in panel.table.selected] == ["run 1"] and find.text() == ""


def that_it_asks_for_the_list_when_it_is_looked_at(panel: RunsPanel, qtbot: QtBot) -> None:
    panel.hide()
    with qtbot.waitSignal(panel.refresh_asked):
        panel.show()
    with qtbot.waitSignal(panel.refresh_asked):
        click(button(panel, "Refresh"))


def that_everything_that_takes_the_keyboard_has_a_name(panel: RunsPanel) -> None:
    typed_or_chosen = [*panel.findChildren(QLineEdit), *compared(panel).findChildren(QComboBox)]
    assert len(typed_or_chosen) == 4
    for part in (panel.table, compared(panel), *typed_or_chosen):
        assert part.accessibleName()
    for theme in (DARK, LIGHT):
        panel.set_theme(theme)


def given_up(number: int, **others: object) -> RunRow:
    """A run that was stopped in its first epoch."""
    return row(number, state="stopped", epochs_done=0, validation_accuracy=None, **others)


def that_runs_that_were_given_up_fold_into_one_row_and_unfold(panel: RunsPanel) -> None:
    panel.show_rows([row(9), *map(given_up, range(7)), given_up(7, note="why?"), given_up(8, given_name="mine")])
    fold = button(panel, "7 short runs")
    assert fold.isVisible() and panel.table.model().rowCount() == 3
    click(fold)
    assert panel.table.model().rowCount() == 10
    click(fold)
    assert panel.table.model().rowCount() == 3
    panel.select(ONE)
    assert [chosen.folder for chosen in panel.table.selected] == [ONE] and panel.table.model().rowCount() == 10


def that_the_newest_run_one_alone_and_one_that_is_ticked_are_not_folded(panel: RunsPanel) -> None:
    panel.show_rows([given_up(3), row(2), given_up(1)])
    assert panel.table.model().rowCount() == 3
    panel.show_rows([given_up(4), given_up(3), given_up(2), row(1)])
    assert panel.table.model().rowCount() == 2
    click(button(panel, "2 short runs"))
    click_cell(panel.table, 1, TICK)
    click(button(panel, "2 short runs"))
    assert [run.row.folder.name for run in panel.table.runs.rows] == ["4", "3", "1"]


def that_a_search_finds_short_runs_too(panel: RunsPanel) -> None:
    panel.show_rows([row(3), given_up(2), given_up(1)])
    QTest.keyClicks(named(panel, "Find a run", QLineEdit), "stopped")
    assert panel.table.model().rowCount() == 2


def that_the_test_accuracy_is_seen_without_scrolling_sideways(panel: RunsPanel) -> None:
    panel.resize(504, 640)
    panel.show_rows([row(number) for number in range(30)])
    panel.grab()
    header, place = panel.table.horizontalHeader(), [column.title for column in COLUMNS].index("Test")
    right = header.sectionViewportPosition(place) + header.sectionSize(place)
    assert right <= panel.table.viewport().width()
