"""The note beside the curve: there while there is something to say."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from gui.training.note_label import NoteLabel
from tests.support.gui.eyes import texts
from tests.support.gui.window import shown

TEXT = "The loss rises instead of falling: it is 4.29 and was 1.5. Set the rate to 0.1 or less."


@pytest.fixture
def note(qtbot: QtBot) -> Iterator[NoteLabel]:
    label = NoteLabel()
    for widget in shown(qtbot, label, 330, 80):
        widget.clear()
        yield widget


def dismiss(note: NoteLabel) -> QToolButton:
    (button,) = note.findChildren(QToolButton)
    return button


def that_it_is_hidden_while_there_is_nothing_to_say(note: NoteLabel) -> None:
    assert note.isHidden() and note.text == ""
    note.show_note("diverging", TEXT)
    assert note.isVisible() and note.text == TEXT == note.accessibleDescription()
    note.clear()
    assert note.isHidden() and note.text == ""


def that_what_spoils_the_network_looks_more_urgent(note: NoteLabel) -> None:
    signs = {}
    for kind in ("diverging", "too slow", "overfitting", "plateau"):
        note.show_note(kind, TEXT)
        signs[kind] = (note.property("kind"), texts(note)[0])
    assert signs.pop("diverging") == ("warning", "\u26a0") and set(signs.values()) == {("info", "\u2139")}


def that_it_can_be_dismissed_by_mouse_and_by_keyboard_and_comes_again(note: NoteLabel) -> None:
    note.show_note("plateau", TEXT)
    QTest.mouseClick(dismiss(note), Qt.MouseButton.LeftButton)
    assert note.isHidden()
    note.show_note("plateau", TEXT)
    dismiss(note).setFocus()
    QTest.keyClick(dismiss(note), Qt.Key.Key_Space)
    assert note.isHidden()


def that_a_long_note_is_wrapped_and_not_cut_off(note: NoteLabel) -> None:
    note.show_note("too slow", f"{TEXT} {TEXT}")
    assert note.minimumSizeHint().width() < 240
    assert note.heightForWidth(330) > 2 * note.fontMetrics().height()


def that_its_button_says_what_it_does(note: NoteLabel) -> None:
    assert dismiss(note).accessibleName() and dismiss(note).toolTip()
