"""A person edits the network on its page with mouse and keyboard."""

from collections.abc import Iterator
from itertools import combinations

import pytest
from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from engine.stack import examined, parse
from engine.stack.layers import Dropout
from gui.app.main_window import MainWindow
from gui.network_editor.block_painting import paint_blocks
from gui.network_editor.blocks import blocks
from gui.network_editor.card import LayerCard
from gui.network_editor.card_facts import card_facts
from gui.network_editor.epoch_trial import TRYING
from gui.network_editor.keys import command_of
from gui.network_editor.number_row import NumberRow
from gui.network_editor.panel import NetworkPanel
from gui.theme.colours import DARK
from gui.widgets.images.picture_file import picture_file
from gui.widgets.upright_scroll import UprightScroll
from tests.support.gui.clipping import clipped
from tests.support.gui.eyes import button, named, text
from tests.support.gui.window import PATIENCE, click

Key = Qt.Key
Modifier = Qt.KeyboardModifier
BROKEN = "conv 6 5x5, conv 16 5x5, max pool 5, conv 32 5x5, flatten, output"


@pytest.fixture
def page(window: MainWindow) -> Iterator[NetworkPanel]:
    window.commands["network"].trigger()
    QApplication.processEvents()
    yield window.network_panel


def texts(window: MainWindow) -> str:
    return window.controllers.network_editor.text


def begin(window: MainWindow, text: str) -> None:
    window.network_panel.text_entered.emit(text)
    QApplication.processEvents()


def press(key: Key, modifier: Modifier = Modifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifier)


def card(page: NetworkPanel, place: int) -> LayerCard:
    return page.column.cards[place]


def that_the_button_below_the_field_leads_to_the_page(window: MainWindow) -> None:
    click(button(window.form, "Build your own \N{HORIZONTAL ELLIPSIS}"))
    assert window.pages.page is window.network_panel and card(window.network_panel, 0).hasFocus()


@pytest.mark.parametrize("width", [1280, 960])
def that_no_number_lies_over_the_name_of_another(
    window: MainWindow, page: NetworkPanel, qtbot: QtBot, width: int
) -> None:
    def has_size() -> bool:
        # The screen of the tests is smaller than the window, which gets its size after some rounds.
        window.resize(width, 500)
        return window.width() == width

    qtbot.waitUntil(has_size, timeout=PATIENCE)
    (row,) = card(page, 0).findChildren(NumberRow)
    QApplication.processEvents()
    places = [part.geometry() for part in (*row.findChildren(QLabel), *card(page, 0).boxes.values())]
    assert len(places) == 8
    assert not [pair for pair in combinations(places, 2) if pair[0].intersects(pair[1])]


def that_everything_is_edited_by_keys(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "flatten, linear 64, relu, output")
    page.setFocus()
    assert card(page, 0).hasFocus()
    press(Key.Key_Down)
    assert card(page, 1).hasFocus()
    press(Key.Key_Down, Modifier.AltModifier)
    assert texts(window) == "flatten, relu, linear 64, output" and card(page, 2).hasFocus()
    press(Key.Key_D, Modifier.ControlModifier)
    assert texts(window) == "flatten, relu, linear 64, linear 64, output"
    press(Key.Key_Delete)
    assert texts(window) == "flatten, relu, linear 64, output" and card(page, 3).hasFocus()
    press(Key.Key_Up)
    press(Key.Key_Up, Modifier.AltModifier)
    assert texts(window) == "flatten, linear 64, relu, output" and card(page, 1).hasFocus()
    press(Key.Key_End)
    assert card(page, 3).hasFocus()


def that_tab_goes_from_any_card_through_its_numbers_to_the_change_that_fits_and_on_to_the_text(
    window: MainWindow, page: NetworkPanel
) -> None:
    begin(window, "output")
    begin(window, BROKEN)
    page.setFocus()
    press(Key.Key_Home)
    for _ in range(3):
        press(Key.Key_Down)
    bad = card(page, 3)
    assert bad.hasFocus() and bad.facts.problem
    for part in (
        *bad.boxes.values(),
        bad.repair,
        page.details.text_field,
        page.details.library.name_field,
    ):
        press(Key.Key_Tab)
        assert part.hasFocus()


def that_the_keyboard_stays_at_the_card_whose_change_was_made(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, BROKEN)
    page.setFocus()
    press(Key.Key_Home)
    card(page, 3).repair.setFocus()
    press(Key.Key_Space)
    assert not page.column.cards[page.column.selected_place].facts.problem
    assert page.column.cards[page.column.selected_place].hasFocus()
    begin(window, "flatten")
    button(page, "Add what is missing").setFocus()
    press(Key.Key_Space)
    assert texts(window) == "flatten, output"
    assert page.column.cards[page.column.selected_place].hasFocus()


@pytest.mark.parametrize(
    ("modifier", "wanted"),
    [(Modifier.NoModifier, "add after"), (Modifier.ShiftModifier, "add after"), (Modifier.ControlModifier, "")],
)
def that_plus_adds_a_layer_and_with_ctrl_still_zooms(modifier: Modifier, wanted: str) -> None:
    event = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Plus, modifier, "+")
    assert command_of(event, on_card=True) == wanted


def that_the_page_stays_where_somebody_reads_it_when_a_trial_ends_or_a_text_is_taken(
    window: MainWindow, page: NetworkPanel, qtbot: QtBot
) -> None:
    field, scroll = page.details.text_field, page.findChild(UprightScroll)
    assert scroll is not None

    def all_seen() -> bool:
        view = scroll.viewport().rect()
        return all(view.contains(field.mapTo(scroll.viewport(), QPoint(4, y))) for y in (0, field.height() - 1))

    page.menus.actions["text"].trigger()
    assert field.hasFocus() and all_seen()
    field.setPlainText("conv 8 5x5, relu, " * 4 + "flatten, output")
    press(Key.Key_Return)
    QApplication.processEvents()
    qtbot.waitUntil(all_seen, timeout=PATIENCE)
    button(window.player, "Train").setFocus()
    page.show_cards(card_facts(examined(parse(texts(window)))), 0, "")
    QApplication.processEvents()
    assert all_seen()


def that_undo_is_the_editors_and_not_the_canvas(window: MainWindow, page: NetworkPanel) -> None:
    before = texts(window)
    page.setFocus()
    press(Key.Key_Delete)
    assert texts(window) != before
    press(Key.Key_Z, Modifier.ControlModifier)
    assert texts(window) == before
    press(Key.Key_Z, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert texts(window) != before


def that_a_number_is_changed_in_its_field_and_taken_back_there(window: MainWindow, page: NetworkPanel) -> None:
    page.setFocus()
    press(Key.Key_Return)
    field = card(page, 0).boxes["channels"]
    assert field.hasFocus()
    press(Key.Key_Up)
    assert texts(window).startswith("conv 17 5x5") and field.hasFocus()
    press(Key.Key_Z, Modifier.ControlModifier)
    assert texts(window).startswith("conv 16 5x5") and field.hasFocus() and field.value() == 16
    press(Key.Key_Escape)
    assert card(page, 0).hasFocus()


def that_the_largest_number_has_room_in_its_field(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "conv 1024 28x28, flatten, linear 4096, output")
    assert {1024, 4096} <= {box.value() for one in page.column.cards for box in one.boxes.values()}
    assert not [told for told in clipped(window) if told.startswith("NumberBox")]


def that_a_card_is_dragged_to_another_place(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "flatten, relu, tanh, output")
    first, third = card(page, 1), card(page, 2)
    begin_at = QPoint(first.width() // 2, 4)
    end_at = first.mapFromGlobal(third.mapToGlobal(QPoint(third.width() // 2, third.height() - 2)))
    QTest.mousePress(first, Qt.MouseButton.LeftButton, pos=begin_at)
    for place in (begin_at + QPoint(0, 15), end_at):
        QTest.mouseMove(first, place)
    QTest.mouseRelease(first, Qt.MouseButton.LeftButton, pos=end_at)
    assert texts(window) == "flatten, tanh, relu, output"


def that_a_layer_is_added_from_the_menu_after_or_before_the_selected_card(
    window: MainWindow, page: NetworkPanel
) -> None:
    page.added.emit(False, Dropout)
    page.added.emit(True, Dropout)
    assert texts(window).split(", ")[:3] == ["conv 16 5x5 stride 2", "dropout 0.5", "dropout 0.5"]
    assert all(action.toolTip() for action in page.menus.whole.actions() if not action.isSeparator())


@pytest.mark.qt_log_ignore("raise", "grabbing the keyboard")
def that_the_button_that_adds_has_its_menu_below_it(page: NetworkPanel) -> None:
    add, menu = button(page, "Add \N{HORIZONTAL ELLIPSIS}"), page.menus.add_after
    click(add)
    assert menu.isVisible() and menu.x() == add.mapToGlobal(QPoint(0, 0)).x()
    menu.close()


def that_a_broken_network_cannot_be_used_until_it_is_repaired(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, BROKEN)
    use = button(page, "Use this network")
    assert not use.isEnabled() and "Layer 4" in use.toolTip()
    assert card(page, 3).facts.problem and not card(page, 4).facts.shape
    assert card(page, 3).repair.text() == "Take filters of 4x4"
    click(card(page, 3).repair)
    assert use.isEnabled() and not card(page, 3).facts.problem


def that_the_settings_take_the_network_and_say_what_it_is(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "flatten, linear 64, relu, output")
    use = button(page, "Use this network")
    assert "Train takes Small CNN until you use this network" in page.words
    click(use)
    assert not use.isEnabled() and "have this network" in use.toolTip() and "Train takes" not in page.words
    assert window.settings().model == "flatten, linear 64, relu, output"
    assert named(window.form, "Network", QComboBox).currentText() == "Own 64"


def that_my_networks_are_kept_offered_and_deleted_with_undo(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "flatten, linear 64, relu, output")
    page.details.library.show_name("Tiny")
    page.saved.emit("Tiny")
    assert page.start.box.currentText() == "Tiny"
    click(button(page, "Use this network"))
    assert named(window.form, "Network", QComboBox).currentText() == "Tiny"
    page.deleted.emit("Tiny")
    assert page.start.box.findText("Tiny") < 0 and "no longer" in window.message.text
    click(button(window.message, "Undo"))
    assert page.start.box.findText("Tiny") > 0
    page.deleted.emit("Tiny")


def that_a_text_that_is_no_network_is_told_and_stays_where_it_was_typed(window: MainWindow, page: NetworkPanel) -> None:
    before = texts(window)
    page.details.text_field.setFocus()
    page.details.text_field.setPlainText("conv 8, blancmange")
    press(Key.Key_Return)
    assert texts(window) == before and page.details.text_field.toPlainText() == "conv 8, blancmange"
    assert "blancmange" in text(page, "What is wrong")
    press(Key.Key_Escape)
    assert page.details.text_field.toPlainText() == before and named(page, "What is wrong", QLabel).isHidden()


def that_an_epoch_is_predicted_a_moment_after_the_last_edit(
    window: MainWindow, page: NetworkPanel, qtbot: QtBot
) -> None:
    begin(window, "flatten, output")
    qtbot.waitUntil(lambda: page.details.facts.values["An epoch"].startswith("about"), timeout=PATIENCE)
    assert sum(one.facts.share for one in page.column.cards) == pytest.approx(1)


def that_a_network_with_many_other_numbers_is_shown_at_once(window: MainWindow, page: NetworkPanel) -> None:
    """Each field that changed asked for an edit, which showed all fields again: forty layers were too deep for it."""
    begin(window, "conv 8 3x3 padding 1, " * 36 + "flatten, output")
    asked: list[float] = []
    page.number_changed.connect(lambda _place, _name, value: asked.append(value))
    begin(window, "conv 9 5x5 padding 2, " * 36 + "flatten, output")
    assert not asked and [box.value() for box in card(page, 35).boxes.values()] == [9, 5, 1, 2]


def that_what_is_typed_in_a_number_stays_when_a_trial_ends(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "conv 8 3x3, flatten, output")
    field = card(page, 0).boxes["channels"]
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    page.show_cards(card_facts(examined(parse(texts(window))), (0.5, 0.2, 0.3)), 0, "")
    assert field.text() == "12"
    press(Key.Key_Return)
    assert texts(window) == "conv 12 3x3, flatten, output"


def that_an_edit_asks_for_one_trial(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, "flatten, output")
    said: list[str] = []
    window.controllers.network_editor.costs.trial.said.connect(said.append)
    begin(window, "flatten, linear 64, output")
    assert said == [TRYING]


def that_the_picture_is_written_in_both_forms(page: NetworkPanel) -> None:
    page.set_theme(DARK)
    assert page.diagram.picture(".png").startswith(b"\x89PNG") and b"<svg" in page.diagram.picture(".svg")


def that_a_long_name_takes_no_room_from_the_shape_of_the_next_block(page: NetworkPanel) -> None:
    every = blocks(examined(parse("conv 6 5x5, conv 16 5x5, max pool 5, conv 32 4x4, flatten, output")))

    def paint(painter: QPainter) -> None:
        painter.setFont(page.font())
        paint_blocks(painter, QRectF(4, 0, 354, 84), every, DARK)

    svg = picture_file(paint, QSize(362, 84), ".svg", ground="#000000", title="", sharp=1).decode()
    assert ">flatten<" in svg and ">32<" in svg and ">10<" in svg


def that_the_edited_network_is_remembered(window: MainWindow, page: NetworkPanel) -> None:
    begin(window, BROKEN)
    window.remembered.keep()
    kept: list[str] = []
    window.remembered.follow("network", lambda: texts(window), kept.append)
    assert kept == [BROKEN.replace(", ", ", ")]
    window.controllers.network_editor.restore("nonsense of another time")
    assert texts(window) == BROKEN
