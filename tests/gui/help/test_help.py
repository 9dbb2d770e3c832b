"""Help lists every key, and explains the words that the window shows."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.app.menus import COMMANDS, key_table
from gui.help.help_window import HelpWindow
from gui.theme.colours import DARK, LIGHT
from gui.widgets.words.words import all_words
from tests.support.gui.eyes import colours
from tests.support.gui.window import PATIENCE


@pytest.fixture
def help_window(window: MainWindow) -> Iterator[HelpWindow]:
    QTest.keyClick(window, Qt.Key.Key_F1)
    (found,) = window.findChildren(HelpWindow)
    yield found
    found.close()


def shown(help_window: HelpWindow) -> QTextBrowser:
    page = help_window.tabs.currentWidget()
    assert isinstance(page, QTextBrowser)
    return page


def that_every_key_of_the_menus_is_in_the_table() -> None:
    keys = " or ".join(key for key, _ in key_table())
    assert all(key in keys for command in COMMANDS for key in command.keys if not key.isdecimal())
    assert "Space" in keys and "0 to 9" in keys


def that_no_two_commands_of_a_menu_have_the_same_letter() -> None:
    letters = [(command.menu, command.text.lower().partition("&")[2][:1]) for command in COMMANDS]
    assert len(set(letters)) == len(letters), [twice for twice in letters if letters.count(twice) > 1]


def that_f1_opens_the_table_of_keys_beside_the_program(window: MainWindow, help_window: HelpWindow) -> None:
    assert help_window.isVisible() and not help_window.isModal()
    assert "Ctrl+Z" in shown(help_window).toPlainText()
    window.commands["words"].trigger()
    assert "One pass over all training images" in shown(help_window).toPlainText()
    assert len(window.findChildren(HelpWindow)) == 1
    QTest.keyClick(help_window, Qt.Key.Key_Escape)
    assert not help_window.isVisible()


def that_the_help_has_the_colours_of_the_scheme(window: MainWindow, help_window: HelpWindow) -> None:
    window.commands["dark"].trigger()
    assert DARK.text in colours(shown(help_window).viewport())


def that_the_words_are_shown_with_their_pictures(window: MainWindow) -> None:
    window.commands["words"].trigger()
    (found,) = window.findChildren(HelpWindow)
    page = shown(found)
    for name in ("dark", "light"):
        window.commands[name].trigger()
        words = page.toPlainText()
        assert all(word.term in words and word.sentence in words for word in all_words())
        # Qt's character for a picture in a text.
        assert words.count("\ufffc") == len(all_words())
        assert (DARK if name == "dark" else LIGHT).accent in colours(page.viewport())
    found.close()


def that_help_does_not_stay_when_the_window_is_closed(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["keys"].trigger()
    (found,) = window.findChildren(HelpWindow)
    assert found.isVisible()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert not found.isVisible()
