"""Where the loss and the learning rate of a run have been going: what a diagnosis is made of."""

import math

from engine.runs import Smoothing

BLOCKS = 3
"""How many means of some steps the running average is over, more or less."""
WORSE_THAN_GUESSING = 1.3
"""Times the loss of guessing; first weights are at most a tenth worse than guessing."""
RISEN, RISEN_BY = 2.0, 0.4
"""A loss diverges that is so many times its best, and by so many nats above it: twice a very small loss is nothing, and
while one-cycle's rate is at its highest the loss of a good run rises by less."""
HARDLY_MOVED = 0.85
"""Of the loss of guessing: a run that is above it after an epoch learns next to nothing."""


def guessing(classes: int) -> float:
    """Nats: the loss of a network that gives every class the same probability."""
    return math.log(classes)


class RunningLoss:
    """The training loss as a running average of means over blocks of steps, and the least that it was."""

    def __init__(self, guessing: float) -> None:
        """`guessing` is the loss of a network that knows nothing."""
        self._guessing = guessing
        self.now = self.best = math.inf
        self._newest = math.inf
        # From the second mean on it spans all the blocks.
        self._smoothing = Smoothing(BLOCKS, growth=BLOCKS)
        self.known = False

    def add(self, mean: float) -> None:
        self.known = True
        self.now = self._smoothing.add(mean)
        self.best = min(self.best, self.now)
        self._newest = mean

    @property
    def exploding(self) -> bool:
        """Worse than guessing, or far above its best and still rising."""
        if self.now > WORSE_THAN_GUESSING * self._guessing:
            return True
        return self._newest >= self.now > max(RISEN * self.best, self.best + RISEN_BY)

    @property
    def high(self) -> bool:
        """Not yet back near where it was, after it has exploded."""
        return self.now > min(HARDLY_MOVED * self._guessing, self.best + RISEN_BY / 2)


class LearningRate:
    """The learning rate over the run so far."""

    def __init__(self) -> None:
        self.now = self.highest = 0.0
        self._first: float | None = None
        self._ends: list[float] = []

    def add(self, rate: float) -> None:
        self._first = rate if self._first is None else self._first
        self.now, self.highest = rate, max(rate, self.highest)

    def end_epoch(self) -> None:
        self._ends.append(self.now)

    @property
    def rising(self) -> bool:
        """One-cycle has not come to its highest rate yet."""
        return self._first is not None and self.now == self.highest > self._first

    def constant(self, epochs: int) -> bool:
        """Over that many epochs, as from the first step on."""
        return len(self._ends) >= epochs and len({self._first, *self._ends[-epochs:]}) == 1
