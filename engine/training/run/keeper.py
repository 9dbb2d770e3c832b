"""Keeps a run while it goes on: its record, its history and its checkpoints, beside training and cheaply."""

import logging
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from engine.errors import InklingError
from engine.events import Event
from engine.hardware import use_one_thread
from engine.ink import MyDigits
from engine.models import Network
from engine.runs import (
    MY_DIGITS,
    TEACHER_FILE,
    Checkpoint,
    Ending,
    HistoryWriter,
    RunRecord,
    SavedRun,
    Timeline,
    check_nobody_trains,
    checkpoints,
    claim,
    delete_run,
    deleted_place,
    let_go,
    open_timeline,
    read_record,
    save,
    save_checkpoint,
    save_timeline,
    step_of,
    truncate,
    write_checkpoint,
    write_record,
)
from engine.system import BackgroundWriter, MissingError, remove_partial_files
from engine.training.run.owed_writes import OwedWrites

if TYPE_CHECKING:
    from engine.runs import TensorBoardFiles

log = logging.getLogger("inkling")

CHECKPOINT_SECONDS = 15.0
"""At most so much work is lost to a power cut; an epoch's end is a checkpoint too."""
FLUSH_SECONDS = 0.25
"""Lines are written in groups: one write each would cost SimpleNN 2 % of its time."""


class RunKeeper:
    """Owns a run's folder until `close`. What a full disk refuses is tried again at each checkpoint and at the end."""

    def __init__(self, folder: Path, record: RunRecord) -> None:
        self.folder = folder
        self.record = record
        self._writes = OwedWrites()
        self._history = HistoryWriter(folder)
        self._writer = BackgroundWriter()
        self._tensorboard: TensorBoardFiles | None = None
        self._flush_due = self._checkpoint_due = perf_counter()
        self._claimed = False
        self.timeline: Timeline | None = None
        """The snapshots so far, written with each checkpoint. A run without them is still a run."""
        self._written: Timeline | None = None
        """The timeline on the disk."""

    @property
    def problem(self) -> str:
        """Why a part of the run is not on the disk, as a sentence; "" while all of it is."""
        return self._writes.problem

    def news(self) -> str:
        """The sentence about a failure that was not told yet; each kind of failure is told once."""
        return self._writes.news()

    def begin(self, mine: MyDigits | None) -> None:
        """Say in the folder that there is a run, so that none is lost, however early it is cut off.

        The person's own digits that it learns from are kept with it: they may be others when it is resumed.
        """
        self._claim()
        if mine and mine.all:
            # A record without the digits beside it would be resumed without them.
            self._writes.owe("my digits", lambda: mine.export(self.folder / MY_DIGITS), first=True)
        self._writes.owe("record", lambda: write_record(self.record, self.folder))
        self._writes.settle()

    def train(self, teacher: SavedRun | None) -> None:
        """Training begins: keep the teacher, which may be gone when the run is resumed."""
        self._checkpoint_due = perf_counter() + CHECKPOINT_SECONDS
        remove_partial_files(self.folder)
        if teacher:
            self._writes.owe("teacher", lambda: save(teacher, self.folder / TEACHER_FILE))
            self._writes.settle()
        if self.record.settings.get("tensorboard") == "written":
            self._writes.attempt("tensorboard", self._open_tensorboard)

    def go_on(self, step: int) -> None:
        """The run is resumed after that step.

        Raises InklingError when the folder cannot be written to, or somebody else has resumed it meanwhile.
        """
        check_nobody_trains(read_record(self.folder), self.folder)
        self._claim()
        truncate(self.folder, step)
        write_record(self.record, self.folder)

    def _claim(self) -> None:
        claim(self.folder)
        self._claimed = True

    def close(self) -> None:
        """Nobody trains the run any more, whatever its record could not be made to say."""
        if self._claimed:
            let_go(self.folder)

    def _open_tensorboard(self) -> None:
        from engine.runs import TensorBoardFiles

        self._tensorboard = TensorBoardFiles(self.folder)

    def note(self, event: Event) -> None:
        """Take an event into the history."""
        self._history.add(event)
        if self._tensorboard:
            self._tensorboard.add(event)
        now = perf_counter()
        if now >= self._flush_due:
            self._flush_due = now + FLUSH_SECONDS
            if not self.problem:
                self._flush()

    def _flush(self) -> None:
        self._writes.attempt("history", self._history.flush)
        if self._tensorboard:
            self._writes.attempt("tensorboard", self._tensorboard.flush)
        self._writes.heed("checkpoint", self._writer.problem)

    @property
    def checkpoint_due(self) -> bool:
        return perf_counter() >= self._checkpoint_due

    def checkpoint(self, snapshot: Checkpoint) -> None:
        """Keep this moment as soon as the disk is free for it, and whatever was refused before."""
        self._checkpoint_due = perf_counter() + CHECKPOINT_SECONDS
        self._writes.settle()
        # The history reaches at least as far as the checkpoint does.
        self._flush()
        self._writer.write(lambda: self._save(snapshot))

    def _save(self, snapshot: Checkpoint) -> None:
        # A second team of OpenMP threads, more than there are cores, lets training's own sleep at every operation: an
        # epoch then takes up to 1.7 times as long, to the end of the run.
        use_one_thread()
        self._history.to_disk()
        save_checkpoint(snapshot, self.folder)
        self._save_timeline()

    def _save_timeline(self) -> None:
        timeline = self.timeline
        if timeline is not self._written and timeline is not None:
            save_timeline(timeline, self.folder)
            self._written = timeline

    def timeline_until(self, step: int, network: Network) -> Timeline | None:
        """The snapshots that the run, which is resumed after that step, has kept; None when they are of no use."""
        try:
            timeline = open_timeline(self.folder)
        except MissingError:
            return None
        except InklingError as problem:
            log.warning(str(problem))
            return None
        settings = self.record.settings
        alike = (timeline.model, timeline.data) == (settings.get("model"), settings.get("data"))
        return timeline.until(step) if alike and timeline.fits(network) else None

    def settled(self, last: Checkpoint | None) -> str:
        """Keep the run's last moment, if it is to be resumed; the problem that is left once all was tried again."""
        if last:
            self.checkpoint(last)
        else:
            self._writes.settle()
        self._writer.close()
        if not last:
            # A complete run needs no checkpoint, so it does not matter that one could not be written.
            self._writer.problem = ""
            self._writes.attempt("timeline", self._save_timeline)
        self._flush()
        return self.problem

    def end(self, ending: Ending) -> str:
        """The run is over, after `settled`; the problem that is left. A complete run needs no checkpoint any more."""
        self._writes.attempt("history", self._history.close)
        if self._tensorboard:
            self._writes.attempt("tensorboard", self._tensorboard.close)
        self.record = replace(self.record, ending=ending)
        self._writes.owe("record", lambda: write_record(self.record, self.folder))
        self._writes.settle()
        if not self._writes.owes("record") and ending.reason == "completed":
            with suppress(OSError, InklingError):
                _unlink(checkpoints(self.folder))
        return self.problem

    def go_back(self, origin: Checkpoint) -> None:
        """Forget everything that came after this moment, from which the run was resumed.

        A copy of the run as it is now waits among the deleted ones. Raises InklingError, with nothing forgotten, when
        there can be no such copy.
        """
        self._writer.close()
        self._writes.attempt("history", self._history.close)
        _copy_folder(self.folder, deleted_place(self.folder.with_name(f"{self.folder.name} discarded")))
        # What still waited to be written came after that moment.
        self._history = HistoryWriter(self.folder)
        # Kept before the later ones go: at no moment is there nothing to resume from.
        write_checkpoint(origin, self.folder)
        _unlink(path for path in checkpoints(self.folder) if step_of(path) > origin.learner.step)
        truncate(self.folder, origin.learner.step)
        if self.timeline is not None:
            self.timeline = self.timeline.until(origin.learner.step)

    def discard(self) -> str:
        """Put the folder where deleted runs are, so that even this can be undone; returns the place."""
        try:
            return str(delete_run(self.folder))
        except InklingError as error:
            log.warning(str(error))
            return str(self.folder)


def _unlink(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink()


def _copy_folder(source: Path, target: Path) -> None:
    # shutil gathers what went wrong as a list of texts, which is no sentence.
    problems: list[OSError] = []

    def copy(one: str, other: str) -> None:
        try:
            shutil.copy2(one, other)
        except OSError as error:
            problems.append(error)
            raise

    try:
        shutil.copytree(source, target, copy_function=copy)
    except OSError as error:
        shutil.rmtree(target, ignore_errors=True)
        cause = (problems or [error])[0].strerror or "the disk refuses it"
        raise InklingError(
            f"{source} could not be copied to {target} ({cause.lower()}): nothing was thrown away."
        ) from error
