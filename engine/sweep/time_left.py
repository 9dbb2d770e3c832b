"""How long trainings will take, judged by those that are done."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.formats import count
from engine.runs import RunRow
from engine.settings import TrainSettings

MATTER = (
    "model",
    "data",
    "augmentation",
    "outliers",
    "batch_size",
    "precision",
    "pipeline",
    "optimizer",
    "teacher",
    "num_workers",
    "threads",
)
"""The settings on which the time of an epoch depends, those that matter most first."""


class Measured(NamedTuple):
    """A training, or a part of one, whose time is known."""

    settings: TrainSettings
    seconds: float
    epochs: int


def expected_seconds(settings: TrainSettings, measured: Sequence[Measured]) -> float | None:
    """The time of all epochs of a training, from the mean epoch of those that are most like it; None without
    any of the same network: others may take a hundred times as long.

    Two trainings are the more alike the later in MATTER the first setting stands in which they differ.
    """
    known = [one for one in measured if one.epochs > 0 and one.settings.model == settings.model]
    if not known:
        return None
    likeness = [_likeness(settings, one.settings) for one in known]
    like = [one for one, like in zip(known, likeness, strict=True) if like == max(likeness)]
    return settings.epochs * sum(one.seconds for one in like) / sum(one.epochs for one in like)


def _likeness(first: TrainSettings, other: TrainSettings) -> int:
    same = (getattr(first, name) == getattr(other, name) for name in MATTER)
    return next((place for place, equal in enumerate(same) if not equal), len(MATTER))


def measured_runs(rows: Sequence[RunRow]) -> list[Measured]:
    """The times of kept runs."""
    return [Measured(row.settings, row.seconds, row.epochs_done) for row in rows if row.settings and row.epochs_done]


def seconds_left(trainings: Sequence[tuple[TrainSettings, int]], measured: Sequence[Measured]) -> float | None:
    """The time of several trainings, each with its number of epochs that are done; None while nobody knows."""
    left = 0.0
    for settings, done in trainings:
        whole = expected_seconds(settings, measured)
        if whole is None:
            return None
        left += whole * max(0, settings.epochs - done) / settings.epochs
    return left


def about(seconds: float) -> str:
    """A rough time, such as "about 3 min": "less than a minute" up to one, in hours from two hours on."""
    if seconds < 60:
        return "less than a minute"
    if seconds < 2 * 3600:
        return f"about {round(seconds / 60):,} min"
    return f"about {count(round(seconds / 3600), 'hour')}"
