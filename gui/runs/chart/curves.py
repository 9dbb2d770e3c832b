"""A run's history as arrays to draw, over steps, epochs or seconds. Knows nothing of widgets."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine import Event, Finished, Started
from engine.runs import LEAST, CurvePoints, drawable, smoothed, thinned

Over = Literal["step", "epoch", "seconds"]
Numbers = NDArray[np.float64]


class Points(NamedTuple):
    """Two arrays of one length, x in ascending order, without values that cannot be drawn."""

    x: Numbers
    y: Numbers

    def thinned(self, most: int) -> "Points":
        """At most about `most` points, with every peak."""
        return Points(*thinned(self.x, self.y, most))

    def nearest(self, x: float) -> float | None:
        """The y of the point nearest to x; None before the start and after the end of the curve."""
        if not len(self.x):
            return None
        gap = float(np.diff(self.x).max()) / 2 if len(self.x) > 1 else 0.5
        if not self.x[0] - gap <= x <= self.x[-1] + gap:
            return None
        return float(self.y[np.abs(self.x - x).argmin()])


class RunCurves:
    """All curves of a history. A resumed run's curves go on where its new part starts."""

    def __init__(self, events: Sequence[Event]) -> None:
        points = CurvePoints.of(events)
        self._run = next((event for event in reversed(events) if isinstance(event, Started)), None)
        self._seconds = next((event.seconds for event in reversed(events) if isinstance(event, Finished)), None)
        self._epochs, self._best = points.all_epochs, points.best
        self._changes = [change.step for change in points.changes]
        self._loss = Points(points.steps, points.losses)
        self._knots = self._clock()
        self._smoothed: dict[int, Numbers] = {}
        """The losses by the number of steps over which they are averaged."""

    def _clock(self) -> tuple[Numbers, Numbers]:
        """Some steps and the seconds at them; the seconds of other steps are interpolated."""
        steps, seconds, before = [float(self._first_step)], [0.0], 0.0
        for epoch in self._epochs:
            # The clock of a resumed run may start at zero again.
            if before + epoch.seconds < seconds[-1]:
                before = seconds[-1]
            steps.append(epoch.step)
            seconds.append(before + epoch.seconds)
        last = float(self._loss.x[-1]) if len(self._loss.x) else 0.0
        if last > steps[-1]:
            seconds.append(seconds[-1] + (last - steps[-1]) * self._pace(steps, seconds))
            steps.append(last)
        return np.array(steps), np.array(seconds)

    @property
    def _first_step(self) -> int:
        """The number of steps before the first one in the history."""
        return int(self._loss.x[0]) - 1 if len(self._loss.x) else 0

    def _pace(self, steps: list[float], seconds: list[float]) -> float:
        """Seconds a step, for steps after the last epoch's end."""
        if len(steps) > 1:
            return (seconds[-1] - seconds[-2]) / (steps[-1] - steps[-2])
        return (self._seconds or 0.0) / max(1, len(self._loss.x))

    def _x(self, steps: Numbers, over: Over) -> Numbers:
        if over == "step":
            return steps
        if over == "seconds":
            return np.interp(steps, *self._knots)
        return steps * (self._run.epochs / self._run.steps) if self._run else steps

    def train(self, over: Over, smoothed_over: int) -> Points:
        """The loss of each batch, averaged over this many steps; 1 leaves it unchanged."""
        if smoothed_over not in self._smoothed:
            self._smoothed[smoothed_over] = smoothed(self._loss.y, smoothed_over)
        return Points(self._x(self._loss.x, over), self._smoothed[smoothed_over])

    def validation(self, over: Over) -> Points:
        """The validation loss after each epoch."""
        return self._at_epochs(over, [epoch.validation_loss for epoch in self._epochs])

    def accuracy(self, over: Over) -> Points:
        """The validation accuracy after each epoch, in percent."""
        return self._at_epochs(over, [100 * epoch.validation_accuracy for epoch in self._epochs])

    def _at_epochs(self, over: Over, values: list[float]) -> Points:
        known = [
            (epoch.step, max(value, LEAST))
            for epoch, value in zip(self._epochs, values, strict=True)
            if drawable(value)
        ]
        steps, shown = np.array(known, np.float64).reshape(-1, 2).T
        return Points(self._x(steps, over), shown)

    def changes(self, over: Over) -> Numbers:
        """Where the learning rate was changed by hand."""
        return self._x(np.array(self._changes, np.float64), over)

    def best(self, over: Over) -> tuple[float, int] | None:
        """The x of the lowest validation loss, and its epoch; None before the end of the first epoch."""
        if self._best is None:
            return None
        return float(self._x(np.array([float(self._best.step)]), over)[0]), self._best.epoch
