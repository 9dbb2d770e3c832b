"""The curves of a run, read off its events, to be drawn on a screen or into a file."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started

LARGEST, LEAST = 1e9, 1e-5
"""A larger loss would flatten everything else and break an axis; a smaller one has no place on a logarithmic axis."""


@dataclass
class CurvePoints:
    """What was measured, in the order of the steps."""

    batches: list[BatchDone] = field(default_factory=list)
    epochs: list[EpochDone] = field(default_factory=list)
    changes: list[LearningRateChanged] = field(default_factory=list)
    all_epochs: list[EpochDone] = field(default_factory=list)
    """With those whose validation loss cannot be drawn: they have an accuracy and a duration."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> "CurvePoints":
        """Leaves out what cannot be drawn, and the steps that a resumed run takes again."""
        points = cls()
        for event in events:
            match event:
                case Started():
                    points = points._until(event.first_step)
                case BatchDone(loss=loss) if drawable(loss):
                    points.batches.append(event)
                case EpochDone():
                    points.all_epochs.append(event)
                    points.epochs += [event] if drawable(event.validation_loss) else []
                case LearningRateChanged():
                    points.changes.append(event)
        return points

    def _until(self, step: int) -> "CurvePoints":
        return CurvePoints(
            [event for event in self.batches if event.step <= step],
            [event for event in self.epochs if event.step <= step],
            [event for event in self.changes if event.step <= step],
            [event for event in self.all_epochs if event.step <= step],
        )

    @property
    def best(self) -> EpochDone | None:
        """The first epoch with the lowest validation loss."""
        return min(self.epochs, key=lambda epoch: epoch.validation_loss, default=None)

    @property
    def last_step(self) -> int:
        return max([0, *(batch.step for batch in self.batches[-1:]), *(epoch.step for epoch in self.epochs[-1:])])

    @property
    def steps(self) -> NDArray[np.float64]:
        return np.array([batch.step for batch in self.batches], float)

    @property
    def losses(self) -> NDArray[np.float64]:
        return np.array([max(batch.loss, LEAST) for batch in self.batches], float)


def drawable(loss: float | None) -> bool:
    """Whether a curve can show this loss. A loss that was not finite comes back from a file as None."""
    return loss is not None and math.isfinite(loss) and loss <= LARGEST


class Smoothing:
    """A running average over the last tenth of the values so far, at most about `most` of them.

    Its span is short at the start, where a loss falls fast and a longer average would trail behind it. `growth` is how
    much longer it becomes with each value.
    """

    def __init__(self, most: int = 50, growth: float = 0.1) -> None:
        self._most, self._growth = most, growth
        self._count = 0
        self._average = math.nan

    def add(self, value: float) -> float:
        """The average including `value`; a value that is not finite leaves it as it was."""
        if math.isfinite(value):
            span = min(self._most, 1 + self._count * self._growth)
            self._average = value if self._count == 0 else self._average + (value - self._average) / span
            self._count += 1
        return self._average


def smoothed(values: NDArray[np.float64], most: int = 50) -> NDArray[np.float64]:
    """What Smoothing gives after each of `values` (N,)."""
    return np.fromiter(map(Smoothing(most).add, values.tolist()), float, len(values))


def thinned(
    x: NDArray[np.float64], y: NDArray[np.float64], most: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """At most about `most` of the points (N,), (N,): the lowest and the highest of each group, so that no peak is lost.

    The first and the last point stay, too.
    """
    if len(x) <= most:
        return x, y
    kept = np.unique(np.concatenate([extremes(y, -(-2 * len(x) // most)), [0, len(x) - 1]]))
    return x[kept], y[kept]


def extremes(values: NDArray[np.float64], group: int) -> NDArray[np.intp]:
    """Indices of the lowest and the highest of each `group` of values (N,), in the order of the values.

    The last group may be shorter. One whose values are all equal keeps its first and its last.
    """
    whole = len(values) - len(values) % group
    groups = values[:whole].reshape(-1, group)
    # Of equally high ones the last.
    places = np.stack([groups.argmin(1), group - 1 - groups[:, ::-1].argmax(1)], 1)
    indices = (np.sort(places, 1) + np.arange(0, whole, group)[:, None]).ravel()
    rest = values[whole:]
    return np.concatenate([indices, whole + extremes(rest, len(rest))]) if len(rest) else indices
