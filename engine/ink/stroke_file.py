"""Reading files of drawn digits: exports of My digits, or NumPy arrays made from collections of pen strokes."""

import io
import itertools
import math
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import InklingError
from engine.ink.my_digits import FARTHEST, MyDigit, read_drawings
from engine.ink.rendering import Stroke
from engine.settings import CLASSES
from engine.system import read_bytes

ARRAYS = ("points", "stroke_end", "digit_end", "labels", "source")
LARGEST = 1 << 28
"""Bytes that a file may have, packed or unpacked."""
MOST_POINTS = 5_000_000
"""Points of a hundred thousand digits; as strokes, many more would take all memory."""


class PenDigit(NamedTuple):
    """One digit of an array file."""

    label: int
    source: str
    strokes: list[Stroke]


def read_strokes(path: Path) -> list[MyDigit]:
    """Return the drawings in a file: an .npz file as `pen_digits` reads it, any other as My digits exports it.

    Raises InklingError when the file cannot be read or has no drawings.
    """
    found = list(_drawings(path)) if path.suffix.lower() == ".npz" else read_drawings(path)
    if not found:
        raise InklingError(f"There are no drawings in {path}: choose a file that Inkling exported.")
    return found


def _drawings(path: Path) -> Iterator[MyDigit]:
    for number, digit in enumerate(pen_digits(path)):
        strokes = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in digit.strokes if len(stroke))
        if strokes:
            yield MyDigit(f"{path.name} {number}", digit.label, strokes, "", None)


def pen_digits(path: Path) -> list[PenDigit]:
    """Return the digits in an .npz file with these arrays: `points` (P, 2) float32; `stroke_end` and `digit_end`, the
    exclusive ends of strokes in `points` and of digits in `stroke_end`; `labels` uint8; `source` str.

    Raises InklingError when the file cannot be read or is something else.
    """
    content = read_bytes(path, LARGEST)
    try:
        found = list(_digits(_arrays(content)))
    except Exception as error:
        # Broken archives make their readers raise errors of all kinds.
        raise InklingError(
            f"{path} cannot be read as drawings: it must hold points, stroke_end, digit_end, labels and source."
        ) from error
    if any(not 0 <= digit.label < CLASSES for digit in found):
        raise InklingError(f"{path} has labels that are no digits: they must be from 0 to {CLASSES - 1}.")
    return found


def _digits(arrays: dict[str, NDArray[Any]]) -> Iterator[PenDigit]:
    """Yield the digits. Raises ValueError or KeyError if the arrays do not fit together."""
    points, labels, source = arrays["points"], arrays["labels"], arrays["source"]
    if points.dtype.kind not in "fiu" or points.ndim != 2 or points.shape[1] != 2 or len(points) > MOST_POINTS:
        raise ValueError("no points")
    if (
        labels.dtype.kind not in "iu"
        or source.dtype.kind != "U"
        or not np.all((points > -FARTHEST) & (points < FARTHEST))
    ):
        raise ValueError("no digits")
    strokes = _parts(points, arrays["stroke_end"])
    digits = _parts(np.arange(len(strokes)), arrays["digit_end"])
    for label, said, chosen in zip(labels.tolist(), source.tolist(), digits, strict=True):
        yield PenDigit(label, said, [strokes[number] for number in chosen])


def _parts(values: NDArray[Any], ends: NDArray[Any]) -> list[NDArray[Any]]:
    """Split values at exclusive ends, the last of which must be their length. Raises ValueError otherwise."""
    if ends.dtype.kind not in "iu" or ends.ndim != 1 or not len(ends) or int(ends[-1]) != len(values):
        raise ValueError("no ends")
    bounds = [0, *ends.tolist()]
    if any(start > end for start, end in itertools.pairwise(bounds)):
        raise ValueError("no order")
    return [values[start:end] for start, end in itertools.pairwise(bounds)]


def _arrays(content: bytes) -> dict[str, NDArray[Any]]:
    """Read the arrays without executing anything and without allocating more than the file holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > LARGEST:
            raise ValueError("packed too much")
        return {name: _array(packed, name) for name in ARRAYS}


def _array(packed: zipfile.ZipFile, name: str) -> NDArray[Any]:
    with packed.open(f"{name}.npy") as file:
        header = io.BytesIO(file.read(LARGEST))
    read = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    shape, by_column, kind = read[np.lib.format.read_magic(header)](header)
    values = header.read()
    if kind.hasobject or math.prod(shape) * kind.itemsize != len(values):
        raise ValueError("no such array")
    return np.frombuffer(values, kind).reshape(shape, order="F" if by_column else "C")
