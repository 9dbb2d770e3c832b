"""Where the time of a step goes, added up step by step and told a few times a second."""

from time import perf_counter

from engine.events import TimeSpent
from engine.learner import StepSeconds

TELL_SECONDS = 0.25
"""Often enough to look live, and so seldom that telling costs nothing."""


class StepClock:
    """Takes in seconds as they are spent: by the loader, and by the run's loop."""

    def __init__(self, num_workers: int) -> None:
        self._workers = num_workers > 0
        self._starting = self._workers
        self._restart()

    def _restart(self) -> None:
        self._steps = 0
        self._fetch = self._transform = self._wait = self._forward = self._backward = self._update = 0.0
        self._due = perf_counter() + TELL_SECONDS

    def prepared(self, fetch: float, transform: float) -> None:
        """A batch comes that took these seconds to prepare, here or in a worker."""
        self._fetch += fetch
        self._transform += transform

    def step(self, number: int, waited: float, learnt: StepSeconds) -> TimeSpent | None:
        """Step `number` is done; what the steps since the last telling came to, when it is time to tell."""
        self.add(waited, learnt)
        return self.told(number) if perf_counter() >= self._due else None

    def add(self, waited: float, learnt: StepSeconds) -> None:
        """One more step is done, for whose batch the loop has waited so many seconds."""
        if self._starting:
            # The workers' start takes as long as hundreds of batches, and is a part of none: not even of the first.
            self._starting = False
            self._restart()
            return
        forward, backward, update = learnt
        self._steps += 1
        self._wait += waited
        self._forward += forward
        self._backward += backward
        self._update += update

    def told(self, number: int) -> TimeSpent | None:
        """What came since the last telling, at once; None when there was no step since the last telling."""
        steps = self._steps
        if not steps:
            return None
        prepared = self._fetch / steps, self._transform / steps
        here, there = ((0.0, 0.0), prepared) if self._workers else (prepared, (0.0, 0.0))
        # Without workers the loader's time is that of preparing, and the loop waits for nothing else.
        wait = self._wait / steps if self._workers else 0.0
        learnt = self._forward / steps, self._backward / steps, self._update / steps
        self._restart()
        return TimeSpent(number, *here, wait, *learnt, *there)
