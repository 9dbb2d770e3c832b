"""The digits that a person drew and labelled, kept as strokes, one JSON line each, so that nothing is lost."""

import json
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from engine.errors import InklingError
from engine.settings import CLASSES
from engine.system import MissingError, Words, append_lines, data_folder, json_of, read_bytes, typed, write_atomically

FILE = "my-digits.jsonl"
LARGEST = 1 << 28
"""Bytes: a hundred thousand drawings have fewer."""
LONGEST = 1 << 23
"""Bytes that a line may have."""
MOST_POINTS = 100_000
"""Points of one drawing; a pen gives fewer in a minute."""
FARTHEST = 1e6
"""The largest distance of a point from the origin, in any unit."""
Coordinate = Annotated[float, Field(strict=True, gt=-FARTHEST, lt=FARTHEST)]

Strokes = tuple[tuple[tuple[float, float], ...], ...]
"""Points (x, y), x to the right, y down, in any unit."""


@dataclass(frozen=True)
class MyDigit:
    """A drawing and its label."""

    name: str
    """Unique; stays the same when the label changes."""
    label: int
    strokes: Strokes
    drawn: str
    """The time, as ISO 8601."""
    read_as: int | None
    """The network's answer before the drawing was labelled; None if it was not sure or there was no network."""

    @property
    def lesson(self) -> str:
        """Name and label: with another label the drawing teaches something else."""
        return f"{self.name}={self.label}"

    def relabelled(self, label: int) -> "MyDigit":
        """The same drawing with another label. It has no line of its own in memory, where most of a line is ink."""
        other = replace(self, label=label)
        vars(other)["_first"] = vars(self).get("_first", self)
        return other

    @property
    def line(self) -> bytes:
        """Its line in the file."""
        first: MyDigit = vars(self).get("_first", self)
        return first._line if first is self else _with_label(first, self.label)

    @cached_property
    def _line(self) -> bytes:
        """The line, which the drawing keeps: writing a thousand drawings anew would take half a second."""
        kept = {field.name: getattr(self, field.name) for field in fields(self)}
        return json.dumps(kept, separators=(",", ":")).encode()


def _with_label(digit: MyDigit, label: int) -> bytes:
    head = b'{"name":%b,"label":' % json.dumps(digit.name).encode()
    start, _, rest = digit._line.partition(b"%d," % digit.label)
    if start == head and b'"label"' not in rest and b"\\" not in rest:
        return head + b"%d," % label + rest
    # Another program has written it.
    return replace(digit, label=label)._line


@dataclass(frozen=True)
class _Line:
    """One line of the file as it is read."""

    name: Words
    label: Annotated[int, Field(strict=True, ge=0, lt=CLASSES)]
    strokes: tuple[tuple[tuple[Coordinate, Coordinate], ...], ...]
    drawn: Words = ""
    read_as: Any = None


class MyDigits:
    """A person's digits, oldest first. Each change is on the disk when it returns; else it raises InklingError and
    nothing changes."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or data_folder() / FILE
        self.all: list[MyDigit] = []
        self.problem = ""
        """A sentence about lines that could not be read; they stay in the file. "" if there are none."""
        self._unread: list[bytes] = []
        self._read()

    def _read(self) -> None:
        try:
            content = read_bytes(self.path, LARGEST)
        except MissingError:
            return
        self.all, self._unread = parsed(content)
        if self._unread:
            what = "1 line that is no drawing" if len(self._unread) == 1 else f"{len(self._unread)} lines that are none"
            self.problem = f"{self.path} has {what}. All others were read, and these stay in the file."

    def add(self, label: int, strokes: Iterable[Iterable[Sequence[float]]], read_as: int | None = None) -> MyDigit:
        """Append one drawing and return it."""
        points = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
        new = MyDigit(uuid.uuid4().hex, label, points, time.strftime("%Y-%m-%dT%H:%M:%S%z"), read_as)
        self._append([new])
        return new

    def relabel(self, names: Iterable[str], label: int) -> None:
        chosen = set(names)
        self._rewrite([one.relabelled(label) if one.name in chosen else one for one in self.all])

    def delete(self, names: Iterable[str]) -> None:
        gone = set(names)
        self._rewrite([one for one in self.all if one.name not in gone])

    def replace(self, every: Sequence[MyDigit]) -> None:
        """Replace all digits, as when a change is undone."""
        self._rewrite(list(every))

    def export(self, path: Path) -> None:
        """Write all of them to another file, which `import_file` reads."""
        content = _lines(self.all)
        write_atomically(path, lambda file: file.write(content))

    def import_file(self, path: Path) -> int:
        """Add the digits of another file that are not here yet; return how many.

        Raises InklingError when the file cannot be read or has none.
        """
        found = read_drawings(path)
        if not found:
            raise InklingError(f"There are no drawings in {path}: choose a file that Inkling exported.")
        known = {one.name for one in self.all}
        new = [one for one in found if one.name not in known]
        self._append(new)
        return len(new)

    def _append(self, new: list[MyDigit]) -> None:
        append_lines(self.path, _lines(new))
        self.all = self.all + new

    def _rewrite(self, every: list[MyDigit]) -> None:
        content = b"".join(line + b"\n" for line in self._unread) + _lines(every)
        write_atomically(self.path, lambda file: file.write(content))
        self.all = every


def read_drawings(path: Path) -> list[MyDigit]:
    """Return the drawings in a file that `export` wrote, perhaps none. Raises InklingError if it cannot be read."""
    wrong = InklingError(f"{path} cannot be read as drawings: choose a file that Inkling exported.")
    try:
        found, unread = parsed(read_bytes(path, LARGEST))
    except InklingError as error:
        raise wrong from error
    if not found and any(map(_is_no_text, unread)):
        raise wrong
    return found


def _is_no_text(line: bytes) -> bool:
    try:
        line.decode()
    except UnicodeDecodeError:
        return True
    return False


def parsed(content: bytes) -> tuple[list[MyDigit], list[bytes]]:
    """Return the drawings in lines of JSON, and the lines that are no drawings."""
    digits: list[MyDigit] = []
    unread: list[bytes] = []
    for line in filter(bytes.strip, content.split(b"\n")):
        try:
            digits.append(_digit(line))
        except ValueError:
            unread.append(line)
    return digits, unread


@lru_cache(maxsize=5_000)
def _digit(line: bytes) -> MyDigit:
    """Return the drawing in a line. Raises ValueError if it is no labelled drawing.

    Cached, since every run reads the file, which is mostly as it was for the run before.
    """
    if len(line) > LONGEST:
        raise ValueError("no drawing")
    read = typed(_Line, json_of(line))
    strokes = tuple(stroke for stroke in read.strokes if stroke)
    if not 0 < sum(map(len, strokes)) <= MOST_POINTS:
        raise ValueError("no drawing")
    known = read.read_as if type(read.read_as) is int and 0 <= read.read_as < CLASSES else None
    digit = MyDigit(read.name, read.label, strokes, read.drawn, known)
    vars(digit)["_line"] = line
    return digit


def _lines(digits: Iterable[MyDigit]) -> bytes:
    return b"".join(digit.line + b"\n" for digit in digits)
