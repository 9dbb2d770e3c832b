"""Trends of a run's loss and learning rate, on which its diagnosis is based."""

import math

from engine.runs import Smoothing

BLOCKS = 3
"""The running average covers about this many blocks of steps."""
WORSE_THAN_GUESSING = 1.3
"""Times the loss of guessing. First weights are at most a tenth worse than guessing."""
RISEN, RISEN_BY = 2.0, 0.4
"""A loss diverges when it is this many times its best, and this many nats above it. Twice a very small loss is
harmless, and at the highest rate of one-cycle the loss of a good run rises by less."""
HARDLY_MOVED = 0.85
"""A run whose loss is above this share of the loss of guessing after an epoch learns next to nothing."""


def guessing(classes: int) -> float:
    """The loss of a network that gives every class the same probability, in nats."""
    return math.log(classes)


class RunningLoss:
    """The running average of the training loss over blocks of steps, and its lowest value."""

    def __init__(self, guessing: float) -> None:
        """`guessing` is the loss of an untrained network, in nats."""
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
        """After an explosion: not yet back near its best."""
        return self.now > min(HARDLY_MOVED * self._guessing, self.best + RISEN_BY / 2)


class LearningRate:
    """The learning rate in the run so far."""

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
        """Whether one-cycle has not reached its highest rate yet."""
        return self._first is not None and self.now == self.highest > self._first

    def constant(self, epochs: int) -> bool:
        """Whether it was the same over the last epochs as in the first step."""
        return len(self._ends) >= epochs and len({self._first, *self._ends[-epochs:]}) == 1
