"""The system's file dialog. It does not block the window: a function is called with the answer."""

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QWidget


def ask_what_to_open(window: QWidget, title: str, place: Path, kinds: str, then: Callable[[str], object]) -> None:
    """Call `then` with the name of the file that is chosen; `kinds` are Qt's name filters."""
    dialog = QFileDialog(window, title, str(place), kinds)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    _show(dialog, then)


def ask_where_to_save(window: QWidget, title: str, place: Path, kinds: str, then: Callable[[str], object]) -> None:
    """The same for a file to write. A name without an ending gets that of the chosen kind, or else of `place`.

    An ending may have several parts, as in "Pages (*.play.html)": a name that has only the last part gets all of it.
    """
    dialog = _SaveDialog(window, title, str(place), kinds)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.follow_kinds(place.suffix.removeprefix("."))
    # A dialog of the system has not asked `accept` below.
    _show(dialog, lambda name: then(completed(name, dialog.ending)))


class _SaveDialog(QFileDialog):
    """Keeps the name's ending that of the chosen kind. Qt does so too, but knows only what comes after the last dot."""

    ending = ""
    """Of the chosen kind, without its first dot."""

    def follow_kinds(self, usual: str) -> None:
        """`usual` is the ending where a kind has none."""
        self._usual = usual
        self.filterSelected.connect(self._follow)
        self._follow(self.selectedNameFilter())

    def _follow(self, kind: str) -> None:
        before, self.ending = self.ending, _ending(kind) or self._usual
        self.setDefaultSuffix(self.ending)
        if "." in before + self.ending:
            self._rename(lambda name: exchanged(name, before, self.ending))

    def accept(self) -> None:
        """Complete the name first, so that Qt asks before it overwrites the file of that name."""
        self._rename(lambda name: completed(name, self.ending))
        super().accept()

    def _rename(self, change: Callable[[str], str]) -> None:
        # selectFile leaves a field alone in which somebody types. A dialog of the system has no such field.
        if field := self.findChild(QLineEdit, "fileNameEdit"):
            field.setText(change(field.text()))


def ask_for_a_folder(window: QWidget, title: str, place: Path, then: Callable[[str], object]) -> None:
    """The same for a folder that exists."""
    dialog = QFileDialog(window, title, str(place))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    _show(dialog, then)


def completed(name: str, ending: str) -> str:
    """A name that has only the last part of an ending, with all of it."""
    last = ending.rpartition(".")[2]
    if not name.endswith(f".{last}") or name.endswith(f".{ending}"):
        return name
    return f"{name.removesuffix(last)}{ending}"


def exchanged(name: str, before: str, after: str) -> str:
    """A name in which Qt has exchanged the last part of `before` for that of `after`, with all of `after`."""
    last = after.rpartition(".")[2]
    if not name.endswith(f".{last}"):
        return name
    stem = name.removesuffix(f".{last}").removesuffix(f".{before.rpartition('.')[0]}")
    return f"{stem}.{after}"


def _ending(kind: str) -> str:
    """The ending without its dot in a name filter as "Tables (*.csv)", or ""."""
    found = re.search(r"\(\*\.([\w.-]+)\)", kind)
    return found[1] if found else ""


def _show(dialog: QFileDialog, then: Callable[[str], object]) -> None:
    dialog.fileSelected.connect(then)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
