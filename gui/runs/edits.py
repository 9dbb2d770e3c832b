"""Renames, annotates, deletes and restores kept runs."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError
from engine.formats import count
from engine.runs import annotate, delete_run, deleted_runs, restore_run, row_of
from gui.runs.panel import RunsPanel
from gui.widgets import Notices

UNDO = "Undo"
"""The offer to bring back the runs that have just been deleted."""


class RunEdits(QObject):
    """Does what a person asks for on the page Runs, and remembers what undo restores."""

    changed = Signal()
    """Runs may have changed, also if something went wrong."""
    restored = Signal()
    """A deleted run is back."""
    discarded_is_back = Signal()
    """The run that was discarded last is back."""

    def __init__(self, panel: RunsPanel, *, message: Notices, show_problem: Callable[[str], object]) -> None:
        super().__init__(panel)
        self._panel, self._message, self._show_problem = panel, message, show_problem
        self._deleted: list[list[Path]] = []
        """Where deleted runs are: one list for each time that a person has deleted runs."""
        self._offered: list[Path] = []
        """Those that the notice with the offer UNDO is about."""
        self._discarded: Path | None = None
        """Where the run is that was discarded last."""
        panel.renamed.connect(self._rename)
        panel.noted.connect(self._note)
        panel.deleted.connect(self._delete)
        panel.undo_asked.connect(self.undo)
        # Another program may have deleted runs since.
        panel.refresh_asked.connect(self._show_whether_undo_is_possible)

    @Slot(object, str)
    def _rename(self, folder: Path, name: str) -> None:
        self._do(lambda: annotate(folder, name=name))

    @Slot(object, str)
    def _note(self, folder: Path, note: str) -> None:
        self._do(lambda: annotate(folder, note=note))

    @Slot(list)
    def _delete(self, folders: list[Path]) -> None:
        places: list[Path] = []
        self._do(lambda: places.extend(delete_run(folder) for folder in folders))
        if places:
            self._deleted.append(places)
            told = f"{count(len(places), 'run')} deleted: on page Runs, Ctrl+Z brings {_them(places)} back for a month."
            self._offered = places
            self._message.say("info", told, UNDO, partial(self._restore, places))

    @Slot()
    def undo(self) -> None:
        """Restore what was deleted last, in this window or before it was opened."""
        places = self._deleted[-1] if self._deleted else []
        # A folder of deleted runs that cannot be listed gets the same sentence as a run that cannot be restored.
        if not places and not self._do(lambda: places.extend(deleted_runs()[:1])):
            return
        if not places:
            self._panel.tell("There is no deleted run to bring back.")
            return
        self._restore(places)

    @Slot(object)
    def bring_back(self, place: Path) -> None:
        """Restore the run that was discarded and moved to `place`, whatever was deleted since."""
        self._restore([place])

    def _restore(self, places: list[Path]) -> None:
        if places in self._deleted:
            self._deleted.remove(places)
        folders: list[Path] = []
        self._do(lambda: folders.extend(restore_run(place) for place in places))
        if folders:
            self._panel.select(folders[0])
            self._withdraw_offers_of(places)
            self._message.say("info", _told_back(folders))
            self.restored.emit()

    def _withdraw_offers_of(self, places: list[Path]) -> None:
        if places == self._offered:
            self._message.withdraw(UNDO)
        if self._discarded in places:
            self.discarded_is_back.emit()

    @Slot(object)
    def remember_deleted(self, place: Path) -> None:
        """Let `undo` restore the run that was discarded while it trained; `place` is where it was moved."""
        self._discarded = place
        self._deleted.append([place])
        self._show_whether_undo_is_possible()

    @Slot()
    def _show_whether_undo_is_possible(self) -> None:
        try:
            self._panel.show_undo(bool(self._deleted or deleted_runs()))
        except InklingError:
            # Undo then says why the folder of deleted runs cannot be read.
            self._panel.show_undo(True)

    def _do(self, change: Callable[[], object]) -> bool:
        """Whether it worked; if not, the window says why."""
        try:
            change()
        except InklingError as error:
            self._show_problem(str(error))
            return False
        finally:
            self._show_whether_undo_is_possible()
            self.changed.emit()
        return True


def _them(places: list[Path]) -> str:
    return "it" if len(places) == 1 else "them"


def _told_back(folders: list[Path]) -> str:
    if len(folders) > 1:
        return f"{count(len(folders), 'run')} are back on page Runs."
    row = row_of(folders[0])
    return f'The run "{row.name}" is back on page Runs' + (", which can resume it." if row.can_resume else ".")
