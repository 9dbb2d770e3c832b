"""The columns of compressed networks: each figure, and how it compares with the original. Knows nothing of widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.compression import Compressed
from engine.formats import data_size, microseconds, percent
from engine.inspection import Paired
from engine.settings import FIELDS

TIMES, MINUS = "\u00d7", "\u2212"
VALIDATION = "Validation"
SOME_BYTES = 1.01
"""The files of one network differ by this factor at most: the texts in them have different lengths."""
NOISE = 1.1
"""Two measurements of one network differ by some per cent. Only a time beyond this factor is called slower, as in the
explanations."""


@dataclass(frozen=True)
class Beside:
    """How a figure compares with the original's. The text says "worse" too, for people who do not see the colour."""

    text: str = ""
    worse: bool = False
    raised: bool = False
    """Whether the figure stands in the upper half of its cell although there is no text below it."""


@dataclass(frozen=True)
class Column:
    title: str
    tip: str
    widest: str
    """The column starts as wide as this text."""
    text: Callable[[Compressed], str]
    key: Callable[[Compressed], float | str | None]
    """The value to sort by; None always comes last."""
    beside: Callable[[Compressed, Compressed], Beside] = lambda _row, _original: Beside()
    sorts_by: str = ""
    """The title of the column that a click sorts by instead; "" for this one."""


def times(row: Compressed, original: Compressed, field: str, word: str, noise: float = 1.0) -> Beside:
    """The ratio to the original's figure, with `word` if it is greater than `noise`."""
    before = getattr(original, field)
    if not before:
        return Beside()
    ratio = getattr(row, field) / before
    worse = ratio > noise
    return Beside(f"{ratio:.2f}{TIMES}{f' {word}' if worse else ''}", worse)


def points(pairs: Paired | None) -> Beside:
    """The difference to the original in percentage points; empty without images on which both were measured."""
    if pairs is None:
        return Beside()
    told = f"{pairs.points.replace('-', MINUS)} {pairs.verdict}"
    return Beside(told.strip(), pairs.verdict == "worse")


def _count(title: str, tip: str, widest: str, field: str) -> Column:
    return Column(
        title,
        tip,
        widest,
        lambda row: f"{getattr(row, field):,}",
        lambda row: float(getattr(row, field)),
        lambda row, original: times(row, original, field, "more"),
    )


def _time(title: str, tip: str, field: str) -> Column:
    return Column(
        title,
        tip,
        "1.30\u00d7 slower",
        lambda row: microseconds(getattr(row, field)),
        lambda row: float(getattr(row, field)),
        lambda row, original: times(row, original, field, "slower", NOISE),
    )


def _accuracy(title: str, tip: str, field: str, pairs: str) -> Column:
    return Column(
        title,
        f"{tip}. Below it, the difference to the original in percentage points \u00b1 its uncertainty with so few "
        "images. Only a greater difference is called better or worse",
        "\u221210.12 \u00b1 0.85 worse",
        lambda row: percent(getattr(row, field)),
        lambda row: getattr(row, field),
        lambda row, _: points(getattr(row, pairs)),
    )


COLUMNS = (
    Column(
        FIELDS["model"].title,
        "What was done to the network",
        "student alone,",
        lambda row: row.name,
        lambda row: row.name.casefold(),
    ),
    Column(
        "File",
        "Size of the network's file. Below it, the ratio to the original's",
        "1.30\u00d7 larger",
        lambda row: data_size(row.file_bytes),
        lambda row: float(row.file_bytes),
        lambda row, original: times(row, original, "file_bytes", "larger", SOME_BYTES),
    ),
    _time("1 image", "Time to classify one image with one thread, without interruption", "microseconds"),
    _time("Of 64", "The same for each image of a batch of 64", "microseconds_of_64"),
    _accuracy(
        VALIDATION,
        "Share of the validation images classified correctly, by which networks are compared",
        "validation_accuracy",
        "validation_pairs",
    ),
    Column(
        "Test",
        f"Share of the test images classified correctly, for the record. A click sorts by {VALIDATION}: if test images "
        "made the choice, they could no longer test it",
        "99.99%",
        lambda row: percent(row.test_accuracy),
        lambda row: row.validation_accuracy,
        lambda _row, _original: Beside(raised=True),
        VALIDATION,
    ),
    _accuracy(
        "Pen", "Share of the digits you drew and named that are classified correctly", "pen_accuracy", "pen_pairs"
    ),
    _count("Weights", "Weights of the network that were not removed", "1.30\u00d7 more", "weights"),
    _count("Multiply-adds", "Multiplications and additions for one image", "Multiply-adds", "multiply_adds"),
)


def in_order(rows: Sequence[Compressed], column: int, *, descending: bool) -> list[Compressed]:
    """The rows sorted by one column. Rows without a value come last in both directions."""
    key = COLUMNS[column].key
    known = [row for row in rows if key(row) is not None]
    return sorted(known, key=key, reverse=descending) + [row for row in rows if key(row) is None]  # type: ignore[arg-type]


def story(row: Compressed) -> str:
    """The text about the current row."""
    return f"{row.name[:1].upper()}{row.name[1:]}: {row.explanation}"


def verdict(rows: Sequence[Compressed]) -> str:
    """A sentence about the results. It does not use the test accuracy, which must not choose a network."""
    original, others = rows[0], rows[1:]
    if not others:
        return f"Done: {original.name} is measured; everything else was left out."
    smallest = min(others, key=lambda row: row.file_bytes)
    fastest = min(others, key=lambda row: row.microseconds)
    file = f"{smallest.name} ({smallest.file_bytes / original.file_bytes:.2f}{TIMES})"
    time = f"{fastest.name} ({fastest.microseconds / original.microseconds:.2f}{TIMES})"
    return f"Done. Smallest file: {file}. Least time for one image: {time}."
