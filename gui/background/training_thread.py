"""The thread that trains and the one that imports torch; `background.py` has those that look things up.

A thread puts plain values into a queue of its own; a timer of the window takes them out. Only the queue of the present
run is looked at, so nothing of an old run can reach the window after a new one began.
"""

import gc
import logging
from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from engine.errors import InklingError
from engine.events import Event, Finished, Started
from engine.settings import TrainSettings
from engine.system import give_back_freed_memory
from engine.training import RunControl

if TYPE_CHECKING:
    from engine.models import Classifier
    from engine.runs import SavedRun

DRAIN_MILLISECONDS = 100
"""Ten times a second: looks live and leaves the core to training, which drawing each step made five times slower."""
DRAINS_A_SNAPSHOT = 2
"""Copying a network, reading with it and painting the answer costs as much as the curve does."""

WINDOWS_CORES = 1
"""Training leaves so many cores to the window: else they would wait for each other."""

log = logging.getLogger("inkling")


class TrainingThread(QThread):
    """Pulls the engine's events; the last one is always a Finished, whatever happens."""

    def __init__(self, what: TrainSettings | Path, parent: QObject) -> None:
        """Trains with these settings, or goes on with the run in this folder."""
        super().__init__(parent)
        self.control = RunControl()
        self.events: deque[Event] = deque()
        self.past: list[Event] = []
        """What a resumed run had told before; there when its Started comes."""
        self._what = what

    def run(self) -> None:
        try:
            self._pull()
        except InklingError as error:
            self._fail(str(error))
        except Exception:
            log.exception("Training ended by a fault of the program")
            self._fail("Training ended by a fault of the program: the log file tells more.")
        give_back_freed_memory()

    def _pull(self) -> None:
        from engine.runs import read_history
        from engine.training import resume, train

        if isinstance(self._what, Path):
            events = resume(self._what, self.control, spare_cores=WINDOWS_CORES)
        else:
            events = train(self._what, self.control, spare_cores=WINDOWS_CORES)
        for event in events:
            if isinstance(event, Started) and event.first_step:
                self.past = read_history(Path(event.folder))
            self.events.append(event)

    def _fail(self, message: str) -> None:
        self.events.append(Finished("failed", message, seconds=0.0, test_accuracy=None, saved_to=None))


class TrainingSession(QObject):
    """One run at a time, seen from the window's thread."""

    events_came = Signal(list)
    """New events, oldest first; the ones of a run end with its Finished."""
    resumed = Signal(list)
    """What a resumed run had told before it was cut off; comes before its first event."""
    network_changed = Signal(object)
    """A Classifier with the weights of the moment."""
    trained = Signal(object)
    """The SavedRun that a run ended with; comes before its Finished."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: TrainingThread | None = None
        self._drains = 0
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MILLISECONDS)
        self._timer.timeout.connect(self._drain)

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self, what: TrainSettings | Path, *, paused: bool = False) -> None:
        """Begin a run with these settings, or go on with the one in this folder; none may be going on."""
        assert self._thread is None
        self._thread = TrainingThread(what, self)
        if paused:
            self._thread.control.take_step()
        self._thread.finished.connect(self._drain)
        self._thread.start()
        self._timer.start()

    @property
    def control(self) -> RunControl | None:
        """What steers the run; None when there is none."""
        return self._thread.control if self._thread else None

    def stop(self, *, discard: bool = False) -> None:
        """Ask the run to end; what was learnt is kept unless it is discarded. Its Finished comes as the last event."""
        if self._thread:
            self._thread.control.stop(discard=discard)

    def wait(self, milliseconds: int) -> bool:
        """Whether the run, after `stop`, ended within that time."""
        return self._thread is None or self._thread.wait(milliseconds)

    def tell_the_end(self) -> None:
        """Of a run whose thread has ended: now, and not at the timer's next turn."""
        if self._thread and self._thread.isFinished():
            self._drain()

    @Slot()
    def _drain(self) -> None:
        thread = self._thread
        if thread is None:
            return
        over = thread.isFinished()
        events = [thread.events.popleft() for _ in range(len(thread.events))]
        if not over and events and isinstance(events[-1], Finished):
            # Told with the thread's end: a last look at the network must not come after it.
            thread.events.append(events.pop())
        if over:
            self._timer.stop()
            self._thread = None
            thread.deleteLater()
        self._drains += 1
        wanted = over or self._drains % DRAINS_A_SNAPSHOT == 0
        if wanted and (snapshot := thread.control.take_snapshot()):
            self.network_changed.emit(snapshot)
        if over and thread.control.trained:
            self.trained.emit(thread.control.trained)
        if thread.past and events:
            past, thread.past = thread.past, []
            self.resumed.emit(past)
        if events:
            self.events_came.emit(events)


@dataclass
class LoadedEngine:
    """What the window learns once torch is there."""

    cpu: str
    run: "SavedRun | None"
    classifier: "Classifier | None"
    problems: list[str]
    """A sentence for each saved network that cannot be used."""
    networks: dict[str, str]
    """What to say about each network that can be chosen."""


class EngineLoader(QThread):
    """Imports torch, opens the last network and reads the images, so that the first click need not wait."""

    loaded = Signal(object)
    """LoadedEngine, once."""
    varied = Signal(object)
    """Sixteen varied training images, uint8 (16, 28, 28), once the data is there."""
    failed = Signal(str)
    """A sentence, when training or even torch will not work."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.ready = False
        """Whether torch is imported."""
        self.loaded.connect(self._note_ready)

    @Slot()
    def _note_ready(self) -> None:
        self.ready = True

    def run(self) -> None:
        try:
            self._load()
        except InklingError as error:
            self.failed.emit(str(error))
        except Exception as error:
            log.exception("The engine could not be loaded")
            self.failed.emit(f"PyTorch cannot be loaded ({error}): install requirements.txt again.")

    def _load(self) -> None:
        from engine.hardware import cpu_name
        from engine.models import MODELS, describe
        from engine.runs import empty_deleted, latest_run
        from engine.settings import CORES

        run, problems = latest_run()
        classifier = run.classifier() if run else None
        networks = {str(name): describe(name) for name in MODELS}
        self.loaded.emit(LoadedEngine(f"{cpu_name()}, {CORES} cores", run, classifier, problems, networks))
        empty_deleted()
        import engine.training.start  # noqa: F401 - so that the first click finds it imported
        from engine.data import mnist, training_images, varied_examples

        images = mnist().train
        self.varied.emit(varied_examples(images))
        training_images(TrainSettings(), images)
        # What is there now stays: without this a collection of garbage goes through all of torch, a stall of 120 ms.
        gc.freeze()
