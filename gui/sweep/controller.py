"""Trains several networks in the background, and shows what came of them on page Several."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError, KeepingFailed, TrainSettings
from engine.data import is_here, missing
from engine.runs import RunRow, runs_folder
from engine.sweep import (
    Sweep,
    SweepControl,
    SweepFinished,
    SweepProgress,
    TrialEnded,
    TrialStarted,
    about,
)
from gui.background import Background, TrainingSession
from gui.sweep.job import last_one, trained
from gui.sweep.panel import SweepPanel
from gui.sweep.plan_controller import PlanController
from gui.sweep.words import ended, marks_of, trials_of
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.sweep import SweepEvent, SweepRecord

TRAINING = "A training goes on: these would slow it down, and it them."
STOP_FIRST = "Stop it and try several"


class SweepController(QObject):
    """Connects the page Several to the engine's sweeps."""

    page_asked = Signal()
    begun = Signal()
    """Trainings begin: other work that keeps cores busy should end."""
    going_on_changed = Signal(bool)
    """Whether trainings go on, beside which no other may begin."""
    runs_changed = Signal()
    run_asked = Signal(object)
    """The folder (a Path) of a run that should be shown."""
    doing = Signal(str)
    """What is worked on; "" when that has ended."""
    stop_training_asked = Signal(object, str)
    """The run that is going on should be stopped. A function to call after its end, and a sentence for the wait."""

    def __init__(
        self,
        panel: SweepPanel,
        *,
        settings: Callable[[], TrainSettings],
        refused: Callable[[], bool],
        session: TrainingSession,
        hindrance: Callable[[], str],
        new_background: Callable[[], Background],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`settings` returns those of the form, which all trainings share; `refused` goes to one that is not valid;
        `hindrance` gives the sentence why other work goes first, or "".
        """
        super().__init__(panel)
        self._panel, self._settings, self._refused, self._session = panel, settings, refused, session
        self._hindrance, self._show_problem, self._message = hindrance, show_problem, message
        self._worker, self._reader = new_background(), new_background()
        self._control: SweepControl | None = None
        """Of the sweep that goes on."""
        self._folder: Path | None = None
        """Of the sweep in the table, once it is known."""
        self._rows: dict[int, TrialEnded] = {}
        self._now = ""
        self._has_asked = False
        """Whether the last sweep has been looked for. At the start a job would import torch before the window shows."""
        panel.asked.connect(self.start)
        panel.cancelled.connect(self.cancel)
        panel.resume_asked.connect(self.go_on)
        panel.run_asked.connect(lambda run: self.run_asked.emit(runs_folder() / run))
        self._worker.reported.connect(self._show)
        self._worker.done.connect(self._end)
        self._worker.failed.connect(self._fail)
        self._reader.done.connect(self._show_last)
        self._reader.failed.connect(show_problem)
        self.plan = PlanController(panel, settings=settings)

    @property
    def working(self) -> bool:
        return self._control is not None

    @Slot(list)
    def follow_runs(self, rows: list[RunRow]) -> None:
        """The kept runs are these."""
        if not self._has_asked:
            self._has_asked = True
            self._reader.ask(last_one)
        self.plan.follow_runs(rows)

    # A sweep.

    @Slot()
    def start(self) -> None:
        """Train all, or say why that cannot be done now."""
        self.page_asked.emit()
        if self._refused():
            return
        try:
            sweep = self._panel.plan.sweep(self._settings())
        except InklingError:
            self._panel.plan.go_to_refused()
            return
        for name in {trial.data for trial in sweep.trials()}:
            if not is_here(name):
                self._message.say("refusal", missing(name))
                return
        self._begin(sweep, self.start)

    @Slot()
    def go_on(self) -> None:
        """Go on with the last sweep."""
        if self._folder:
            self._begin(self._folder, self.go_on)

    def _begin(self, what: Sweep | Path, again: Callable[[], object]) -> None:
        if self.working:
            return
        if self._session.running:
            stop = partial(self.stop_training_asked.emit, again, "Stopping, to try several \u2026")
            self._message.say("refusal", TRAINING, STOP_FIRST, stop)
            return
        if sentence := self._hindrance():
            self._message.say("refusal", sentence)
            return
        self._message.withdraw(STOP_FIRST)
        self._control = SweepControl()
        if isinstance(what, Sweep):
            self._rows, self._folder = {}, None
            self._show_rows()
        self.begun.emit()
        self.going_on_changed.emit(True)
        self._panel.show_running("Preparing \u2026")
        self.doing.emit("Trying several \u2026")
        self._worker.ask(partial(trained, what, self._control))

    @Slot()
    def cancel(self) -> None:
        """Stop; what was learnt is kept, and the rest can go on later."""
        if self._control:
            self._control.stop()
            self._panel.show_running("Stopping \u2026")

    def _show_rows(self) -> None:
        rows = [self._rows[place] for place in sorted(self._rows)]
        self._panel.show_rows(rows, marks_of(rows))

    @Slot(object)
    def _show(self, event: "SweepEvent") -> None:
        match event:
            case TrialStarted():
                self._now = f"Training {event.place} of {event.trials}: {event.words}"
                self._tell((event.place - 1) / event.trials, event.seconds_left)
            case SweepProgress():
                self._tell(event.share, event.seconds_left)
            case TrialEnded():
                self._rows[event.place] = event
                self._show_rows()
                self.runs_changed.emit()
            case SweepFinished():
                self._folder = Path(event.folder)
                self._finish(ended(event), can_go_on=event.reason == "stopped")
            case KeepingFailed():
                self._show_problem(event.message)

    def _tell(self, share: float, left: float | None) -> None:
        if self._control and not self._control.stopping:
            time = f" ({about(left)} left)" if left else ""
            self._panel.show_running(f"{self._now}{time}", share)

    @Slot(object)
    def _end(self, _nothing: object) -> None:
        self._let_others_begin()

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._finish(sentence, can_go_on=False)
        self._let_others_begin()
        self._show_problem(sentence)

    def _finish(self, sentence: str, *, can_go_on: bool) -> None:
        self._panel.show_end(sentence, can_go_on=can_go_on)
        self.doing.emit("")

    def _let_others_begin(self) -> None:
        self._control = None
        self.going_on_changed.emit(False)
        self.runs_changed.emit()
        self.plan.follow_settings()

    # An earlier one.

    @Slot(object)
    def _show_last(self, found: "tuple[Path, SweepRecord] | None") -> None:
        """Show the last sweep, of this window or another program."""
        if found is None or self.working:
            return
        self._folder, record = found
        self._rows = {trial.place: trial for trial in trials_of(record)}
        self._show_rows()
        open_one = record.is_open and not record.going_on
        self._panel.show_end("The last ones were stopped: they can go on." if open_one else "", can_go_on=open_one)
