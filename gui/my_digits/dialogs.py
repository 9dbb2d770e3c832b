"""File dialogs that import and export My digits, and do not block the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from engine.ink import FILE
from gui.my_digits.teaching import Teaching
from gui.widgets import ask_what_to_open, ask_where_to_save

FILTER = "Drawings (*.jsonl);;All files (*)"


class MyDigitsDialogs(QObject):
    """Passes the chosen file on to the drawings."""

    def __init__(self, window: QWidget, teaching: Teaching) -> None:
        super().__init__(window)
        self._window = window
        self._teaching = teaching

    @Slot()
    def ask_what_to_import(self) -> None:
        ask_what_to_open(self._window, "Import digits", Path.home(), FILTER, self._teaching.import_file)

    @Slot()
    def ask_where_to_export(self) -> None:
        ask_where_to_save(self._window, "Export my digits", Path.home() / FILE, FILTER, self._teaching.export)
