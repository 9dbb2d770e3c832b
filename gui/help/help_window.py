"""A window beside the program with the table of keys and the words; nothing waits for it."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout, QWidget

from gui.help.words_page import HelpPage, WordsPage
from gui.theme import Theme, scaled, style_sheet

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
        self.tabs.addTab(_keys_page(keys), KEYS_TAB)
        self._words = WordsPage()
        self.tabs.addTab(self._words, WORDS_TAB)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs)

    @Slot(object)
    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(style_sheet(theme))
        self._words.set_theme(theme)

    def show_keys(self) -> None:
        self._show(0)

    def show_words(self) -> None:
        self._show(1)

    def _show(self, tab: int) -> None:
        self.tabs.setCurrentIndex(tab)
        self.show()
        self.activateWindow()
        self.tabs.currentWidget().setFocus()


def _keys_page(keys: Keys) -> HelpPage:
    page = HelpPage(KEYS_TAB)
    page.setMarkdown(_table(keys))
    return page


def _table(keys: Keys) -> str:
    rows = [f"| {key} | {does} |" for key, does in keys]
    return "\n".join(["| Key | What it does |", "| --- | --- |", *rows])
