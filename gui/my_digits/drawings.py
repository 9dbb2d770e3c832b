"""A person's labelled drawings: added, relabelled, deleted, imported, exported, and every change undone."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError
from engine.formats import count
from engine.ink import MyDigit, MyDigits, Strokes


class Drawings(QObject):
    """Holds the drawings in their file. It emits what went wrong, and never raises."""

    changed = Signal()
    """The drawings or labels are others than before."""
    said = Signal(str)
    failed = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._digits: MyDigits | None = None
        """None until the file was read."""
        self._before: list[list[MyDigit]] = []
        """The drawings before each change, oldest first."""

    @property
    def digits(self) -> list[MyDigit]:
        """All drawings, oldest first."""
        return self._digits.all if self._digits else []

    @Slot()
    def open(self) -> None:
        """Read the file. Emit what is wrong with it, and keep whatever can be read."""
        try:
            self._digits = MyDigits()
        except InklingError as error:
            self.failed.emit(str(error))
            return
        if self._digits.problem:
            self.failed.emit(self._digits.problem)
        self.changed.emit()

    def teach(self, label: int, strokes: Strokes, read_as: int | None) -> bool:
        """Keep a drawing, and return whether that worked."""
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
