"""Compresses the present network in the background, one job at a time, and shows the results on page Compression."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError, TrainSettings
from engine.compression import COMPRESS_FIELDS, CompressSettings, Finding
from engine.ink import MyDigit
from engine.runs import RunRow, titles
from engine.settings import Value, checked_as
from engine.stack import called, stack_of
from gui.background import Background, TrainingSession
from gui.compression.columns import verdict
from gui.compression.job import Job, compressed
from gui.compression.panel import CompressPanel
from gui.compression.row_actions import CompressedRowsController
from gui.network import Networks
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.runs import SavedRun

ITSELF, NEW = "itself", "new"
TEACHERS = {ITSELF: "The network itself", NEW: "A larger network, trained now"}
"""The teachers that are no runs, by the value that stands for them in the form; a run is named by its folder."""
NO_NETWORK = "There is no trained network yet that could be made smaller: click Train first."
TRAINING = "A training goes on: beside it the measured times would not be those of this computer."
STOP_FIRST = "Stop and make it smaller"
CANCELLED = "Cancelled: the table shows what was ready by then."
TRAINING_BEGAN = "Cancelled, because a training began: the table shows what was ready by then."


class Source(NamedTuple):
    """A network to compress, with the name that a person gave it."""

    name: str
    run: "SavedRun"

    @property
    def words(self) -> str:
        summary, kind = self.run.summary, called(self.run.settings.model)
        return summary if self.name == kind else f"{self.name} ({summary})"


class CompressionController(QObject):
    """Connects the page Compression to the engine."""

    page_asked = Signal()
    """The page should be shown."""
    doing = Signal(str)
    """What is worked on; "" when that has ended."""
    job_begun = Signal()
    """A job begins: other work that keeps cores busy should end."""
    stop_training_asked = Signal(object, str)
    """The run that is going on should be stopped. A function to call after its end, and a sentence for the wait."""

    def __init__(
        self,
        panel: CompressPanel,
        *,
        rows: CompressedRowsController,
        networks: Networks,
        session: TrainingSession,
        digits: Callable[[], Sequence[MyDigit]],
        hindrance: Callable[[], str],
        new_background: Callable[[], Background],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`digits` returns the person's own digits; `hindrance` gives the sentence why other work goes first, or ""."""
        super().__init__(panel)
        self._panel, self._compressed, self._networks, self._session = panel, rows, networks, session
        self._digits, self._hindrance, self._worker = digits, hindrance, new_background()
        self._show_problem, self._message = show_problem, message
        self._source: Source | None = None
        """The network that the next job would compress."""
        self._number = 0
        """The number of the present job: reports of an earlier one are ignored."""
        self.working = False
        self._folder: TemporaryDirectory[str] | None = None
        self._runs: list[RunRow] = []
        """All kept runs."""
        panel.asked.connect(self.start)
        panel.cancelled.connect(self.cancel)
        self._worker.reported.connect(self._show)
        self._worker.done.connect(self._end)
        self._worker.failed.connect(self._fail)
        networks.kept.connect(self._follow_network)
        self.offer_teachers([])

    # The network and its teachers.

    @Slot(object)
    def _follow_network(self, run: "SavedRun") -> None:
        """Compress the network that draws, unless it is itself a row: then still what that row was made of."""
        name = self._networks.name
        if name not in self._compressed.drawn_with:
            self._source = Source(name, run)
            self._show_source()
            self.offer_teachers(self._runs)

    def _show_source(self) -> None:
        if not self.working:
            self._panel.show_network(self._source.words if self._source else "")

    @Slot(list)
    def offer_teachers(self, rows: list[RunRow]) -> None:
        """Offer those of the kept runs that know the same data set."""
        self._runs = rows
        settings = self._source.run.settings if self._source else TrainSettings()
        # A student without filters is as large as the network itself, from which it would learn nothing new.
        filters = stack_of(settings.model).has_filters
        fixed = {key: words for key, words in TEACHERS.items() if key != ITSELF or filters}
        known = [row for row in rows if row.has_network and row.settings and row.settings.data == settings.data]
        names = titles(rows)
        self._panel.settings.show_teachers({**fixed, **{str(row.folder): f"Run {names[row.folder]}" for row in known}})

    def show_settings(self, values: dict[str, Value]) -> None:
        """Restore the settings of an earlier window, unless another version of Inkling had others."""
        with suppress(InklingError):
            self._panel.settings.show_values(checked_as(CompressSettings, COMPRESS_FIELDS, values).model_dump())

    # The job.

    @Slot()
    def start(self) -> None:
        """Compress the present network, or say why that cannot be done now."""
        self.page_asked.emit()
        if self.working:
            return
        if self._session.running:
            self._message.say("refusal", TRAINING, STOP_FIRST, self._start_instead)
        elif sentence := self._hindrance():
            self._message.say("refusal", sentence)
        elif self._source is None:
            self._message.say("refusal", NO_NETWORK)
        elif not self._panel.settings.go_to_refused():
            self.job_begun.emit()
            self._begin(self._source)

    @Slot()
    def training_ended(self) -> None:
        """Nothing has to be stopped first any more."""
        self._message.withdraw(STOP_FIRST)

    def _start_instead(self) -> None:
        """Stop the run that is going on, and compress its network then."""
        self.stop_training_asked.emit(self.start, "Stopping, to make the network smaller \u2026")

    def _begin(self, source: Source) -> None:
        self._number += 1
        self._compressed.made_of = source.name
        self.working = True
        settings = checked_as(CompressSettings, COMPRESS_FIELDS, self._panel.settings.values())
        strokes = list(self._digits())
        folder = self._new_folder()
        self._panel.show_start()
        self.doing.emit("Making the network smaller \u2026")
        teacher = self._panel.settings.teacher
        self._worker.ask(partial(compressed, Job(self._number, source.run, settings, folder, teacher, strokes)))

    def _new_folder(self) -> Path:
        """A folder for one job; the files of earlier ones stay, as a row of theirs may still be read."""
        if self._folder is None:
            self._folder = TemporaryDirectory(prefix="inkling-smaller-")
        folder = Path(self._folder.name) / str(self._number)
        folder.mkdir()
        return folder

    @Slot(object)
    def _show(self, found: tuple[int, Finding]) -> None:
        number, finding = found
        if self.working and number == self._number:
            self._panel.show_finding(finding)

    @Slot(object)
    def _end(self, number: int) -> None:
        if self.working and number == self._number:
            self._finish(f"{self._compressed.made_of}: {verdict(self._panel.results.rows)}")

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._finish(sentence)
        self._show_problem(sentence)

    @Slot()
    def cancel(self) -> None:
        """End the job; the rows that are ready stay."""
        self._stop(CANCELLED)

    @Slot()
    def give_way(self) -> None:
        """Call it when a training begins: end the job; the rows that are ready stay."""
        self._stop(TRAINING_BEGAN)

    def _stop(self, sentence: str) -> None:
        if self.working:
            self._worker.stop()
            self._finish(sentence)

    def _finish(self, sentence: str) -> None:
        self.working = False
        self.doing.emit("")
        self._panel.show_end(sentence)
        self._show_source()

    def end(self) -> None:
        """Delete the files of all jobs. Call it when the window closes and its jobs have ended."""
        if self._folder:
            self._folder.cleanup()
            self._folder = None
