"""Drawn digits in a file: what My digits has exported, or arrays of NumPy as collections of pen strokes have them."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from engine.errors import InklingError
from engine.ink import Stroke
from engine.labels import CLASSES
from engine.my_digits import MyDigit, read_drawings


class PenDigit(NamedTuple):
    """One digit of an array file."""

    label: int
    source: str
    strokes: list[Stroke]


def read_strokes(path: Path) -> list[MyDigit]:
    """The drawings of a file by its suffix: .npz as `pen_digits` reads it, all others as My digits exports them.

    Raises InklingError when it cannot be read, or holds none.
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
    """Of `points` (P, 2) float32; `stroke_end` and `digit_end`, the exclusive ends of strokes in `points` and of digits
    in `stroke_end`; `labels` uint8; `source` str.

    Raises InklingError when the file cannot be read or is something else.
    """
    try:
        with np.load(path) as file:
            strokes = np.split(file["points"].reshape(-1, 2), file["stroke_end"][:-1])
            starts = np.concatenate([[0], file["digit_end"][:-1]])
            found = [
                PenDigit(int(label), str(source), list(strokes[start:end]))
                for label, source, start, end in zip(
                    file["labels"], file["source"], starts, file["digit_end"], strict=True
                )
            ]
    except (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile) as error:
        raise InklingError(
            f"{path} cannot be read as drawings: it must hold points, stroke_end, digit_end, labels and source."
        ) from error
    if any(not 0 <= digit.label < CLASSES for digit in found):
        raise InklingError(f"{path} has labels that are no digits: they must be from 0 to {CLASSES - 1}.")
    return found
