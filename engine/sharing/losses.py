"""The losses of a run in a few words: enough to say whether those of another run are the same."""

import hashlib
import struct
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started, ThreadsChanged
from engine.runs import CurvePoints

DIGITS = 12
"""Of the SHA-256 in hexadecimal: two runs have the same by accident once in 10^14 pairs."""
MOST_EPOCHS = 4


class Losses(NamedTuple):
    """Of the steps from the first on that another computer can take as well."""

    steps: int
    digest: str
    """The start of the SHA-256 of the losses of all steps, each as a little-endian float64."""
    first: float
    """Of the first step, which rounding has hardly changed yet."""
    validation: tuple[tuple[int, float], ...]
    """Epochs, the last among them, and the validation loss after each."""

    @classmethod
    def of(cls, events: Sequence[Event]) -> "Losses | None":
        """Those of a run with these events; None before its first step."""
        steps = repeatable_steps(events)
        losses = losses_of(events)[:steps]
        if not losses:
            return None
        return cls(len(losses), digest_of(losses), losses[0], _some(validation_of(events, steps)))


def repeatable_steps(events: Iterable[Event]) -> int:
    """How many steps another computer can take as well: none after a person has changed the learning rate, or the run
    its number of threads."""
    threads, last = 0, 0
    for event in events:
        match event:
            case Started():
                if threads not in (0, event.threads):
                    return last
                threads = event.threads
            case BatchDone():
                last = event.step
            case LearningRateChanged() | ThreadsChanged():
                return last
    return last


def losses_of(events: Sequence[Event]) -> list[float]:
    """The loss of each step in order, as far as none is missing."""
    losses: list[float] = []
    for event in CurvePoints.of(events).batches:
        if event.step != len(losses) + 1:
            break
        losses.append(event.loss)
    return losses


def validation_of(events: Sequence[Event], steps: int) -> list[tuple[int, float]]:
    """Each epoch that ended within these steps, and the validation loss after it."""
    epochs: list[EpochDone] = CurvePoints.of(events).epochs
    return [(one.epoch, one.validation_loss) for one in epochs if one.step <= steps]


def digest_of(losses: Sequence[float]) -> str:
    return hashlib.sha256(struct.pack(f"<{len(losses)}d", *losses)).hexdigest()[:DIGITS]


def _some(epochs: Sequence[tuple[int, float]]) -> tuple[tuple[int, float], ...]:
    """At most MOST_EPOCHS of them, evenly, with the last."""
    every = -(-len(epochs) // MOST_EPOCHS) or 1
    return tuple(epochs[::-1][::every][::-1])
