"""How fast training is at this moment, and where the time of a step goes."""

from time import perf_counter

from engine.events import TimeSpent
from engine.training.step.learner import StepSeconds

WINDOW_SECONDS = 0.5
"""The figures cover half a second: long enough to be steady, and short enough to show a change at once."""


class Throughput:
    """Counts images and waiting time, and turns them into figures twice a second."""

    def __init__(self) -> None:
        self.images_per_second = 0.0
        self.waiting_share = 0.0
        self._settled = False
        self.restart()

    def step(self, images: int, waited: float) -> None:
        """Add one step, before which training waited `waited` seconds for the batch."""
        self._images += images
        self._waited += waited
        passed = perf_counter() - self._since
        over = passed >= WINDOW_SECONDS
        # In the first half second an early figure is better than none.
        if over or not self._settled:
            self.images_per_second = self._images / passed
            self.waiting_share = min(1.0, self._waited / passed)
        if over:
            self._settled = True
            self.restart()

    def restart(self) -> None:
        """Start counting again, after something that is not part of a step, like a validation or a pause."""
        self._since, self._images, self._waited = perf_counter(), 0, 0.0


TELL_SECONDS = 0.25
"""The interval of reports: short enough to look live, and long enough to cost nothing."""


class StepClock:
    """Adds up the seconds that the loader and the loop of the run spend, and reports their means over steps."""

    def __init__(self, num_workers: int, *, beside: bool = False) -> None:
        """`beside` says that a thread beside this one prepares the batches."""
        self._elsewhere = num_workers > 0 or beside
        self._starting = num_workers > 0
        self._restart()

    def _restart(self) -> None:
        self._steps = 0
        self._fetch = self._transform = self._wait = self._forward = self._backward = self._update = 0.0
        self._due = perf_counter() + TELL_SECONDS

    def prepared(self, fetch: float, transform: float) -> None:
        """Add the seconds that preparing a batch took, in this thread, beside it, or in a worker."""
        self._fetch += fetch
        self._transform += transform

    def step(self, number: int, waited: float, learnt: StepSeconds) -> TimeSpent | None:
        """Add step `number`; returns a report on the steps since the last one when it is due."""
        self.add(waited, learnt)
        return self.told(number) if perf_counter() >= self._due else None

    def add(self, waited: float, learnt: StepSeconds) -> None:
        """Add one step, before which the loop waited `waited` seconds for the batch."""
        if self._starting:
            # Starting the workers takes as long as hundreds of batches, and does not belong to the first one.
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
        """A report on the steps since the last one, now; None when there was no step."""
        steps = self._steps
        if not steps:
            return None
        prepared = self._fetch / steps, self._transform / steps
        here, there = ((0.0, 0.0), prepared) if self._elsewhere else (prepared, (0.0, 0.0))
        # In this thread the loop waits only while a batch is prepared, which is counted already.
        wait = self._wait / steps if self._elsewhere else 0.0
        learnt = self._forward / steps, self._backward / steps, self._update / steps
        self._restart()
        return TimeSpent(number, *here, wait, *learnt, *there)
