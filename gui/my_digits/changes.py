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
        self._taught: dict[Strokes, tuple[MyDigit | None, MyDigit | None]] = {}
        """What was kept of a drawing before it got its last label on the canvas, and after it."""

    @property
    def digits(self) -> list[MyDigit]:
        """All drawings, oldest first."""
        return self._file.all

    def teach(self, label: int, strokes: Strokes, read_as: int | None) -> Changed:
        """Keep a drawing, or give the one that is kept this label."""
        before = self._kept(strokes)
        if before is None:
            changed = self._change(lambda: self._file.add(label, strokes, read_as))
        else:
            changed = self.relabel([before.name], label)
        self._taught[strokes] = before, self._kept(strokes)
        return changed

    def take_back(self, strokes: Strokes) -> Changed:
        """Keep of a drawing what was kept before `teach`, which may be nothing."""
        before, _ = self._taught.get(strokes, (None, None))
        return self._put(self._kept(strokes), before)

    def give_back(self, strokes: Strokes) -> Changed:
        """Undo `take_back`."""
        _, after = self._taught.get(strokes, (None, None))
        return self._put(self._kept(strokes), after)

    def _kept(self, strokes: Strokes) -> MyDigit | None:
        return next((digit for digit in self.digits if digit.strokes == strokes), None)

    def _put(self, old: MyDigit | None, new: MyDigit | None) -> Changed:
        """Replace one drawing; None stands for none."""
        if old == new:
            return Changed(self.digits)
        every = [new if digit is old else digit for digit in self.digits] + ([new] if old is None else [])
        return self._change(lambda: self._file.replace([digit for digit in every if digit is not None]))

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
