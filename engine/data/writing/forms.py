"""The forms of digits and letters that people write, read from the files in this folder; digits.toml says how."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Piece = tuple[int, ...]
"""The control points between two corners, both included."""

SPACING = 2.4
"""The distance between the points of a path, in hundredths of a drawing's height; about 0.4 pixels of an image."""
ROUNDING = 7.0
"""The standard deviation of the filter that rounds corners, in hundredths of a drawing's height."""


@dataclass(frozen=True)
class Form:
    """One of the shapes that people give to a character, as the drawings between which it varies."""

    character: str
    name: str
    share: float
    """How often it comes, relative to the character's other forms."""
    drawings: Floats
    """Control points of each of K drawings, (K, C, 2), in hundredths of the height, y down."""
    stroke: NDArray[np.int64]
    """The stroke that each control point belongs to, (C,)."""
    path: Floats
    """The weight of each control point in each point of the path, (P, C)."""
    rounded: Floats
    """The same for a path with rounded corners, (P, C)."""

    @property
    def strokes(self) -> int:
        return int(self.stroke[-1]) + 1


class FormError(ValueError):
    """A sentence on what is wrong with a form."""


@lru_cache(maxsize=4)
def forms(file: str) -> tuple[Form, ...]:
    """Return the forms in a file of this folder, for example "digits.toml". Raises FormError."""
    return parsed_forms(files(__package__).joinpath(file).read_text(encoding="utf-8"))


def parsed_forms(text: str) -> tuple[Form, ...]:
    """Return the forms in a TOML text. Raises FormError when one of them cannot be written."""
    try:
        entries = tomllib.loads(text).get("form")
    except tomllib.TOMLDecodeError as error:
        raise FormError(f"The file of forms cannot be read: {error}.") from error
    if not isinstance(entries, list):
        raise FormError("The file has no forms: each begins with [[form]].")
    return tuple(_form(entry) for entry in entries)


def _form(entry: dict[str, Any]) -> Form:
    what = f'The form "{entry.get("name")}" of {entry.get("class")}'
    for key in ("class", "name", "share", "drawings"):
        if key not in entry:
            raise FormError(f"{what} has no {key}.")
    every = [_drawing(text, what) for text in entry["drawings"]]
    pieces = every[0][1]
    if any(others != pieces for _, others in every):
        raise FormError(f"{what} has drawings that differ in their points, corners or strokes.")
    points = np.stack([points for points, _ in every])
    path, rounded = _weights(points.mean(0), pieces)
    counts = [sum(len(piece) - 1 for piece in stroke) + 1 for stroke in pieces]
    stroke = np.repeat(np.arange(len(pieces)), counts)
    return Form(str(entry["class"]), str(entry["name"]), float(entry["share"]), points, stroke, path, rounded)


def _drawing(text: str, what: str) -> tuple[Floats, tuple[tuple[Piece, ...], ...]]:
    """Return the control points (C, 2), and for each stroke the pieces between its corners."""
    points: list[tuple[float, float]] = []
    strokes: list[tuple[Piece, ...]] = []
    for stroke in text.split("/"):
        pieces: list[Piece] = []
        piece: list[int] = []
        words = stroke.split()
        if not words:
            raise FormError(f"{what} has a stroke without points.")
        for place, word in enumerate(words):
            piece.append(len(points))
            points.append(_point(word, what))
            if word.endswith("*") and 0 < place < len(words) - 1:
                pieces.append(tuple(piece))
                piece = piece[-1:]
        strokes.append((*pieces, tuple(piece)))
    return np.array(points, np.float32), tuple(strokes)


def _point(word: str, what: str) -> tuple[float, float]:
    try:
        x, y = map(float, word.removesuffix("*").split(","))
    except ValueError:
        x = y = float("nan")
    if not (isfinite(x) and isfinite(y)):
        raise FormError(f'{what} has a point "{word}" that is none: write x,y.')
    return x, y


def _weights(points: Floats, strokes: tuple[tuple[Piece, ...], ...]) -> tuple[Floats, Floats]:
    """Return the weights of a path and of one with rounded corners, (P, C) each."""
    # Imported here because scipy takes as long to import as all forms take to read.
    from scipy.ndimage import gaussian_filter1d

    paths = [np.concatenate([_spline(points, piece) for piece in stroke]) for stroke in strokes]
    rounded = [gaussian_filter1d(path, ROUNDING / SPACING, axis=0, mode="nearest") for path in paths]
    return np.concatenate(paths).astype(np.float32), np.concatenate(rounded).astype(np.float32)


def _spline(points: Floats, piece: Piece) -> NDArray[np.float64]:
    """Return the weights of the points of a natural cubic spline whose knots are the distances along the piece."""
    from scipy.interpolate import CubicSpline

    each = np.eye(len(points))[list(piece)]
    if len(piece) == 1:
        return each
    lengths = np.maximum(np.hypot(*np.diff(points[list(piece)], axis=0).T), 1.0)
    knots = np.concatenate([[0.0], np.cumsum(lengths)])
    places = np.linspace(0, knots[-1], int(np.ceil(knots[-1] / SPACING)) + 1)
    weights: NDArray[np.float64] = CubicSpline(knots, each, bc_type="natural")(places)
    return weights
