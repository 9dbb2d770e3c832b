"""The system's file dialog. It does not block the window: a function is called with the answer."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_what_to_open(window: QWidget, title: str, place: Path, kinds: str, then: Callable[[str], object]) -> None:
    """Call `then` with the name of the file that is chosen; `kinds` are Qt's name filters."""
    dialog = QFileDialog(window, title, str(place), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _show(dialog, then)


def ask_where_to_save(window: QWidget, title: str, place: Path, kinds: str, then: Callable[[str], object]) -> None:
    """The same for a file to write. A name without a suffix gets that of the chosen kind, or else of `place`."""
    dialog = QFileDialog(window, title, str(place), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)

    def follow(kind: str) -> None:
        dialog.setDefaultSuffix(_suffix(kind) or place.suffix.removeprefix("."))

    dialog.filterSelected.connect(follow)
    follow(dialog.selectedNameFilter())
    _show(dialog, then)


def ask_for_a_folder(window: QWidget, title: str, place: Path, then: Callable[[str], object]) -> None:
    """The same for a folder that exists."""
    dialog = QFileDialog(window, title, str(place))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _show(dialog, then)


def _suffix(kind: str) -> str:
    """The suffix without its dot in a name filter as "Tables (*.csv)", or ""."""
    found = re.search(r"\(\*\.(\w+)\)", kind)
    return found[1] if found else ""


def _show(dialog: QFileDialog, then: Callable[[str], object]) -> None:
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
