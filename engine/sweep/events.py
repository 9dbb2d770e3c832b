"""The events of a sweep. Between the start and the end of a trial come those of its training."""

from typing import Literal, NamedTuple

from engine.events import Event

State = Literal["waiting", "begun", "completed", "failed"]


class TrialStarted(NamedTuple):
    """A trial begins, or goes on where it was cut off."""

    place: int
    """From 1."""
    trials: int
    words: str
    """What differs, as in "Learning rate 0.01, Batch size 64"."""
    resumed: bool
    seconds_left: float | None
    """For this and all other trials that are left; None while nothing is known about their time."""


class SweepProgress(NamedTuple):
    """How far the sweep is, after each epoch."""

    share: float
    """Of all epochs, 0 to 1."""
    seconds_left: float | None


class TrialEnded(NamedTuple):
    """A trial has ended. One that was done before the sweep went on has this event alone."""

    place: int
    trials: int
    words: str
    values: dict[str, str]
    """The same by the title of each setting, as in {"Learning rate": "0.01"}."""
    state: State
    """"begun" if it was stopped: it goes on when the sweep does."""
    message: str
    """Why it failed, or ""."""
    run: str
    """The name of the run's folder; "" if there is none."""
    validation_accuracy: float | None
    """From 0 to 1, after the last epoch. Trials are compared by it."""
    test_accuracy: float | None
    """For the record; nothing is sorted, marked or chosen by it."""
    seconds: float
    weights: int
    validation_images: int
    seconds_left: float | None
    """For all trials that are left."""


class SweepFinished(NamedTuple):
    """The last event. The places, from 1, are those of complete trials."""

    reason: Literal["completed", "stopped"]
    folder: str
    trials: int
    completed: int
    failed: int
    best: tuple[int, ...]
    """The most accurate trial, and those that are as good as far as the validation images can tell."""
    front_by_seconds: tuple[int, ...]
    front_by_weights: tuple[int, ...]


SweepEvent = TrialStarted | SweepProgress | TrialEnded | SweepFinished | Event
