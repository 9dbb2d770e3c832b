"""Importing and exporting My digits, asked for with the system's own dialog and without blocking the window."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from engine.my_digits import FILE
from gui.teaching import Teaching

FILTER = "Drawings (*.jsonl);;All files (*)"


class MyDigitsDialogs(QObject):
    """Does what the file dialog is answered with."""

    def __init__(self, window: QWidget, teaching: Teaching) -> None:
        super().__init__(window)
        self._window = window
        self._teaching = teaching

    @Slot()
    def ask_what_to_import(self) -> None:
        dialog = QFileDialog(self._window, "Import digits", str(Path.home()), FILTER)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._teaching.take_in)
        _show(dialog)

    @Slot()
    def ask_where_to_export(self) -> None:
        dialog = QFileDialog(self._window, "Export my digits", str(Path.home() / FILE), FILTER)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(self._teaching.export)
        _show(dialog)


def _show(dialog: QFileDialog) -> None:
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
