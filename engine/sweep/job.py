"""Trains the trials of a sweep one after the other. Every one is a kept run; sweep.json tells what became of it."""

import logging
from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from engine.data import Splits, is_here, missing
from engine.errors import InklingError
from engine.events import EpochDone, Event, Finished, KeepingFailed, Started
from engine.runs import annotate, runs_folder
from engine.sweep.catching_up import AS_NEW, caught_up
from engine.sweep.control import SweepControl
from engine.sweep.events import SweepEvent
from engine.sweep.files import new_sweep_folder, read_sweep, write_sweep
from engine.sweep.plan import Sweep
from engine.sweep.record import SweepRecord, new_record
from engine.sweep.telling import finished, progress, started, trial_ended
from engine.training import resume, train

log = logging.getLogger("inkling")

FAULT = "Training ended by a fault of the program: the log file tells more."


def run_sweep(
    sweep: Sweep,
    control: SweepControl | None = None,
    splits: Splits | None = None,
    spare_cores: int = 0,
) -> Generator[SweepEvent]:
    """Train all trials, and keep the sweep in a new folder.

    Yields a TrialStarted, the events of `train` and a TrialEnded for each, a SweepProgress after each epoch, and one
    SweepFinished. A trial that fails has its sentence in its TrialEnded, and the sweep goes on. Closing the iterator
    stops it too. Raises InklingError, before anything is trained, when a value is not allowed, images are missing or
    the sweep cannot be kept.
    """
    record = new_record(sweep)
    _check_images(record, splits)
    job = _Job(new_sweep_folder(), record, control or SweepControl(), splits, spare_cores)
    yield from job.events()


def resume_sweep(
    folder: Path, control: SweepControl | None = None, splits: Splits | None = None, spare_cores: int = 0
) -> Generator[SweepEvent]:
    """Go on with a sweep that was cut off: trials that are done have a TrialEnded and are not trained again.

    Raises InklingError when there is nothing to go on with, another process works on it, or it cannot be read.
    """
    record = read_sweep(folder)
    if record.going_on:
        raise InklingError(
            f"Another window or terminal works on the sweep {folder.name} at this moment: stop it there."
        )
    record = caught_up(record)
    if not record.is_open:
        raise InklingError(f"The sweep {folder.name} is complete: there is nothing to go on with.")
    _check_images(record, splits)
    yield from _Job(folder, record.taken_over(), control or SweepControl(), splits, spare_cores).events()


def _check_images(record: SweepRecord, splits: Splits | None) -> None:
    for name in dict.fromkeys(trial.train_settings.data for trial in record.trials):
        if splits is None and not is_here(name):
            raise InklingError(missing(name))


class _Job:
    """A sweep that is going on."""

    def __init__(
        self, folder: Path, record: SweepRecord, control: SweepControl, splits: Splits | None, spare_cores: int
    ) -> None:
        self._folder, self._record, self._control = folder, record, control
        self._splits, self._spare_cores = splits, spare_cores
        self._told = False
        """Whether the caller knows that sweep.json cannot be written."""

    def events(self) -> Generator[SweepEvent]:
        try:
            yield from self._kept()
            for place, trial in enumerate(self._record.trials):
                if self._control.stopping:
                    break
                if trial.is_open:
                    yield from self._trial(place)
                yield trial_ended(self._record, place)
        finally:
            self._record = self._record.let_go()
            with suppress(InklingError):
                write_sweep(self._record, self._folder)
        yield finished(self._record, self._folder, stopped=self._control.stopping)

    def _kept(self) -> Iterator[KeepingFailed]:
        """Write sweep.json. A disk that refuses it costs no trial: the next write has everything."""
        try:
            write_sweep(self._record, self._folder)
        except InklingError as problem:
            if not self._told:
                self._told = True
                yield KeepingFailed(0, str(problem))

    # One trial.

    def _trial(self, place: int) -> Generator[SweepEvent]:
        yield started(self._record, place)
        try:
            with closing(self._training(place)) as events:
                for event in events:
                    self._follow(place, event)
                    yield event
                    if isinstance(event, Started):
                        yield from self._kept()
                    elif isinstance(event, EpochDone):
                        yield progress(self._record)
        except InklingError as problem:
            self._change(place, state="failed", run="", message=str(problem))
        except Exception:
            log.exception("A trial ended by a fault of the program")
            self._change(place, state="failed", run="", message=FAULT)
        yield from self._kept()

    def _training(self, place: int) -> Generator[Event]:
        trial, control = self._record.trials[place], self._control.begin_trial()
        if trial.run:
            return resume(runs_folder() / trial.run, control, self._splits, self._spare_cores)
        return train(trial.train_settings, control, self._splits, spare_cores=self._spare_cores)

    def _follow(self, place: int, event: Event) -> None:
        match event:
            case Started():
                run = Path(event.folder)
                self._change(place, state="begun", run=run.name, weights=event.weights, message="")
                self._change(place, validation_images=event.validation_images)
                with suppress(InklingError):
                    annotate(run, note=self._note(place))
            case EpochDone():
                self._change(
                    place, epochs=event.epoch, seconds=event.seconds, validation_accuracy=event.validation_accuracy
                )
            case Finished():
                self._change(place, **_ending(event))

    def _note(self, place: int) -> str:
        number = f"trial {place + 1} of {len(self._record.trials)}"
        return f"Try several, {self._folder.name}, {number}: {self._record.words(place)}"

    def _change(self, place: int, **values: Any) -> None:
        self._record = self._record.with_trial(place, **values)


def _ending(event: Finished) -> dict[str, Any]:
    """What a trial's last event says about it."""
    run = Path(event.folder).name if event.folder else ""
    match event.reason:
        case "completed":
            known: dict[str, Any] = {"state": "completed", "test_accuracy": event.test_accuracy}
        case "failed":
            known = {"state": "failed"}
        case "stopped":
            known = {"state": "begun" if run else "waiting"}
        case "discarded":
            return AS_NEW
    return {**known, "run": run, "seconds": event.seconds, "message": event.message}
