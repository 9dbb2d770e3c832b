"""How fast training goes just now."""

from time import perf_counter

from engine.events import TimeSpent
from engine.training.step.learner import StepSeconds

WINDOW_SECONDS = 0.5
"""The figures are of the last half second: long enough to be steady, short enough to show a change at once."""


class Throughput:
    """Counts images and waiting time, and turns them into figures twice a second."""

    def __init__(self) -> None:
        self.images_per_second = 0.0
        self.waiting_share = 0.0
        self._settled = False
        self.restart()

    def step(self, images: int, waited: float) -> None:
        """One batch was learnt, for which training had waited that many seconds."""
        self._images += images
        self._waited += waited
        passed = perf_counter() - self._since
        over = passed >= WINDOW_SECONDS
        # Until the first half second is over an early figure is better than none.
        if over or not self._settled:
            self.images_per_second = self._images / passed
            self.waiting_share = min(1.0, self._waited / passed)
        if over:
            self._settled = True
            self.restart()

    def restart(self) -> None:
        """Begin to count anew, after something that is not part of a step: a validation, a pause."""
        self._since, self._images, self._waited = perf_counter(), 0, 0.0


# Where the time of a step goes.


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
