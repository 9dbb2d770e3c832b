"""The network learns a person's drawings in the background, and can be put back to what it was before."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError
from engine.formats import count, percent
from engine.ink import MyDigit
from gui.background import Background, Job
from gui.my_digits.drawings import Drawings
from gui.network import Networks

if TYPE_CHECKING:
    from engine.runs import SavedRun
    from engine.training import Learnt

log = logging.getLogger("inkling")

ELSEWHERE = "Your digits were learnt by the network that you drew with before: page Runs has it."


class Taught(NamedTuple):
    """The result of learning."""

    asked: "SavedRun"
    """The network that was to learn."""
    learnt: "Learnt"
    file: Path | None
    """None when it could not be written."""


class Teaching(Drawings):
    """The drawings, and the network that learns them."""

    learning = Signal(bool)
    """Whether the network is learning the drawings."""
    learnt = Signal(str)
    """A sentence about what learning has brought; it can be undone from now on."""

    def __init__(self, parent: QObject, networks: Networks) -> None:
        super().__init__(parent)
        self._networks = networks
        self._learnt: SavedRun | None = None
        self._file: Path | None = None
        self.learner = Background(self)
        self.learner.done.connect(self._has_learnt)
        self.learner.failed.connect(self._has_failed)

    @Slot()
    def learn(self) -> None:
        """Teach the kept network all drawings, in the background."""
        if self.learner.busy:
            return
        self.settle()
        if self._networks.run is None:
            self.said.emit("There is no network yet that could learn your digits: click Train first.")
        elif not self.digits:
            self.said.emit("There are no digits of yours yet: draw one, and say below the answer what it was.")
        else:
            self.learning.emit(True)
            self.learner.ask(partial(_learn, self._networks.run, self.digits))

    @Slot(object)
    def _has_learnt(self, found: Taught | str | None) -> None:
        self.learning.emit(False)
        if found is None:
            return
        if isinstance(found, str):
            log.info(found)
            self.said.emit(found)
            return
        if self._networks.run is not found.asked:
            self.said.emit(ELSEWHERE)
            return
        learnt, self._file = found.learnt, found.file
        self._learnt = learnt.run
        self._networks.keep(learnt.run, learnt.run.classifier())
        self._networks.take_back()
        self.learnt.emit(_sentence(learnt))

    @Slot(str)
    def _has_failed(self, sentence: str) -> None:
        self.learning.emit(False)
        self.failed.emit(sentence)

    @property
    def can_unlearn(self) -> bool:
        """Whether the kept network is the one that learnt them last."""
        return self._learnt is not None and self._networks.run is self._learnt

    @Slot()
    def unlearn(self) -> None:
        """Draw with the network as it was before it learnt them, at the next start too."""
        if not self.can_unlearn:
            return
        self._networks.go_back()
        if self._file:
            self._file.unlink(missing_ok=True)
            with suppress(OSError):
                self._file.parent.rmdir()
        self._learnt = self._file = None
        self.changed.emit()

    def end(self) -> None:
        """Stop learning, write what is still to be written, and wait for both."""
        self.learner.end()
        super().end()


def _learn(run: "SavedRun", digits: Sequence[MyDigit], job: Job) -> Taught | str | None:
    """In the background: a network that has learnt them, a sentence about why there is none, or None when stopped."""
    from engine.data import splits
    from engine.runs import save_as_new
    from engine.training import NothingLearntError, learn

    try:
        learnt = learn(run, digits, splits(run.settings.data), job.stopping)
    except NothingLearntError as why:
        return str(why)
    if learnt is None:
        return None
    try:
        return Taught(run, learnt, save_as_new(learnt.run))
    except InklingError as error:
        log.warning(str(error))
        return Taught(run, learnt, None)


def _sentence(learnt: "Learnt") -> str:
    mine = (
        "none of them can be counted" if learnt.mine_before is None else f"read {percent(learnt.mine_before, 0)} before"
    )
    if learnt.mine_after is not None:
        mine += f", now {percent(learnt.mine_after, 0)} (each as a network reads it that has learnt only the others)"
    return (
        f"Learnt {count(learnt.digits, 'digit')} of yours in {learnt.seconds:.1f} s: {mine}. Of the validation images "
        f"{percent(learnt.validation_before)} before any teaching, now {percent(learnt.validation_after)}."
    )
