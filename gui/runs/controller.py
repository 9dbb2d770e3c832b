"""The kept runs in the window: listed, compared, named, deleted and restored."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from engine import InklingError, TrainSettings
from engine.formats import count
from engine.runs import RunLister, RunRow, apart, read_history, titles
from gui.background import Background, EngineLoader, Job, TrainingSession
from gui.network import RESUME
from gui.runs.chart.curves import RunCurves
from gui.runs.panel import RunsPanel
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.runs import RunCheck

PATIENCE_MILLISECONDS = 1_500
"""The shortest time between two readings of the list while a run changes its row with every epoch."""


class RunsController(QObject):
    """Connects the page Runs to the runs on the disk."""

    listed = Signal(list)
    """The RunRows of all kept runs, whenever the list has been read."""
    # Not Signal(dict), which would sort the keys on the way.
    teachers_changed = Signal(object)
    """The names by folder of the runs that can teach a run with the settings of the form, the newest first."""
    settings_chosen = Signal(object)
    """Settings for the form, by name."""
    resume_asked = Signal(object)
    """The folder (a Path) of a run that should go on."""

    def __init__(
        self,
        panel: RunsPanel,
        *,
        settings: Callable[[], TrainSettings],
        session: TrainingSession,
        loader: EngineLoader,
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`settings` returns those of the form."""
        super().__init__(panel)
        self._panel, self._settings, self._session, self._loader = panel, settings, session, loader
        self._say, self._show_problem, self._message = say, show_problem, message
        self._ticked: list[Path] = []
        self._check: RunCheck | None = None
        self._rows: dict[Path, RunRow] = {}
        self._titles: dict[Path, str] = {}
        self.cut_off_by_closing = ""
        """The folder of the run that was going on when the last window was closed."""
        self._teachers: list[RunRow] = []
        """The runs that the form offers as teachers."""
        self._looked = False
        """Whether the first list has been shown, which may contain a run that was cut off."""
        self._list_runs = RunLister()
        self._lister, self._historian = new_background(), new_background()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(PATIENCE_MILLISECONDS)
        self._soon.timeout.connect(self._refresh_if_idle)
        self._connect()

    def _connect(self) -> None:
        panel = self._panel
        panel.refresh_asked.connect(self.refresh)
        panel.ticked.connect(self._tick)
        panel.folder_asked.connect(_show_folder)
        panel.use_settings.connect(self._use_settings)
        panel.resume_asked.connect(self.resume_asked)
        self._lister.reported.connect(self._show_rows)
        self._lister.done.connect(self._show_rows)
        self._historian.done.connect(self._show_curves)
        for job in (self._lister, self._historian):
            job.failed.connect(self._show_problem)

    # The list and the curves.

    @Slot()
    def refresh_soon(self) -> None:
        """Call it when a row has changed. A hidden page reads the list when it is shown, except for new teachers."""
        if (self._panel.isVisible() or not self._session.running) and not self._soon.isActive():
            self._soon.start()

    @Slot()
    def _refresh_if_idle(self) -> None:
        """Do not stop a reading that takes longer than the timer: no list would ever be complete."""
        if self._lister.busy:
            self._soon.start()
        else:
            self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Read the list again; a reading that is under way is stopped, as it may miss the newest change."""
        if self._loader.ready:
            # At the start nobody looks yet, and the files of hundreds of runs are hundreds of megabytes.
            self._lister.ask(partial(self._list, thoroughly=self._panel.isVisible()))

    def _list(self, job: Job, *, thoroughly: bool) -> list[RunRow]:
        """In the background: report the quick list first, then check every byte of the runs."""
        from engine.runs import RunCheck

        rows = self._list_runs()
        if not thoroughly:
            return rows
        job.report(rows)
        self._check = self._check or RunCheck()
        return [self._check(row) for row in rows if not job.stopping()]

    @Slot(object)
    def _show_rows(self, rows: list[RunRow]) -> None:
        self._panel.show_rows(rows)
        self._rows, self._titles = {row.folder: row for row in rows}, titles(rows)
        self.follow_settings()
        self.listed.emit(rows)
        training = [row.folder for row in rows if row.state == "training"]
        if training and not self._session.running:
            # Another program trains, which will not say when it ends.
            self.refresh_soon()
        if not self._looked:
            self._looked = True
            self._offer_to_resume(rows)
        if not self._historian.busy and any(folder in self._ticked for folder in training):
            self._tick(self._ticked)

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form has changed: a teacher must know the images that the next run learns."""
        data = self._settings().data
        able = [row for row in self._rows.values() if row.has_network and row.settings and row.settings.data == data]
        if able != self._teachers:
            self._teachers = able
            self.teachers_changed.emit({row.folder.name: self.name(row.folder) for row in able})

    def _offer_to_resume(self, rows: list[RunRow]) -> None:
        """The last run may have been cut off by a power cut, or by closing the window."""
        rows = [row for row in rows if not row.opened_from]
        if not rows or self._session.running:
            return
        closed = rows[0].state == "stopped" and rows[0].can_resume and rows[0].folder.name == self.cut_off_by_closing
        if rows[0].state == "interrupted" or closed:
            told = f"Your last run ({rows[0].name}) was cut off after {count(rows[0].epochs_done, 'epoch')}."
            resume = partial(self.resume_asked.emit, rows[0].folder)
            self._message.say("info", f"{told} It can go on where it was.", RESUME, resume)

    @Slot(list)
    def _tick(self, folders: list[Path]) -> None:
        self._ticked = folders
        self._historian.ask(lambda _job: _curves(folders))

    @Slot(object)
    def _show_curves(self, curves: Mapping[Path, RunCurves]) -> None:
        self._panel.show_curves(curves)

    def name(self, folder: Path) -> str:
        """The name of a run, with its time if another one has the same."""
        return self._titles.get(folder, folder.name)

    def names(self, folders: Sequence[Path]) -> list[str]:
        """The names of runs that are compared, which say how they differ."""
        if len(folders) == 1:
            return [self.name(folders[0])]
        found = apart([self._rows[folder] for folder in folders if folder in self._rows])
        return [found.get(folder, folder.name) for folder in folders]

    @Slot(object)
    def _use_settings(self, folder: Path) -> None:
        row = self._rows.get(folder)
        if row and row.settings:
            self.settings_chosen.emit(row.settings.model_dump())
            self._say(f'The settings are those of "{self.name(folder)}" now: click Train to train with them.')


def _curves(folders: list[Path]) -> dict[Path, RunCurves]:
    """In the background: a long history takes seconds to read and is many times as large as its curves."""
    found: dict[Path, RunCurves] = {}
    for folder in folders:
        try:
            found[folder] = RunCurves(read_history(folder))
        except InklingError:
            # The table says what is wrong with the run; here it only has no curve.
            found[folder] = RunCurves(())
    return found


def _show_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
