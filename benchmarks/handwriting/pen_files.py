"""Files of pen strokes that networks are measured with: digits, or letters that a network should refuse."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from engine import InklingError
from engine.ink import Stroke, pen_digits

Digit = tuple[int, str, list[Stroke]]
"""Label, source, strokes."""


class PenFile(NamedTuple):
    """The drawings of one file that have ink."""

    name: str
    """The file's name without its ending; a second file of that name gets "-2", and so on."""
    drawings: list[Digit]
    without_ink: int
    """Drawings that were left out because there is nothing to read in them."""

    @property
    def strokes(self) -> list[list[Stroke]]:
        return [strokes for _, _, strokes in self.drawings]

    @property
    def labels(self) -> list[int]:
        return [label for label, _, _ in self.drawings]

    @property
    def sources(self) -> list[str]:
        """The letter of each drawing if the file has letters."""
        return [source for _, source, _ in self.drawings]

    @property
    def has_letters(self) -> bool:
        """Whether all sources are single letters and all labels 0: nobody collects only zeros."""
        return not any(self.labels) and all(len(source) == 1 and source.isalpha() for source in self.sources)


def digits(path: Path) -> list[Digit]:
    """All drawings in the file, in its order; raises InklingError when it cannot be read."""
    return list(pen_digits(path))


def read_pen_files(paths: Sequence[Path]) -> list[PenFile]:
    """The files in this order; raises InklingError when one cannot be read or has no ink."""
    names: list[str] = []
    for path in paths:
        tries = (path.stem, *(f"{path.stem}-{number}" for number in range(2, len(paths) + 1)))
        names.append(next(name for name in tries if name not in names))
    return [_pen_file(*pair) for pair in zip(paths, names, strict=True)]


def _pen_file(path: Path, name: str) -> PenFile:
    found = digits(path)
    inked = [digit for digit in found if any(map(len, digit[2]))]
    if not inked:
        raise InklingError(f"There is no ink in {path}: choose a file with drawn digits or letters.")
    return PenFile(name, inked, len(found) - len(inked))
