"""The kept runs in the window: listed, compared, named, deleted and brought back, resumed."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from engine.errors import InklingError
from engine.formats import count
from engine.runs import RunRow, annotate, delete_run, deleted_runs, list_runs, read_history, restore_run
from gui.app import WindowParts
from gui.background import Job
from gui.network import RESUME
from gui.runs.curves import RunCurves
from gui.training import TrainingWiring

if TYPE_CHECKING:
    from engine.runs import RunCheck

PATIENCE_MILLISECONDS = 1_500
"""While a run changes its row with every epoch, the list is read anew so often at the most."""


class RunsWiring(QObject):
    """Does what the Runs page asks for; whatever takes longer than a blink, beside the window."""

    listed = Signal(list)
    """The RunRows of all kept runs, anew."""

    def __init__(self, window: WindowParts, training: TrainingWiring) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.runs_panel
        self._deleted: list[list[Path]] = []
        self._ticked: list[Path] = []
        self._check: RunCheck | None = None
        self._names: dict[Path, RunRow] = {}
        self.cut_off_by_closing = ""
        """The folder of the run that went on when the last window was closed."""
        self._teachers: list[RunRow] = []
        """What the form offers as teachers."""
        self._looked = False
        """Whether the first list has come, in which a run may be that was cut off."""
        self._lister, self._historian = window.new_background(), window.new_background()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE_MILLISECONDS)
        self._soon.timeout.connect(self._refresh_if_idle)
        self._training = training
        self._connect()

    def _connect(self) -> None:
        panel = self._panel
        panel.refresh_asked.connect(self.refresh)
        self._window.form.changed.connect(self._offer_teachers)
        panel.ticked.connect(self._tick)
        panel.renamed.connect(self._rename)
        panel.noted.connect(self._note)
        panel.deleted.connect(self._delete)
        panel.undo_asked.connect(self.undo)
        panel.folder_asked.connect(_show_folder)
        panel.use_settings.connect(self._use_settings)
        panel.resume_asked.connect(self._training.resume)
        self._training.runs_changed.connect(self._refresh_soon)
        self._training.discarded.connect(self._remember_deleted)
        self._training.bring_back_asked.connect(self.undo)
        self._lister.reported.connect(self._show_rows)
        self._lister.done.connect(self._show_rows)
        self._historian.done.connect(self._show_curves)
        for job in (self._lister, self._historian):
            job.failed.connect(self._window.show_problem)

    # The list and the curves.

    @Slot()
    def _refresh_soon(self) -> None:
        """When somebody looks (the page asks itself when it is shown), or when there may be a new teacher."""
        if (self._panel.isVisible() or not self._training.going_on) and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _refresh_if_idle(self) -> None:
        """A list that takes longer than the patience would else be stopped by the next one for ever."""
        if self._lister.busy:
            self._soon.start()
        else:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """What has changed by now counts: a list that is still being made is none any more."""
        if self._window.engine_ready:
            # At the start nobody looks yet, and hundreds of runs are hundreds of megabytes.
            self._lister.ask(partial(self._list, thoroughly=self._panel.isVisible()))

    def _list(self, job: Job, *, thoroughly: bool) -> list[RunRow]:
        """In the background: what is quickly known first, then what only going through every byte can tell."""
        from engine.runs import RunCheck

        rows = list_runs()
        if not thoroughly:
            return rows
        job.report(rows)
        self._check = self._check or RunCheck()
        return [self._check(row) for row in rows if not job.stopping()]

    @Slot(object)
    def _show_rows(self, rows: list[RunRow]) -> None:
        self._panel.show_rows(rows)
        self._names = {row.folder: row for row in rows}
        self._offer_teachers()
        self.listed.emit(rows)
        if any(row.state == "training" for row in rows) and not self._training.going_on:
            # By another program, which will not say when it ends.
            self._refresh_soon()
        if not self._looked:
            self._looked = True
            self._offer_to_resume(rows)
        if (
            self._ticked
            and not self._historian.busy
            and any(row.state == "training" and row.folder in self._ticked for row in rows)
        ):
            self._tick(self._ticked)

    @Slot()
    def _offer_teachers(self) -> None:
        """Runs that know what the next one is to learn."""
        form = self._window.form
        data = form.values()["data"]
        knowing = [
            row for row in self._names.values() if row.has_network and row.settings and row.settings.data == data
        ]
        if knowing != self._teachers:
            self._teachers = knowing
            form.offer("teacher", {row.folder.name: row.name for row in knowing})

    def _offer_to_resume(self, rows: list[RunRow]) -> None:
        """The last thing that happened may have been a power cut, or that the window was closed while it trained."""
        if not rows or self._window.message.text or self._training.going_on:
            return
        closed = rows[0].state == "stopped" and rows[0].can_resume and rows[0].folder.name == self.cut_off_by_closing
        if rows[0].state == "interrupted" or closed:
            told = f"Your last run ({rows[0].name}) was cut off after {count(rows[0].epochs_done, 'epoch')}."
            resume = partial(self._training.resume, rows[0].folder)
            self._window.message.say("info", f"{told} It can go on where it was.", RESUME, resume)

    @Slot(list)
    def _tick(self, folders: list[Path]) -> None:
        self._ticked = folders
        self._historian.ask(lambda _job: _curves(folders))

    @Slot(object)
    def _show_curves(self, curves: Mapping[Path, RunCurves]) -> None:
        self._panel.show_curves(curves)

    def name(self, folder: Path) -> str:
        """What a person calls that run."""
        row = self._names.get(folder)
        return row.name if row else folder.name

    # What a person says of a run.

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
            self._panel.tell(f"{count(len(places), 'run')} deleted: Ctrl+Z brings {_them(places)} back for a month.")

    @Slot()
    def undo(self) -> None:
        places = self._deleted.pop() if self._deleted else []
        # A folder that cannot be listed is told as a restore that fails.
        if not places and not self._do(lambda: places.extend(deleted_runs()[:1])):
            return
        if not places:
            self._panel.tell("There is no deleted run to bring back.")
            return
        folders: list[Path] = []
        self._do(lambda: folders.extend(restore_run(place) for place in places))
        if folders:
            self._panel.tell(f"{count(len(folders), 'run')} brought back.")
            self._window.say("The run is back on the page Runs, where it can be resumed.")
            self._window.status.say("Ready")

    @Slot(object)
    def _remember_deleted(self, place: Path) -> None:
        self._deleted.append([place])

    def _do(self, change: Callable[[], object]) -> bool:
        """Whether it worked; the window says why not."""
        try:
            change()
        except InklingError as error:
            self._window.show_problem(str(error))
            return False
        finally:
            self.refresh()
        return True

    @Slot(object)
    def _use_settings(self, folder: Path) -> None:
        row = self._names.get(folder)
        if row and row.settings:
            self._window.form.show_values(row.settings.model_dump())
            self._window.say(f"The settings are those of {row.name} now: click Train to train with them.")


def _curves(folders: list[Path]) -> dict[Path, RunCurves]:
    """In the background: a long history takes seconds to read, and is many times as large as its curves."""
    found: dict[Path, RunCurves] = {}
    for folder in folders:
        try:
            found[folder] = RunCurves(read_history(folder))
        except InklingError:
            # The table says what is wrong with it; here there is just no curve.
            found[folder] = RunCurves(())
    return found


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _them(places: list[Path]) -> str:
    return "it" if len(places) == 1 else "them"
