"""A window beside the program with the table of keys and the words; nothing waits for it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QTabWidget, QTextBrowser, QVBoxLayout, QWidget

from gui.theme import Theme, scaled, style_sheet

WORDS = Path(__file__).parent.parent.parent / "resources" / "words.md"
KEYS_TAB, WORDS_TAB = "Keys", "Words"
SIZE = QSize(560, 520)
Keys = Sequence[tuple[str, str]]
"""A key as it is written on the keyboard, and what it does."""


class HelpWindow(QDialog):
    """Esc closes it. It may stay open beside the program."""

    def __init__(self, parent: QWidget, keys: Keys) -> None:
        super().__init__(parent)
        self.setWindowTitle("Inkling: keys and words")
        self.setModal(False)
        self.resize(scaled(SIZE))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setAccessibleName("Help")
        self.tabs.addTab(_text(KEYS_TAB, _table(keys)), KEYS_TAB)
        self.tabs.addTab(_text(WORDS_TAB, WORDS.read_text("utf-8")), WORDS_TAB)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))

    def show_keys(self) -> None:
        self._show(0)

    def show_words(self) -> None:
        self._show(1)

    def _show(self, tab: int) -> None:
        self.tabs.setCurrentIndex(tab)
        self.show()
        self.activateWindow()
        self.tabs.currentWidget().setFocus()


def _text(name: str, markdown: str) -> QTextBrowser:
    browser = QTextBrowser()
    browser.setAccessibleName(name)
    browser.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    browser.setMarkdown(markdown)
    return browser


def _table(keys: Keys) -> str:
    rows = [f"| {key} | {does} |" for key, does in keys]
    return "\n".join(["| Key | What it does |", "| --- | --- |", *rows])
