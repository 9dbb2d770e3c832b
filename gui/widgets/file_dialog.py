"""The system's own file dialog, which does not block the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_what_to_open(window: QWidget, title: str, place: Path, kinds: str, then: Callable[[str], object]) -> None:
    """`then` is called with the name of the file that is chosen; `kinds` are Qt's name filters."""
    dialog = QFileDialog(window, title, str(place), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _show(dialog, then)


def ask_where_to_save(window: QWidget, title: str, place: Path, kinds: str, then: Callable[[str], object]) -> None:
    """The same for a file to write, whose name gets the suffix of `place` when it has none."""
    dialog = QFileDialog(window, title, str(place), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(place.suffix.removeprefix("."))
    _show(dialog, then)


def ask_for_a_folder(window: QWidget, title: str, place: Path, then: Callable[[str], object]) -> None:
    """The same for a folder that is there."""
    dialog = QFileDialog(window, title, str(place))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _show(dialog, then)


def _show(dialog: QFileDialog, then: Callable[[str], object]) -> None:
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
