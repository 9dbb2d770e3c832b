"""The digits that a person drew and labelled: kept as strokes, one JSON line each, so that nothing of them is lost."""

import json
import os
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from engine.atomic_file import write_atomically
from engine.data_folder import data_folder
from engine.errors import InklingError, cannot_write
from engine.labels import CLASSES

FILE = "my-digits.jsonl"

Strokes = tuple[tuple[tuple[float, float], ...], ...]
"""Points (x, y), x to the right, y down, in any unit."""


@dataclass(frozen=True)
class MyDigit:
    """A drawing and what it was."""

    name: str
    """Unlike that of any other; stays when the label changes."""
    label: int
    strokes: Strokes
    drawn: str
    """When, as ISO 8601."""
    read_as: int | None
    """What the network said before it was told; None when it was not sure or there was none."""

    @property
    def lesson(self) -> str:
        """Its name and its label: under another label it teaches something else."""
        return f"{self.name}={self.label}"


class MyDigits:
    """All of them, oldest first. Each change is on the disk when it returns, or raises InklingError and is not made."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or data_folder() / FILE
        self.all: list[MyDigit] = []
        self.problem = ""
        """A sentence about lines that could not be read; they stay in the file."""
        self._unread: list[str] = []
        self._read()

    def _read(self) -> None:
        try:
            lines = self.path.read_text(encoding="utf-8", errors="replace").splitlines()
        except FileNotFoundError:
            return
        except OSError as error:
            raise InklingError(f"{self.path} cannot be read ({(error.strerror or str(error)).lower()}).") from error
        self.all, self._unread = parsed(lines)
        if self._unread:
            what = "1 line that is no drawing" if len(self._unread) == 1 else f"{len(self._unread)} lines that are none"
            self.problem = f"{self.path} has {what}: all others were read, and these are left as they are."

    def add(self, label: int, strokes: Iterable[Iterable[Sequence[float]]], read_as: int | None = None) -> MyDigit:
        """Keep one more drawing."""
        points = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
        new = MyDigit(uuid.uuid4().hex, label, points, time.strftime("%Y-%m-%dT%H:%M:%S%z"), read_as)
        self._append([new])
        return new

    def relabel(self, names: Iterable[str], label: int) -> None:
        chosen = set(names)
        self._rewrite([replace(one, label=label) if one.name in chosen else one for one in self.all])

    def delete(self, names: Iterable[str]) -> None:
        gone = set(names)
        self._rewrite([one for one in self.all if one.name not in gone])

    def replace(self, every: Sequence[MyDigit]) -> None:
        """All of them at once, as when a change is undone."""
        self._rewrite(list(every))

    def export(self, path: Path) -> None:
        """Write all of them to another file, which `take_in` reads."""
        content = "".join(map(_line, self.all)).encode()
        write_atomically(path, lambda file: file.write(content))

    def take_in(self, path: Path) -> int:
        """Add those of another file that are not here yet; how many. Raises InklingError when it holds none."""
        found = read_drawings(path)
        if not found:
            raise InklingError(f"There are no drawings in {path}: choose a file that Inkling exported.")
        known = {one.name for one in self.all}
        new = [one for one in found if one.name not in known]
        self._append(new)
        return len(new)

    def _append(self, new: list[MyDigit]) -> None:
        torn = self._torn()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as file:
                file.write("\n" * torn + "".join(map(_line, new)))
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise cannot_write(self.path, error) from error
        self.all = self.all + new

    def _torn(self) -> bool:
        """Whether the last line was cut off, so that a new one must not go on where it ends."""
        try:
            with self.path.open("rb") as file:
                file.seek(-1, os.SEEK_END)
                return file.read(1) != b"\n"
        except OSError:
            return False

    def _rewrite(self, every: list[MyDigit]) -> None:
        content = "".join([*(f"{line}\n" for line in self._unread), *map(_line, every)]).encode()
        write_atomically(self.path, lambda file: file.write(content))
        self.all = every


def read_drawings(path: Path) -> list[MyDigit]:
    """The drawings of a file that `export` wrote, perhaps none. Raises InklingError when it cannot be read."""
    try:
        found, _ = parsed(path.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise InklingError(f"{path} cannot be read as drawings: choose a file that Inkling exported.") from error
    return found


def parsed(lines: Iterable[str]) -> tuple[list[MyDigit], list[str]]:
    """The drawings in lines of JSON, and the lines that are none."""
    digits: list[MyDigit] = []
    unread: list[str] = []
    for line in filter(str.strip, lines):
        try:
            digits.append(_digit(json.loads(line)))
        except (ValueError, TypeError, KeyError, AttributeError):
            unread.append(line)
    return digits, unread


def _digit(record: dict[str, object]) -> MyDigit:
    """Raises ValueError, TypeError, KeyError or AttributeError for anything that is not a labelled drawing."""
    label, strokes, read_as = record["label"], record["strokes"], record.get("read_as")
    if type(label) is not int or not 0 <= label < CLASSES or not isinstance(strokes, list):
        raise ValueError
    points = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes if stroke)
    if not points or not all(abs(number) < 1e6 for stroke in points for point in stroke for number in point):
        raise ValueError
    known = read_as if type(read_as) is int and 0 <= read_as < CLASSES else None
    return MyDigit(str(record["name"]), label, points, str(record.get("drawn", "")), known)


def _line(digit: MyDigit) -> str:
    return json.dumps(asdict(digit), separators=(",", ":")) + "\n"
