"""My digits as the window deals with them: taught, relabelled, deleted, learnt, and every one of these undone."""

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot

from engine.errors import InklingError
from engine.formats import count
from engine.ink import MyDigit, MyDigits, Strokes
from engine.settings import has_digits
from gui.background import Background, Job
from gui.network import Networks

if TYPE_CHECKING:
    from engine.runs import SavedRun
    from engine.training import Learnt

log = logging.getLogger("inkling")

ELSEWHERE = "Your digits were learnt by the network that you drew with before: page Runs has it."


class Taught(NamedTuple):
    """What learning has come to."""

    asked: "SavedRun"
    """The network that was to learn."""
    learnt: "Learnt"
    file: Path | None
    """None when it could not be written."""


class Teaching(QObject):
    """Holds the drawings and the learning of them; says how it went, and never raises."""

    changed = Signal()
    """There are other drawings or labels than before."""
    learning = Signal(bool)
    """Whether the network is learning them at this moment."""
    learnt = Signal(str)
    """A sentence about what learning them has brought; it can be undone from now on."""
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject, networks: Networks) -> None:
        super().__init__(parent)
        self._networks = networks
        self._digits: MyDigits | None = None
        self._before: list[list[MyDigit]] = []
        self._learnt: SavedRun | None = None
        self._file: Path | None = None
        self.learner = Background(self)
        self.learner.done.connect(self._has_learnt)
        self.learner.failed.connect(self._has_failed)

    @property
    def digits(self) -> list[MyDigit]:
        """All drawings, oldest first."""
        return self._digits.all if self._digits else []

    @Slot()
    def open(self) -> None:
        """Read the file; what is wrong with it is said, and whatever can be read is there."""
        try:
            self._digits = MyDigits()
        except InklingError as error:
            self.failed.emit(str(error))
            return
        if self._digits.problem:
            self.failed.emit(self._digits.problem)
        self.changed.emit()

    def teach(self, label: int, strokes: Strokes, read_as: int | None) -> bool:
        """Keep a drawing; whether that worked."""
        return self._change(lambda digits: digits.add(label, strokes, read_as))

    def relabel(self, names: Sequence[str], label: int) -> None:
        self._change(lambda digits: digits.relabel(names, label))

    def delete(self, names: Sequence[str]) -> None:
        if names and self._change(lambda digits: digits.delete(names)):
            self.said.emit(f"{count(len(names), 'digit')} of yours deleted: Ctrl+Z brings them back.")

    @Slot()
    def undo(self) -> None:
        """Take back the last change of the drawings."""
        if self._before and self._try(lambda digits: digits.replace(self._before[-1])):
            self._before.pop()
            self.changed.emit()

    def export(self, name: str) -> None:
        if self._try(lambda digits: digits.export(Path(name))):
            self.said.emit(f"{count(len(self.digits), 'digit')} of yours written to {name}.")

    def import_file(self, name: str) -> None:
        had = len(self.digits)
        if self._change(lambda digits: digits.import_file(Path(name))):
            self.said.emit(f"{count(len(self.digits) - had, 'new digit')} taken from {name}.")

    def _change(self, make: Callable[[MyDigits], object]) -> bool:
        before = self.digits
        if not self._try(make):
            return False
        self._before.append(before)
        self.changed.emit()
        return True

    def _try(self, do: Callable[[MyDigits], object]) -> bool:
        if self._digits is None:
            self.open()
        try:
            if self._digits is None:
                return False
            do(self._digits)
        except InklingError as error:
            self.failed.emit(str(error))
            return False
        return True

    # Learning them.

    @Slot()
    def learn(self) -> None:
        """Teach the present network all of them, in the background."""
        if self.learner.busy:
            return
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
        """Whether the present network is the one that learnt them last."""
        return self._learnt is not None and self._networks.run is self._learnt

    @Slot()
    def unlearn(self) -> None:
        """Draw with the network as it was before it learnt them; at the next start too."""
        if not self.can_unlearn:
            return
        self._networks.go_back()
        if self._file:
            self._file.unlink(missing_ok=True)
            with suppress(OSError):
                self._file.parent.rmdir()
        self._learnt = self._file = None
        self.changed.emit()

    def counted(self) -> tuple[int, int]:
        """How many of them the present network reads correctly, of how many that can be counted."""
        run, classifier = self._networks.run, self._networks.kept_reader
        if run is None or classifier is None or not self.digits or not has_digits(run.settings.data):
            return 0, 0
        from engine.training import classified_correctly

        return classified_correctly(classifier, self.digits, run.result.learnt)

    def end(self) -> None:
        """Stop learning, and wait until it has stopped."""
        self.learner.end()


def _learn(run: "SavedRun", digits: Sequence[MyDigit], job: Job) -> Taught | str | None:
    """In the background: the network that has learnt them, or the sentence about why it stays as it is."""
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
    mine = "none of them can be counted" if learnt.mine_before is None else f"read {learnt.mine_before:.0%} before"
    if learnt.mine_after is not None:
        mine += f", now {learnt.mine_after:.0%} (each as a network reads it that has learnt only the others)"
    return (
        f"Learnt {count(learnt.digits, 'digit')} of yours in {learnt.seconds:.1f} s: {mine}. Of the validation images "
        f"{learnt.validation_before:.2%} before any teaching, now {learnt.validation_after:.2%}."
    )
