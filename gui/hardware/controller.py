"""Measures what the page CPU shows: its facts, the peak rate, the share that training reaches, which kernels run."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine import BatchDone, Event, Finished, Started, ThreadsChanged, TrainSettings
from engine.settings import CORES
from engine.speed import KernelProof, Peak, about, prove_kernels, reached
from gui.background import WINDOWS_CORES, Background, EngineLoader, Job, TrainingSession
from gui.hardware.panel import CpuPanel
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.hardware import Fact


class HardwareController(QObject):
    """Measures while the page is visible and no run is going on, or when a person asks for it."""

    def __init__(
        self,
        panel: CpuPanel,
        *,
        settings: Callable[[], TrainSettings],
        refused: Callable[[], bool],
        session: TrainingSession,
        loader: EngineLoader,
        new_background: Callable[[], Background],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`settings` returns those of the form; `refused` goes to a number in it that is not valid, if any is."""
        super().__init__(panel)
        self._panel, self._settings, self._session, self._loader = panel, settings, session, loader
        self._message, self._refused = message, refused
        self._peaks: dict[int, Peak] = {}
        """The peak rates by number of threads."""
        self._run: Started | None = None
        """How the run that is going on began."""
        self._threads = 1
        """The threads of the last run."""
        self._operations = 0
        """The floating point operations of one of its steps."""
        self._speed = 0.0
        """Its images per second, as shown last."""
        self._describer, self._measurer, self._prover = (new_background() for _ in range(3))
        self._connect()
        for job in (self._describer, self._measurer):
            job.failed.connect(show_problem)

    def _connect(self) -> None:
        panel = self._panel
        panel.came_in_sight.connect(self.look)
        self._loader.finished.connect(self.look)
        panel.peak_asked.connect(self.measure)
        panel.proof_asked.connect(self.prove)
        self._describer.done.connect(panel.show_facts)
        self._measurer.reported.connect(self._show_measured)
        self._measurer.done.connect(self._show_peaks)
        self._prover.done.connect(panel.show_proof)
        self._prover.failed.connect(panel.show_proof_end)
        self._session.events_came.connect(self._show_events)

    @property
    def _busy(self) -> bool:
        """Whether a run is training, which would disturb a measurement."""
        control = self._session.control
        return control is not None and not control.paused

    @Slot()
    def look(self) -> None:
        """Measure what a visible page does not show yet, once torch is imported and the start is over."""
        if not self._panel.isVisible() or not self._loader.ready or self._loader.isRunning():
            return
        if "CPU" not in self._panel.facts and not self._describer.busy:
            self._describer.ask(_facts)
        if not self._busy and self._threads not in self._peaks and not self._measurer.busy:
            self.measure()

    @Slot()
    def measure(self) -> None:
        """Measure the peak rate with each number of threads that training may get."""
        self._panel.show_measuring()
        most = max(1, CORES - WINDOWS_CORES)
        self._measurer.ask(partial(_measured, most, {self._threads, *self._threads_in_form()}))

    def _threads_in_form(self) -> Iterable[int]:
        chosen = self._settings().threads
        return [] if chosen == "auto" else [chosen]

    @Slot(object)
    def _show_measured(self, found: Peak | float) -> None:
        if isinstance(found, Peak):
            self._peaks[found.threads] = found
        else:
            self._panel.show_bfloat16(found)

    @Slot()
    def _show_peaks(self) -> None:
        self._panel.show_peaks(dict(self._peaks))

    @Slot()
    def prove(self) -> None:
        """Find out which kernels run in a training with the settings of the form."""
        if self._busy:
            self._message.say("refusal", "Pause or stop training first: the proof trains some steps of its own.")
        elif not self._prover.busy and not self._refused():
            self._panel.show_proving()
            self._prover.ask(partial(_proved, self._settings()))

    # A run.

    @Slot()
    def give_way(self) -> None:
        """Call it when a run begins. It first measures how many threads are fastest; nothing may disturb that."""
        if self._measurer.busy:
            self._measurer.stop()
            self._show_peaks()
        if self._prover.busy:
            self._prover.stop()
            self._panel.show_proof_end("")
        self._panel.show_run(going_on=True)

    @Slot()
    def run_ended(self) -> None:
        """Call it when a run has ended."""
        self._panel.show_run(going_on=False)
        self.look()

    @Slot(list)
    def _show_events(self, events: list[Event]) -> None:
        newest = next((event for event in reversed(events) if isinstance(event, BatchDone)), None)
        for event in events:
            match event:
                case Started():
                    self._begin(event)
                case ThreadsChanged():
                    self._show_threads(event.threads, event.threads_reason)
                case BatchDone() if event is newest and self._run:
                    self._show_speed(self._run, event.images_per_second)
                case Finished():
                    self._run = None

    def _begin(self, run: Started) -> None:
        from engine.models import build, step_operations

        self._run = run
        network = build(run.model, classes=run.classes)
        self._operations = step_operations(network, run.batch_size)
        self._show_threads(run.threads, run.threads_reason)

    def _show_threads(self, threads: int, reason: str) -> None:
        self._threads = threads
        self._panel.show_threads(f"{threads} ({reason})")

    def _show_speed(self, run: Started, speed: float) -> None:
        # It changes twice a second, but events come ten times a second.
        if not speed or speed == self._speed:
            return
        self._speed = speed
        seconds = run.batch_size / speed
        what = about(run.model, run.batch_size, run.precision)
        self._panel.show_training(reached(what, self._threads, self._operations, seconds))


def _facts(_job: Job) -> "list[Fact]":
    from engine.hardware import facts

    return facts()


def _measured(most: int, also: set[int], job: Job) -> None:
    from engine.speed import bfloat16_rate, measure_peak
    from engine.training import candidates

    for threads in sorted(candidates(most) | also):
        job.report(measure_peak(threads, job.stopping))
        if job.stopping():
            return
    job.report(bfloat16_rate())


def _proved(settings: TrainSettings, job: Job) -> KernelProof:
    return prove_kernels(settings, job.stopping)
