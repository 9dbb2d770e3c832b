"""What `benchmarks.pens` measures, as numbers: each class is one part of its table and of its JSON file."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.handwriting.outliers import filled_shapes, letters, scribbles, side_by_side
from benchmarks.handwriting.pen_files import PenFile
from benchmarks.handwriting.separation import auroc, fpr95
from engine import Classifier
from engine.models import Reading, calibration_error

Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Group:
    """Digits that are counted together. Shares are from 0 to 1."""

    digits: int
    accuracy: float
    answered: float
    """The share whose confidence reaches the network's own threshold."""
    answered_accuracy: float | None
    """The share of these classified correctly; None if none was answered."""


@dataclass(frozen=True)
class DigitFigures:
    """What a network makes of a file of digits."""

    file: str
    without_ink: int
    total: Group
    calibration_error: float
    """Expected calibration error, 0 to 1, as `engine.models.calibration_error` bins it."""
    by_digit: dict[str, Group]
    by_source: dict[str, Group]
    confusion: list[list[int]]
    """A row for each digit, a column for each answer; answers below the threshold count too."""


@dataclass(frozen=True)
class Refusals:
    """Drawings that are no digits, and the share of them that is "not sure" at the network's own threshold."""

    drawings: int
    refused: float


@dataclass(frozen=True)
class LetterFigures:
    """What a network makes of a file of letters, all of which it should refuse."""

    file: str
    without_ink: int
    total: Refusals
    by_letter: dict[str, Refusals]


@dataclass(frozen=True)
class Doubt:
    """How well the confidence separates the digits of a file from one kind of drawings that are none."""

    file: str
    kind: str
    refusals: Refusals
    auroc: float
    fpr95: float


@dataclass(frozen=True)
class NonDigits:
    """The answers to one kind of drawings that are no digits."""

    kind: str
    readings: list[Reading]

    @property
    def refusals(self) -> Refusals:
        return refusals(~_sure(self.readings))


def digit_figures(file: PenFile, readings: Sequence[Reading]) -> DigitFigures:
    labels, answers = np.array(file.labels), np.array([reading.digit for reading in readings])
    right, sure = labels == answers, _sure(readings)
    confusion = np.zeros((10, 10), int)
    np.add.at(confusion, (labels, answers), 1)
    probabilities = torch.tensor([reading.probabilities for reading in readings])

    def by(names: Sequence[object]) -> dict[str, Group]:
        return {name: _group(right[chosen], sure[chosen]) for name, chosen in _places(names).items()}

    return DigitFigures(
        file.name,
        file.without_ink,
        _group(right, sure),
        calibration_error(probabilities, torch.from_numpy(labels)),
        by(file.labels),
        by(file.sources),
        confusion.tolist(),
    )


def letter_figures(file: PenFile, readings: Sequence[Reading]) -> LetterFigures:
    refused = ~_sure(readings)
    by_letter = {letter: refusals(refused[chosen]) for letter, chosen in _places(file.sources).items()}
    return LetterFigures(file.name, file.without_ink, refusals(refused), by_letter)


def refusals(refused: Bools) -> Refusals:
    return Refusals(len(refused), float(refused.mean()))


def doubt(file: PenFile, readings: Sequence[Reading], others: NonDigits) -> Doubt:
    digits, rest = ([reading.confidence for reading in one] for one in (readings, others.readings))
    return Doubt(file.name, others.kind, others.refusals, auroc(digits, rest), fpr95(digits, rest))


def built_in(classifier: Classifier, fashion: Path | None) -> list[NonDigits]:
    """The kinds that need no file of strokes; `fashion` has images to use instead of filled shapes."""
    shapes = filled_shapes(np.random.default_rng(0), fashion)
    return [
        NonDigits("built-in letters", classifier.read_drawings(letters(np.random.default_rng(0)))),
        NonDigits("scribbles", classifier.read_drawings(scribbles(np.random.default_rng(0)))),
        NonDigits("filled shapes" if fashion is None else "pieces of clothing", classifier.read_images(shapes)),
    ]


def two_digits(classifier: Classifier, file: PenFile) -> NonDigits:
    """Pairs of the file's own digits."""
    pairs = side_by_side(file.strokes, np.random.default_rng(0))
    return NonDigits("two digits side by side", classifier.read_drawings(pairs))


def _sure(readings: Sequence[Reading]) -> Bools:
    return np.array([reading.sure for reading in readings])


def _group(right: Bools, sure: Bools) -> Group:
    return Group(len(right), float(right.mean()), float(sure.mean()), float(right[sure].mean()) if sure.any() else None)


def _places(names: Sequence[object]) -> dict[str, Bools]:
    """Where each name stands, by name."""
    words = np.array([str(name) for name in names])
    return {str(word): words == word for word in np.unique(words)}
