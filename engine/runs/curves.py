"""The curves of a run, read off its events: for whoever draws them, on a screen or into a file."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started

LARGEST, LEAST = 1e9, 1e-5
"""Losses beyond the one would flatten everything else, and break an axis; those below the other have no place on a
logarithmic one."""


@dataclass
class CurvePoints:
    """What was measured, in order of the steps."""

    batches: list[BatchDone] = field(default_factory=list)
    epochs: list[EpochDone] = field(default_factory=list)
    changes: list[LearningRateChanged] = field(default_factory=list)
    all_epochs: list[EpochDone] = field(default_factory=list)
    """Those too whose validation loss cannot be drawn: they have an accuracy, and took their time."""

    @classmethod
    def of(cls, events: Iterable[Event]) -> "CurvePoints":
        """Without what cannot be drawn; when a run is resumed, steps that were lost are not drawn twice."""
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
    """Whether a curve can have it; a loss that was not finite comes back from a file as None."""
    return loss is not None and math.isfinite(loss) and loss <= LARGEST


class Smoothing:
    """A running average over the last tenth of what there was, at most `most` values.

    Short at the start, where a loss falls fast and a longer average would trail behind it.
    """

    def __init__(self, most: int = 50) -> None:
        self._most = most
        self._count = 0
        self._average = math.nan

    def add(self, value: float) -> float:
        """The average including `value`; a value that is not finite leaves it as it was."""
        if math.isfinite(value):
            span = min(self._most, 1 + self._count / 10)
            self._average = value if self._count == 0 else self._average + (value - self._average) / span
            self._count += 1
        return self._average


def smoothed(values: Sequence[float] | NDArray[np.float64]) -> NDArray[np.float64]:
    """All of these as they follow one another under Smoothing."""
    smoothing = Smoothing()
    return np.array([smoothing.add(value) for value in values])


def thinned(
    columns: NDArray[np.float64], values: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The lowest and the highest value of each whole number of `columns`, which rise: nobody would see more."""
    if len(columns) == 0:
        return columns, values
    starts = np.flatnonzero(np.diff(np.floor(columns), prepend=-np.inf))
    if 2 * len(starts) >= len(columns):
        return columns, values
    extremes = np.stack([np.minimum.reduceat(values, starts), np.maximum.reduceat(values, starts)], 1)
    return np.repeat(columns[starts], 2), extremes.ravel()
