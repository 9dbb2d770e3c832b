"""A run's history as arrays to draw: what is measured, over steps, epochs or seconds. Knows nothing of widgets."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.events import BatchDone, EpochDone, Event, Finished, LearningRateChanged, Started
from gui.curve import LARGEST

Over = Literal["step", "epoch", "seconds"]
Numbers = NDArray[np.float64]
LEAST = 1e-5
"""A loss of exactly zero has no place on a logarithmic axis."""


class Points(NamedTuple):
    """Arrays of one length, x in order; what cannot be drawn is left out."""

    x: Numbers
    y: Numbers

    def nearest(self, x: float) -> float | None:
        """The y of the point nearest to x; None where the curve has not begun yet or has ended."""
        if not len(self.x):
            return None
        gap = float(np.diff(self.x).max()) / 2 if len(self.x) > 1 else 0.5
        if not self.x[0] - gap <= x <= self.x[-1] + gap:
            return None
        return float(self.y[np.abs(self.x - x).argmin()])


class RunCurves:
    """All that a history has to show. A run that was resumed goes on where its new part starts."""

    def __init__(self, events: Sequence[Event]) -> None:
        self._run: Started | None = None
        self._batches: list[tuple[int, float]] = []
        self._epochs: list[EpochDone] = []
        self._changes: list[int] = []
        self._seconds: float | None = None
        for event in events:
            self._take(event)
        self._loss = _points(self._batches)
        self._knots = self._clock()

    def _take(self, event: Event) -> None:
        match event:
            case BatchDone():
                self._batches.append((event.step, event.loss))
            case EpochDone():
                self._epochs.append(event)
            case LearningRateChanged():
                self._changes.append(event.step)
            case Finished():
                self._seconds = event.seconds
            case Started():
                self._go_back_to(event.first_step)
                self._run = event

    def _go_back_to(self, step: int) -> None:
        """What had been done after the last kept network was done again when the run was resumed."""
        self._batches = [batch for batch in self._batches if batch[0] <= step]
        self._epochs = [epoch for epoch in self._epochs if epoch.step <= step]
        self._changes = [change for change in self._changes if change <= step]

    def _clock(self) -> tuple[Numbers, Numbers]:
        """Steps and the seconds at them, between which one may interpolate."""
        steps, seconds, before = [float(self._first_step)], [0.0], 0.0
        for epoch in self._epochs:
            # The clock of a resumed run may start at zero again.
            if before + epoch.seconds < seconds[-1]:
                before = seconds[-1]
            steps.append(epoch.step)
            seconds.append(before + epoch.seconds)
        last = self._batches[-1][0] if self._batches else 0
        if last > steps[-1]:
            seconds.append(seconds[-1] + (last - steps[-1]) * self._pace(steps, seconds))
            steps.append(last)
        return np.array(steps), np.array(seconds)

    @property
    def _first_step(self) -> int:
        """How many steps were done before the first one that is known here."""
        return self._batches[0][0] - 1 if self._batches else 0

    def _pace(self, steps: list[float], seconds: list[float]) -> float:
        """Seconds a step, for steps after the last epoch's end."""
        if len(steps) > 1:
            return (seconds[-1] - seconds[-2]) / (steps[-1] - steps[-2])
        return (self._seconds or 0.0) / max(1, len(self._batches))

    def _x(self, steps: Numbers, over: Over) -> Numbers:
        if over == "step":
            return steps
        if over == "seconds":
            return np.interp(steps, *self._knots)
        return steps * (self._run.epochs / self._run.steps) if self._run else steps

    def train(self, over: Over, smoothed_over: int) -> Points:
        """The loss of each batch, as the average over this many steps; 1 leaves it as it is."""
        return Points(self._x(self._loss.x, over), smoothed(self._loss.y, smoothed_over))

    def validation(self, over: Over) -> Points:
        """The loss after each epoch."""
        return self._at_epochs(over, [epoch.validation_loss for epoch in self._epochs])

    def accuracy(self, over: Over) -> Points:
        """After each epoch, on the validation images, in percent."""
        return self._at_epochs(over, [100 * epoch.validation_accuracy for epoch in self._epochs])

    def _at_epochs(self, over: Over, values: list[float]) -> Points:
        steps, known = _points([(epoch.step, value) for epoch, value in zip(self._epochs, values, strict=True)])
        return Points(self._x(steps, over), known)

    def changes(self, over: Over) -> Numbers:
        """Where somebody changed the learning rate."""
        return self._x(np.array(self._changes, np.float64), over)

    def best(self, over: Over) -> tuple[float, int] | None:
        """Where the validation loss was lowest, and after which epoch; None before the first epoch's end."""
        known = [epoch for epoch in self._epochs if np.isfinite(_number(epoch.validation_loss))]
        if not known:
            return None
        lowest = min(known, key=lambda epoch: epoch.validation_loss)
        return float(self._x(np.array([float(lowest.step)]), over)[0]), lowest.epoch


def smoothed(values: Numbers, most: int) -> Numbers:
    """The average over the last tenth of what there was, at most `most` values: short where a loss falls fast."""
    places = np.arange(len(values))
    spans = np.minimum(most, 1 + places // 10)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    return (sums[places + 1] - sums[places + 1 - spans]) / spans


def thinned(points: Points, most: int) -> Points:
    """At most about `most` points: of each group the lowest and the highest, so that no peak is lost."""
    count = len(points.x)
    if count <= most:
        return points
    size = -(-2 * count // most)
    groups = points.y[: count // size * size].reshape(-1, size)
    starts = np.arange(len(groups)) * size
    kept = np.unique(np.concatenate([starts + groups.argmin(1), starts + groups.argmax(1), [0, count - 1]]))
    return Points(points.x[kept], points.y[kept])


def _points(pairs: Sequence[tuple[float, float | None]]) -> Points:
    both = np.array([(x, _number(y)) for x, y in pairs], np.float64).reshape(-1, 2)
    drawable = both[np.abs(np.nan_to_num(both[:, 1], nan=np.inf)) <= LARGEST]
    return Points(drawable[:, 0], np.maximum(drawable[:, 1], LEAST))


def _number(value: float | None) -> float:
    """A file of records has null where a number was not finite."""
    return float("nan") if value is None else value
