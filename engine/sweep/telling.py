"""The events that tell how far a sweep is, from what is known of it."""

from pathlib import Path

from engine.sweep.best import best_of, fronts_of
from engine.sweep.events import SweepFinished, SweepProgress, TrialEnded, TrialStarted
from engine.sweep.record import SweepRecord
from engine.sweep.time_left import seconds_left


def left_of(record: SweepRecord) -> float | None:
    """The seconds that the trials which are left will take, by those that are measured; None while none is."""
    open_ones = [(trial.train_settings, trial.epochs) for trial in record.trials if trial.is_open]
    return seconds_left(open_ones, [trial.measured for trial in record.trials])


def started(record: SweepRecord, place: int) -> TrialStarted:
    """The trial at this place, from 0, begins or goes on."""
    return TrialStarted(
        place + 1, len(record.trials), record.words(place), bool(record.trials[place].run), left_of(record)
    )


def progress(record: SweepRecord) -> SweepProgress:
    whole = [trial.train_settings.epochs for trial in record.trials]
    done = [trial.epochs if trial.is_open else epochs for trial, epochs in zip(record.trials, whole, strict=True)]
    return SweepProgress(sum(done) / sum(whole), left_of(record))


def trial_ended(record: SweepRecord, place: int) -> TrialEnded:
    """What is known of the trial at this place, from 0."""
    trial = record.trials[place]
    return TrialEnded(
        place=place + 1,
        trials=len(record.trials),
        words=record.words(place),
        values=record.labelled(place),
        state=trial.state,
        message=trial.message,
        run=trial.run,
        validation_accuracy=trial.validation_accuracy,
        test_accuracy=trial.test_accuracy,
        seconds=trial.seconds,
        weights=trial.weights,
        validation_images=trial.validation_images,
        seconds_left=left_of(record),
    )


def finished(record: SweepRecord, folder: Path, *, stopped: bool) -> SweepFinished:
    """The end: "stopped" if trials are left because somebody stopped it."""
    by_seconds, by_weights = fronts_of(record.trials)
    return SweepFinished(
        reason="stopped" if stopped and record.is_open else "completed",
        folder=str(folder),
        trials=len(record.trials),
        completed=sum(trial.is_complete for trial in record.trials),
        failed=sum(trial.state == "failed" for trial in record.trials),
        best=_numbers(best_of(record.trials)),
        front_by_seconds=_numbers(by_seconds),
        front_by_weights=_numbers(by_weights),
    )


def _numbers(places: list[int]) -> tuple[int, ...]:
    """Places from 1."""
    return tuple(place + 1 for place in places)
