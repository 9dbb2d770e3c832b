"""One run of a random sequence, and the losses that it must have."""

import copy
import tempfile
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from benchmarks.faults.workbench import TINY
from engine import BatchDone, Event, Finished, InklingError, RunControl, train
from engine.data import Splits
from engine.runs import read_history

CONSTANT = TINY.model_copy(update={"schedule": "constant", "epochs": 3})
RATES = (0.0005, 0.002, 0.004)
MOST = 5
"""The number of runs that one sequence begins at most."""


@dataclass
class Life:
    """A run and what is known of it."""

    control: RunControl
    events: Generator[Event]
    folder: Path | None = None
    waits: bool = False
    """Whether its last event was Paused."""
    hurt: bool = False
    """Whether the disk was full at any time while it went on."""
    finished: list[Finished] = field(default_factory=list)

    @property
    def blocked(self) -> bool:
        """Whether the run would wait for a person before its next event. A copy is asked: asking uses up a step."""
        return self.waits and not copy.copy(self.control).may_step()


def kept_losses(folder: Path) -> list[float]:
    """The losses in the history of a run; none if it has no history."""
    try:
        return [event.loss for event in read_history(folder) if isinstance(event, BatchDone)]
    except InklingError:
        return []


def rate_changes(told: dict[int, tuple[float, float]]) -> tuple[tuple[int, float], ...]:
    """The steps after which the learning rate changed, with the new rate."""
    changes, rate = [], CONSTANT.learning_rate
    for step, (_, now) in told.items():
        if now != rate:
            changes.append((step - 1, rate := now))
    return tuple(changes)


@lru_cache(maxsize=10_000)
def undisturbed(splits: Splits, changes: tuple[tuple[int, float], ...]) -> list[float]:
    """The losses of a run with these changes of the learning rate and no other disturbance."""
    control, at = RunControl(), dict(changes)
    control.learning_rate = at.get(0)
    losses = []
    with tempfile.TemporaryDirectory() as runs:
        for event in train(CONSTANT, control, splits, Path(runs)):
            if isinstance(event, BatchDone):
                losses.append(event.loss)
                if event.step in at:
                    control.learning_rate = at[event.step]
    return losses
