"""The status line: where training is, how long it will take, how fast it goes and on which CPU."""

from time import monotonic

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QStatusBar

from engine import BatchDone, Event, Finished, Measuring, Paused, Started, ThreadsChanged
from engine.formats import count, duration, percent
from gui.theme import sized
from gui.widgets import ElidedLabel, NamedLabel


class StatusStrip(QStatusBar):
    """Shows the newest events, and the facts of a run that do not change."""

    in_short = Signal(str, float)
    """What a run does in two or three words, and the share of its steps that is done, 0 to 1."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self.setAccessibleName("Status")
        self._run: Started | None = None
        self._began = 0.0
        """When training began, moved later by every pause, so that pauses do not count for the time left."""
        self._paused_at: float | None = None
        self._counted_from: int | None = None
        """The first step of which an event came."""
        self._cpu_name = self._precision = self._job = ""
        self._place = _label("Where training is", "")
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress of training")
        sized(self._bar.setMinimumWidth, 60)
        self._line = ElidedLabel("Last line of the log", Qt.AlignmentFlag.AlignLeft)
        self._line.setObjectName("muted")
        self._left = _label("Time left", "Time left until the last epoch is done")
        self._speed = _label("Images per second", "How many images the network learns from each second")
        self._waiting = _label(
            "Waiting for data",
            "The share of time in which training had nothing to do but wait for the next batch",
        )
        self._cpu = ElidedLabel("CPU")
        self._cpu.setToolTip("The CPU, and how many of its cores share the arithmetic")
        self.addWidget(self._place)
        self.addWidget(self._bar, 1)
        self.addWidget(self._line, 1)
        self._show_progress(False)
        for label in (self._left, self._speed, self._waiting, self._cpu):
            self.addPermanentWidget(label)
        self.say("Ready")

    def say(self, words: str) -> None:
        """Say what the program is doing, until the next batch is shown."""
        self._place.setText(words)

    @Slot(str)
    def show_line(self, line: str) -> None:
        """Show the newest line of the log, where the progress of a run is while there is one."""
        self._line.setText(line)
        self._line.setToolTip(line)

    def _show_progress(self, going_on: bool) -> None:
        """A full bar after a run would say that something else had come to its end."""
        self._bar.setVisible(going_on)
        self._line.setVisible(not going_on)

    def show_cpu(self, words: str) -> None:
        self._cpu_name = self._cpu.enough = words
        self._cpu.setText(words)

    def show_events(self, events: list[Event]) -> None:
        """Show all events, but of many steps only the newest."""
        newest = next((event for event in reversed(events) if isinstance(event, BatchDone)), None)
        for event in events:
            if event is newest or not isinstance(event, BatchDone):
                self._show(event)

    def _show(self, event: Event) -> None:
        match event:
            case Started():
                self._run, self._began, self._paused_at = event, monotonic(), None
                self._counted_from = None
                self._show_progress(True)
                self._bar.setRange(0, event.steps)
                self._bar.setValue(event.first_step)
                self.in_short.emit("preparing \u2026", self._share)
                self._precision = _precision(event)
                self._show_threads(event.threads, event.threads_reason)
            case ThreadsChanged():
                self._show_threads(event.threads, event.threads_reason)
            case Paused():
                self.in_short.emit("paused", self._share)
                self._paused_at = self._paused_at or monotonic()
                self.say(f"Paused after step {event.step:,}" if event.step else "Paused before the first step")
                self._left.setText("")
                self._waiting.setText("")
            case BatchDone() if self._run:
                if self._counted_from is None:
                    # The wait for the first batch includes the start of the loader workers.
                    self._began, self._counted_from = monotonic(), event.step
                self._show_batch(event, self._run)
            case Measuring() if self._run:
                self.in_short.emit("measuring \u2026", 1.0)
                self.say(f"Measuring on {self._run.test_images:,} test images \u2026")
                self._clear_throughput()
            case Finished():
                self._clear_throughput()
                self._show_progress(False)
                self.in_short.emit(event.reason, self._share)
                self.say(event.reason.capitalize())

    @property
    def _share(self) -> float:
        return self._bar.value() / max(1, self._bar.maximum())

    @Slot(str)
    def show_job(self, words: str) -> None:
        """Say what is worked on while nothing is trained; "" when that has ended."""
        if words:
            self._bar.setValue(0)
            self.say(words)
        elif self._place.text() == self._job:
            self.say("Ready")
        self._job = words

    def _clear_throughput(self) -> None:
        for label in (self._left, self._speed, self._waiting):
            label.setText("")

    def _show_threads(self, threads: int, reason: str) -> None:
        self._cpu.enough = f"{self._cpu_name}, {count(threads, 'thread')}"
        self._cpu.setText(self._cpu.enough)
        precision = f"\nPrecision: {self._precision}" if self._precision else ""
        self._cpu.setToolTip(f"Threads that share the arithmetic: {threads} ({reason}){precision}")

    def _show_batch(self, event: BatchDone, run: Started) -> None:
        batches = run.steps // run.epochs
        batch = (event.step - 1) % batches + 1
        self.say(f"Epoch {event.epoch} of {run.epochs}, batch {batch} of {batches}")
        self._bar.setValue(event.step)
        if self._paused_at is not None:
            self._began += monotonic() - self._paused_at
            self._paused_at = None
        steps = event.step - (self._counted_from or 0)
        left = (monotonic() - self._began) / steps * (run.steps - event.step) if steps else None
        self._left.setText("" if left is None else f"{duration(left)} left")
        self.in_short.emit(", ".join(filter(None, ["learning", self._left.text()])), self._share)
        self._speed.setText(f"{event.images_per_second:,.0f} images/s")
        self._waiting.setText(f"{percent(event.waiting_share, 0)} waiting for data")


def _precision(run: Started) -> str:
    """The precision and why it was chosen; "" where float32 is used as set."""
    return f"{run.precision}, {run.precision_reason}" if run.precision_reason not in ("", "as set") else ""


def _label(name: str, tip: str) -> QLabel:
    label = NamedLabel(name)
    label.setToolTip(tip)
    return label
