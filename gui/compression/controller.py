"""Making a network smaller in the window: one job at a time, beside it."""

from collections.abc import Sequence
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Literal, NamedTuple

from PySide6.QtCore import QObject, Slot

from engine.compression import COMPRESS_FIELDS, CompressSettings, Finding
from engine.errors import InklingError
from engine.ink import MyDigit
from engine.runs import MODEL_FILE, RunRow
from engine.settings import FIELDS, TrainSettings, checked_as
from gui.app import WindowParts
from gui.background import jobs as background
from gui.compression.columns import verdict
from gui.compression.row_actions import CompressionRowsWiring
from gui.runs import RunsWiring
from gui.training import TrainingWiring
from gui.widgets import Value

if TYPE_CHECKING:
    from engine.runs import SavedRun

ITSELF, NEW = "itself", "new"
TEACHERS = {ITSELF: "The network itself", NEW: "A larger network, trained now"}
"""By the words that stand for them in the form; kept runs are known by their folders."""
NO_NETWORK = "There is no trained network yet that could be made smaller: click Train first."
TRAINING = "A training goes on: beside it the measured times would not be those of this computer."
STOP_FIRST = "Stop and make it smaller"
LEARNING = "Wait until your digits are learnt, and make the network smaller then."
CANCELLED = "Cancelled: the table shows what was ready by then."
TRAINING_BEGAN = "Cancelled, because a training began: the table shows what was ready by then."


class Source(NamedTuple):
    """A network that is or can be made smaller."""

    name: str
    run: "SavedRun"

    @property
    def words(self) -> str:
        summary, kind = self.run.summary, FIELDS["model"].labels[self.run.settings.model]
        return summary if self.name == kind else f"{self.name} ({summary})"


class Job(NamedTuple):
    """What the work in the background is told."""

    number: int
    run: "SavedRun"
    settings: CompressSettings
    folder: Path
    teacher: str
    strokes: Sequence[MyDigit]


class CompressingWiring(QObject):
    """Does what the page "Smaller" asks for."""

    def __init__(
        self, window: WindowParts, training: TrainingWiring, runs: RunsWiring, rows: CompressionRowsWiring
    ) -> None:
        super().__init__(window)
        self._window, self._training, self._runs, self._smaller = window, training, runs, rows
        self._panel = window.compress_panel
        self._source: Source | None = None
        """What would be made smaller now."""
        self._number = 0
        """Of the present job: what an earlier one still says is not heard."""
        self.working = False
        self._folder: TemporaryDirectory[str] | None = None
        self._rows: list[RunRow] = []
        """All kept runs."""
        self._worker = window.new_background()
        self._connect()
        self._offer_teachers([])

    def _connect(self) -> None:
        panel = self._panel
        panel.asked.connect(self.start)
        panel.cancelled.connect(self.cancel)
        self._worker.reported.connect(self._show)
        self._worker.done.connect(self._end)
        self._worker.failed.connect(self._fail)
        self._window.networks.kept.connect(self._follow_network)
        self._training.begun.connect(self._give_way)
        self._runs.listed.connect(self._offer_teachers)

    # The network and its teachers.

    @Slot(object)
    def _follow_network(self, run: "SavedRun") -> None:
        """The one that draws; but whoever draws with a row still wants to make smaller what the row was made of."""
        name = self._window.networks.name
        if name not in self._smaller.drawn_with:
            self._source = Source(name, run)
            self._show_source()
            self._offer_teachers(self._rows)

    def _show_source(self) -> None:
        if not self.working:
            self._panel.show_network(self._source.words if self._source else "")

    @Slot(list)
    def _offer_teachers(self, rows: list[RunRow]) -> None:
        """Of the kept runs those that know the same images."""
        self._rows = rows
        settings = self._source.run.settings if self._source else TrainSettings()
        # A student of SimpleNN is as large as the network itself: it would learn nothing new of it.
        fixed = {key: words for key, words in TEACHERS.items() if key != ITSELF or settings.model != "simple"}
        known = [row for row in rows if row.has_network and row.settings and row.settings.data == settings.data]
        self._panel.settings.show_teachers({**fixed, **{str(row.folder): f"Run {row.name}" for row in known}})

    def show_settings(self, values: dict[str, Value]) -> None:
        """Those that an earlier window kept, unless another version had others."""
        with suppress(InklingError):
            self._panel.settings.show_values(checked_as(CompressSettings, COMPRESS_FIELDS, values).model_dump())

    # The job.

    @Slot()
    def start(self) -> None:
        """Make the present network smaller, or say why not."""
        window = self._window
        window.pages.setCurrentWidget(self._panel)
        if self.working:
            return
        if self._training.going_on:
            then = partial(self._training.stop_and_then, self.start, "Stopping, to make the network smaller \u2026")
            window.message.say("warning", TRAINING, STOP_FIRST, then)
        elif window.teaching.learner.busy:
            window.message.say("warning", LEARNING)
        elif self._source is None:
            window.message.say("warning", NO_NETWORK)
        else:
            window.measuring.cancel()
            self._begin(self._source)

    def _begin(self, source: Source) -> None:
        self._number += 1
        self._smaller.made_of = source.name
        self.working = True
        settings = checked_as(CompressSettings, COMPRESS_FIELDS, self._panel.settings.values())
        strokes = list(self._window.teaching.digits)
        folder = self._new_folder()
        self._panel.show_start()
        teacher = self._panel.settings.teacher
        self._worker.ask(partial(_compressed, Job(self._number, source.run, settings, folder, teacher, strokes)))

    def _new_folder(self) -> Path:
        """One for each job: a row of an earlier one may still be read."""
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
            self._finish(f"{self._smaller.made_of}: {verdict(self._panel.results.rows)}")

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._finish(sentence)
        self._window.show_problem(sentence)

    @Slot()
    def cancel(self) -> None:
        """End the job; the rows that are ready stay."""
        self._stop(CANCELLED)

    @Slot()
    def _give_way(self) -> None:
        self._stop(TRAINING_BEGAN)

    def _stop(self, sentence: str) -> None:
        if self.working:
            self._worker.stop()
            self._finish(sentence)

    def _finish(self, sentence: str) -> None:
        self.working = False
        self._panel.show_end(sentence)
        self._show_source()

    def end(self) -> None:
        """The window closes and its jobs have ended: what was not kept goes."""
        if self._folder:
            self._folder.cleanup()
            self._folder = None


def _compressed(job: Job, asked: background.Job) -> int:
    from engine.compression import compress
    from engine.runs import open_run

    teacher: SavedRun | Literal["new"] | None
    match job.teacher:
        case "itself":
            teacher = None
        case "new":
            teacher = "new"
        case folder:
            teacher = open_run(Path(folder) / MODEL_FILE)
    found = compress(job.run, job.settings, job.folder, teacher, job.strokes, stopping=asked.stopping)
    with closing(found):
        for finding in found:
            asked.report((job.number, finding))
    return job.number
