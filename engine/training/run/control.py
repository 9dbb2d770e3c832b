"""The one object through which the caller of `train` reaches into a run: to steer it, and to look at its network."""

import threading
from queue import SimpleQueue
from time import perf_counter
from typing import TYPE_CHECKING

from engine.errors import Stopped

if TYPE_CHECKING:
    from engine.models import Classifier
    from engine.runs import SavedRun, Timeline


class RunControl:
    """Held by the listener, looked at by training between two steps.

    What is only written by one thread and read by the other is a single reference and needs no lock; how far a paused
    run may go does, because both change it.
    """

    def __init__(self) -> None:
        self.stopping = False
        """Whether the run is to end now."""
        self.stop_asked = False
        """Whether the caller wants it to end."""
        self._shared = False
        self.discarding = False
        """Whether the run is to leave nothing behind when it stops."""
        self._learning_rate: float | None = None
        """What the caller wants the learning rate to be from the next step on; None while that is as it was set."""
        self.trained: SavedRun | None = None
        """What the run ended with, also when it could not be written to the disk."""
        self.timeline: Timeline | None = None
        """The snapshots of the run so far, which training replaces by a longer one; None if it keeps none."""
        self._wanted = False
        self._snapshot: Classifier | None = None
        self._lock = threading.Lock()
        self._moved: SimpleQueue[None] = SimpleQueue()
        """Wakes a paused run. Its `put` may be called in a signal handler, which an Event's `set` may not: the handler
        can interrupt the very thread that holds the Event's lock."""
        self._paused = False
        self._steps = 0
        """How many more steps a paused run may take."""
        self._to_epochs_end = False

    def stop(self, *, discard: bool = False) -> None:
        """Ask the run to end, in whatever state it is, and to keep what was learnt unless it is to be discarded.

        A discard is not taken back by another stop. May be called in a signal handler.
        """
        self.discarding = self.discarding or discard
        self.stop_asked = True
        if not self._shared:
            self.stopping = True
        self._moved.put(None)

    def share_steps(self, shared: bool) -> None:
        """While several processes share each step, a stop waits until they have agreed on the last one."""
        self._shared = shared
        # It may have come just before.
        if not shared and self.stop_asked:
            self.stopping = True

    def check(self) -> None:
        """Raises Stopped once the run is to end; called between the parts of long preparations."""
        if self.stopping:
            raise Stopped

    @property
    def learning_rate(self) -> float | None:
        """What the caller wants the learning rate to be from the next step on; None once training has taken it."""
        return self._learning_rate

    @learning_rate.setter
    def learning_rate(self, rate: float | None) -> None:
        with self._lock:
            self._learning_rate = rate

    def take_learning_rate(self) -> float | None:
        """Called by training: the wish, which counts as heard from now on. None that comes meanwhile is lost."""
        with self._lock:
            rate, self._learning_rate = self._learning_rate, None
        return rate

    # Pausing and going on: the caller's side.

    @property
    def paused(self) -> bool:
        """Whether the run was told to wait, or to wait after the steps that it may still take."""
        return self._paused

    def pause(self) -> None:
        """Ask the run to wait after the present step."""
        self._move(paused=True)

    def go_on(self) -> None:
        """Let it run again."""
        self._move(paused=False)

    def take_step(self) -> None:
        """Let it take one step and then wait; as many steps as this is called."""
        with self._lock:
            self._paused = True
            self._steps += 1
        self._moved.put(None)

    def take_epoch(self) -> None:
        """Let it go to the end of the epoch, validation included, and then wait."""
        self._move(paused=True, to_epochs_end=True)

    def _move(self, *, paused: bool, to_epochs_end: bool = False) -> None:
        with self._lock:
            self._paused, self._to_epochs_end, self._steps = paused, to_epochs_end, 0
        self._moved.put(None)

    # The same: training's side.

    def may_step(self) -> bool:
        """Whether the next step may be taken now. Uses up one of the steps that a paused run was allowed."""
        if not self._paused or self.stopping:
            return True
        with self._lock:
            if not self._paused or self._to_epochs_end:
                return True
            self._steps -= 1
            if self._steps >= 0:
                return True
            self._steps = 0
            return False

    def end_epoch(self) -> None:
        """An epoch is over, and with it the permission to go to its end."""
        if self._to_epochs_end:
            with self._lock:
                self._to_epochs_end = False

    def wait(self) -> float:
        """Until the next step may be taken or the run is to stop; the seconds that this took."""
        begin = perf_counter()
        # What was asked for before this wait still lies in the queue: each of it costs one more look.
        while not self.may_step():
            self._moved.get()
        return perf_counter() - begin

    # Looking at the network.

    def take_snapshot(self) -> "Classifier | None":
        """A copy of the network of a moment ago, when there is a new one; asks for the next at the same time."""
        snapshot, self._snapshot = self._snapshot, None
        self._wanted = True
        return snapshot

    @property
    def snapshot_wanted(self) -> bool:
        return self._wanted

    def give_snapshot(self, classifier: "Classifier") -> None:
        """Called by training, whose copy this is: the listener may do with it what it likes."""
        self._snapshot, self._wanted = classifier, False
