"""Keeps a run while it goes on: its record, its history and its checkpoints, beside training and cheaply."""

import logging
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from engine.atomic_file import remove_partial_files
from engine.background_writer import BackgroundWriter
from engine.checkpoint import Checkpoint, checkpoints, save_checkpoint, step_of
from engine.errors import InklingError
from engine.events import Event
from engine.history import HistoryWriter, cut_back
from engine.my_digits import MyDigit, MyDigits
from engine.run_folder import MY_DIGITS, TEACHER_FILE, Ending, RunRecord, write_record
from engine.run_list import delete_run
from engine.runs import SavedRun, save

if TYPE_CHECKING:
    from engine.tensorboard_files import TensorBoardFiles

log = logging.getLogger("inkling")

CHECKPOINT_SECONDS = 15.0
"""At most so much work is lost to a power cut; an epoch's end is a checkpoint too."""
FLUSH_SECONDS = 0.25
"""Lines are written in groups: one write each would cost SimpleNN 2 % of its time."""


class RunKeeper:
    """Owns a run's folder until `end`. A disk that is full or gone ends the keeping and never the run."""

    def __init__(self, folder: Path, record: RunRecord) -> None:
        self.folder = folder
        self.record = record
        self.problem = ""
        """Why nothing is kept any more; "" while all is well."""
        self._history = HistoryWriter(folder)
        self._writer = BackgroundWriter()
        self._tensorboard: TensorBoardFiles | None = None
        self._flush_due = self._checkpoint_due = perf_counter()

    def begin(self, mine: Sequence[MyDigit], teacher: SavedRun | None = None) -> None:
        """Say in the folder that there is a run, so that none is lost, however early it is cut off.

        The person's own digits and the teacher that it learns from are kept with it: they may be others, or gone, when
        it is resumed.
        """
        self._checkpoint_due = perf_counter() + CHECKPOINT_SECONDS
        remove_partial_files(self.folder)
        self._try(lambda: write_record(self.record, self.folder))
        if mine:
            self._try(lambda: MyDigits(self.folder / MY_DIGITS).replace(mine))
        if teacher:
            self._try(lambda: save(teacher, self.folder / TEACHER_FILE))
        if self.record.settings.get("tensorboard") == "written":
            self._try(self._open_tensorboard)

    def _open_tensorboard(self) -> None:
        from engine.tensorboard_files import TensorBoardFiles

        self._tensorboard = TensorBoardFiles(self.folder)

    def note(self, event: Event) -> None:
        """Take an event into the history."""
        if self.problem:
            return
        self._history.add(event)
        if self._tensorboard:
            self._tensorboard.add(event)
        now = perf_counter()
        if now >= self._flush_due:
            self._flush_due = now + FLUSH_SECONDS
            self._try(self._history.flush)

    @property
    def checkpoint_due(self) -> bool:
        """Whether the last checkpoint is old enough for another one to be worth its time."""
        return perf_counter() >= self._checkpoint_due

    def checkpoint(self, moment: Checkpoint) -> None:
        """Keep this moment, as soon as the disk is free for it."""
        if self.problem:
            return
        self._checkpoint_due = perf_counter() + CHECKPOINT_SECONDS
        # The history reaches at least as far as the checkpoint does.
        self._try(self._history.flush)
        self._writer.write(lambda: self._save(moment))
        self._heed(self._writer.problem)

    def _save(self, moment: Checkpoint) -> None:
        self._history.to_disk()
        save_checkpoint(moment, self.folder)

    def end(self, ending: Ending, last: Checkpoint | None) -> None:
        """The run is over: keep its last moment, if it is to be resumed; else no checkpoint is needed any more."""
        if last:
            self.checkpoint(last)
        self._close()
        self.record = replace(self.record, ending=ending)
        self._try(lambda: write_record(self.record, self.folder))
        if not self.problem and ending.reason == "completed":
            for path in checkpoints(self.folder):
                with suppress(OSError):
                    path.unlink()

    def cut_back(self, moment: Checkpoint) -> None:
        """Forget everything that came after this moment."""
        self._writer.close()
        self._try(self._history.close)
        for path in checkpoints(self.folder):
            if step_of(path) > moment.learner.step:
                with suppress(OSError):
                    path.unlink()
        self._try(lambda: cut_back(self.folder, moment.learner.step))

    def discard(self) -> str:
        """Put the folder where deleted runs are, so that even this can be undone; returns the place."""
        try:
            return str(delete_run(self.folder))
        except InklingError as error:
            log.warning(str(error))
            return str(self.folder)

    def forget(self) -> None:
        """Nothing has happened that would be worth a folder."""
        self._close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _close(self) -> None:
        self._writer.close()
        self._heed(self._writer.problem)
        self._try(self._history.close)
        if self._tensorboard:
            with suppress(OSError):
                self._tensorboard.close()

    def _try(self, write: Callable[[], object]) -> None:
        if self.problem:
            return
        try:
            write()
        except InklingError as error:
            self._heed(str(error))

    def _heed(self, problem: str) -> None:
        if problem and not self.problem:
            log.warning(problem)
            self.problem = problem
