"""What became of the trials of a sweep that was cut off."""

from typing import Any

from engine.runs import row_of, runs_folder
from engine.sweep.record import SweepRecord, Trial

AS_NEW: dict[str, Any] = {
    "state": "waiting",
    "run": "",
    "epochs": 0,
    "seconds": 0.0,
    "validation_accuracy": None,
    "test_accuracy": None,
}
"""A trial of which nothing is left."""


def caught_up(record: SweepRecord) -> SweepRecord:
    """What became of trials that were begun: their runs know it, also when the process was killed."""
    for place, trial in enumerate(record.trials):
        if trial.state == "begun":
            record = record.with_trial(place, **_became(trial))
    return record


def _became(trial: Trial) -> dict[str, Any]:
    row = row_of(runs_folder() / trial.run)
    if row.state != "completed" and not row.can_resume:
        return AS_NEW
    return {
        "state": "completed" if row.state == "completed" else "begun",
        "epochs": row.epochs_done,
        "seconds": row.seconds,
        "validation_accuracy": row.validation_accuracy,
        "test_accuracy": row.test_accuracy,
    }
