"""What is done to the file of drawings, one thing after the other, and how it is undone. Knows nothing of Qt."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from engine.formats import count
from engine.ink import MyDigit, MyDigits, Strokes

MOST_UNDONE = 100
"""Each change keeps a list of all drawings: a hundred lists of two thousand have 2 MB."""


class Changed(NamedTuple):
    """What a change has brought."""

    digits: list[MyDigit]
    """All drawings, oldest first."""
    said: str = ""
    """A sentence for the person, or ""."""


class Changes:
    """Only one thread at a time may call it. A change that the disk refuses raises InklingError and changes nothing."""

    def __init__(self) -> None:
        """Read the file. Raises InklingError if it cannot be read at all."""
        self._file = MyDigits()
        self.problem = self._file.problem
        """A sentence about lines that are no drawings, or ""."""
        self._before: list[list[MyDigit]] = []
        """The drawings before each change, oldest first."""

    @property
    def digits(self) -> list[MyDigit]:
        """All drawings, oldest first."""
        return self._file.all

    def add(self, label: int, strokes: Strokes, read_as: int | None) -> Changed:
        return self._change(lambda: self._file.add(label, strokes, read_as))

    def relabel(self, names: Iterable[str], label: int) -> Changed:
        return self._change(lambda: self._file.relabel(names, label))

    def delete(self, names: list[str]) -> Changed:
        said = f"{count(len(names), 'digit')} of yours deleted: Ctrl+Z brings them back."
        return self._change(lambda: self._file.delete(names), said)

    def import_file(self, name: str) -> Changed:
        had = len(self.digits)
        self._change(lambda: self._file.import_file(Path(name)))
        return Changed(self.digits, f"{count(len(self.digits) - had, 'new digit')} taken from {name}.")

    def export(self, name: str) -> Changed:
        self._file.export(Path(name))
        return Changed(self.digits, f"{count(len(self.digits), 'digit')} of yours written to {name}.")

    def undo(self) -> Changed:
        """Take back the last change, if there is one."""
        if self._before:
            self._file.replace(self._before[-1])
            self._before.pop()
        return Changed(self.digits)

    def _change(self, make: Callable[[], object], said: str = "") -> Changed:
        before = self.digits
        make()
        self._before.append(before)
        del self._before[:-MOST_UNDONE]
        return Changed(self.digits, said)
