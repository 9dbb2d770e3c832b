"""The page CPU: its facts, the peak, the share that training reaches, and the proof of which kernels run."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine.events import BatchDone, Event, Finished, Started, ThreadsChanged
from engine.settings import CORES, TrainSettings, checked
from engine.speed import KernelProof, Peak, about, prove_kernels, reached
from gui.app import WindowParts
from gui.background import WINDOWS_CORES, Job
from gui.training import TrainingWiring

if TYPE_CHECKING:
    from engine.hardware import Fact


class CpuWiring(QObject):
    """Measures when the page is in sight and no run goes on, or when a person asks for it."""

    def __init__(self, window: WindowParts, training: TrainingWiring) -> None:
        super().__init__(window)
        self._window = window
        self._panel = window.cpu_panel
        self._peaks: dict[int, Peak] = {}
        self._run: Started | None = None
        self._threads = 1
        """Of the last run."""
        self._operations = 0
        """Of one of its steps."""
        self._speed = 0.0
        """In images a second, as it was shown last."""
        self._describer, self._measurer, self._prover = (window.new_background() for _ in range(3))
        self._panel.came_in_sight.connect(self.look)
        window.loader.finished.connect(self.look)
        self._panel.peak_asked.connect(self.measure)
        self._panel.proof_asked.connect(self.prove)
        self._describer.done.connect(self._panel.show_facts)
        self._describer.failed.connect(window.show_problem)
        self._measurer.reported.connect(self._show_measured)
        self._measurer.done.connect(self._show_peaks)
        self._measurer.failed.connect(window.show_problem)
        self._prover.done.connect(self._panel.show_proof)
        self._prover.failed.connect(self._panel.show_proof_end)
        training.begun.connect(self._make_way)
        training.ended.connect(self._run_ended)
        window.session.events_came.connect(self._show_events)

    @property
    def _busy(self) -> bool:
        """Whether a run is at work, beside which a measurement is worth little."""
        control = self._window.session.control
        return control is not None and not control.paused

    @Slot()
    def look(self) -> None:
        """The page is in sight: tell what is not yet told, once torch is there and the start is over."""
        window = self._window
        if not self._panel.isVisible() or not window.engine_ready or window.loader.isRunning():
            return
        if "CPU" not in self._panel.facts and not self._describer.busy:
            self._describer.ask(_facts)
        if not self._busy and self._threads not in self._peaks and not self._measurer.busy:
            self.measure()

    @Slot()
    def measure(self) -> None:
        """The peak with each number of threads that training may get."""
        self._panel.show_measuring()
        most = max(1, CORES - WINDOWS_CORES)
        self._measurer.ask(partial(_measured, most, {self._threads, *self._threads_in_form()}))

    def _threads_in_form(self) -> Iterable[int]:
        chosen = self._settings.threads
        return [] if chosen == "auto" else [chosen]

    @property
    def _settings(self) -> TrainSettings:
        return checked(self._window.form.values())

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
        """Which kernels run in a training with the settings of this moment."""
        if self._busy:
            self._window.message.say("warning", "Pause or stop training first: the proof trains some steps of its own.")
        elif not self._prover.busy:
            self._panel.show_proving()
            self._prover.ask(partial(_proved, self._settings))

    # A run.

    @Slot()
    def _make_way(self) -> None:
        """A run begins, and first tries out how many threads are fastest: nothing else may be busy then."""
        if self._measurer.busy:
            self._measurer.stop()
            self._show_peaks()
        if self._prover.busy:
            self._prover.stop()
            self._panel.show_proof_end("")
        self._panel.show_run(going_on=True)

    @Slot()
    def _run_ended(self) -> None:
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
        network = build(run.model, classes=run.classes)  # type: ignore[arg-type]
        self._operations = step_operations(network, run.batch_size)
        self._show_threads(run.threads, run.threads_reason)

    def _show_threads(self, threads: int, reason: str) -> None:
        self._threads = threads
        self._panel.show_threads(f"{threads} ({reason})")

    def _show_speed(self, run: Started, speed: float) -> None:
        # It changes twice a second, while events come ten times.
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
