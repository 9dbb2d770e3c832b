"""What a sweep has come to: rows, marks and a sentence, from the engine's figures."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.formats import count
from engine.sweep import SweepFinished, TrialEnded, best_of, fronts_of, trial_ended
from gui.sweep.model import Marks

if TYPE_CHECKING:
    from engine.sweep import SweepRecord


def marks_of(trials: Sequence[TrialEnded]) -> Marks:
    """Which of these trials are the best so far."""
    found = (best_of(trials), *fronts_of(trials))
    return Marks(*(tuple(trials[place].place for place in places) for places in found))


def trials_of(record: "SweepRecord") -> list[TrialEnded]:
    """The rows of a sweep that was read from its file."""
    return [trial_ended(record, place) for place in range(len(record.trials))]


def ended(event: SweepFinished) -> str:
    """How a sweep ended."""
    failed = f" {count(event.failed, 'training')} failed: point at its row to read why." if event.failed else ""
    if event.reason == "stopped":
        return f"Stopped after {event.completed} of {event.trials}: the rest can go on where it was.{failed}"
    return f"Done: {count(event.completed, 'training')}, each a run on page Runs.{failed}"
