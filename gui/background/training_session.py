"""The present run as the window's thread sees it: signals instead of a thread and its queue.

A timer empties the queue of the present run only, so nothing of an old run reaches the window after a new one began.
"""

from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import Event, Finished, RunControl, TrainSettings
from gui.background.training_thread import TrainingThread

DRAIN_MILLISECONDS = 100
"""Ten times a second looks live and leaves the core to training, which drawing each step made five times slower."""
DRAINS_A_SNAPSHOT = 2
"""Copying a network, reading with it and painting the answer costs as much as the curve does."""


class TrainingSession(QObject):
    """Holds one run at a time, and reports it in the window's thread."""

    events_came = Signal(list)
    """New events, oldest first. The last event of a run is its Finished."""
    resumed = Signal(list)
    """The events of a resumed run from before it was cut off, emitted before its first new event."""
    network_changed = Signal(object)
    """A Classifier with a snapshot of the weights in training."""
    trained = Signal(object)
    """The SavedRun that a run ended with, emitted before its Finished."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._thread: TrainingThread | None = None
        self._drains = 0
        self.watched = False
        """Whether a person looks into the network as it learns: then each drain brings a snapshot."""
        self._timer = QTimer(self)
        self._timer.setInterval(DRAIN_MILLISECONDS)
        self._timer.timeout.connect(self._drain)

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(self, what: TrainSettings | Path, *, paused: bool = False) -> None:
        """Begin a run with these settings, or go on with the one in this folder. There must be no present run.

        A `paused` run waits after its first step.
        """
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
        """Ask the run to end. What was learnt is kept unless it is discarded. Its Finished comes as the last event."""
        if self._thread:
            self._thread.control.stop(discard=discard)

    def wait(self, milliseconds: int) -> bool:
        """Wait for a run that was asked to stop, and return whether it ended within that time."""
        return self._thread is None or self._thread.wait(milliseconds)

    def tell_the_end(self) -> None:
        """Emit what a run still has to say whose thread has ended, without waiting for the timer."""
        if self._thread and self._thread.isFinished():
            self._drain()

    @Slot()
    def _drain(self) -> None:
        thread = self._thread
        if thread is None:
            return
        over = thread.isFinished()
        events = _taken(thread, over=over)
        if over:
            self._timer.stop()
            self._thread = None
            thread.deleteLater()
        self._emit_network(thread.control, over=over)
        if thread.past and events:
            past, thread.past = thread.past, []
            self.resumed.emit(past)
        if events:
            self.events_came.emit(events)

    def _emit_network(self, control: RunControl, *, over: bool) -> None:
        self._drains += 1
        wanted = over or self.watched or self._drains % DRAINS_A_SNAPSHOT == 0
        if wanted and (snapshot := control.take_snapshot()):
            self.network_changed.emit(snapshot)
        if over and control.trained:
            self.trained.emit(control.trained)


def _taken(thread: TrainingThread, *, over: bool) -> list[Event]:
    """The events in the queue. A Finished stays there until its thread is over, so that no snapshot comes after it."""
    events = [thread.events.popleft() for _ in range(len(thread.events))]
    if not over and events and isinstance(events[-1], Finished):
        thread.events.append(events.pop())
    return events
