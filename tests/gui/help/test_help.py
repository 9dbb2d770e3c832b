"""Help lists every key, and explains the words that the window shows."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser

from engine.settings.fields import FIELDS
from gui.app.main_window import MainWindow
from gui.app.menus import COMMANDS, key_table
from gui.help.help_window import WORDS, HelpWindow
from gui.theme.colours import DARK
from tests.support.gui.eyes import colours


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


def explained() -> list[str]:
    return re.findall(r"^## (.+)$", WORDS.read_text("utf-8"), re.MULTILINE)


def that_every_key_of_the_menus_is_in_the_table() -> None:
    keys = " or ".join(key for key, _ in key_table())
    assert all(key in keys for command in COMMANDS for key in command.keys if not key.isdecimal())
    assert "Space" in keys and "0 to 9" in keys


def that_f1_opens_the_table_of_keys_beside_the_program(window: MainWindow, help_window: HelpWindow) -> None:
    assert help_window.isVisible() and not help_window.isModal()
    assert "Ctrl+Z" in shown(help_window).toPlainText()
    window.commands["words"].trigger()
    assert shown(help_window).toPlainText().startswith("Epoch")
    assert len(window.findChildren(HelpWindow)) == 1
    QTest.keyClick(help_window, Qt.Key.Key_Escape)
    assert not help_window.isVisible()


def that_the_help_has_the_colours_of_the_scheme(window: MainWindow, help_window: HelpWindow) -> None:
    window.commands["dark"].trigger()
    assert DARK.text in colours(shown(help_window).viewport())


def that_each_word_is_explained_once_in_at_most_two_lines() -> None:
    words = explained()
    assert len(set(words)) == len(words) >= 30
    bodies = re.split(r"^## .+$", WORDS.read_text("utf-8"), flags=re.MULTILINE)[1:]
    assert all(20 < len(body.strip()) < 200 for body in bodies)


def that_the_settings_of_learning_are_among_the_words() -> None:
    names = {
        "epochs",
        "batch_size",
        "learning_rate",
        "optimizer",
        "schedule",
        "augmentation",
        "outliers",
        "num_workers",
    }
    titles = {FIELDS[name].title.removesuffix("s").removesuffix(" size") for name in names}
    assert titles <= {word.removesuffix("s") for word in explained()}
