"""The columns of "Make it smaller": what each says of a network, beside the original. Knows nothing of widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.compression import Compressed
from engine.formats import data_size, microseconds, percent
from engine.inspection import Paired
from engine.settings import FIELDS

TIMES, MINUS = "\u00d7", "\u2212"
VALIDATION = "Validation"
SOME_BYTES = 1.01
"""Files of the same network differ by how long the words in them are."""
NOISE = 1.1
"""Two measurements of the same network differ by some per cent: a time is only called slower beyond that, as in the
explanations."""


@dataclass(frozen=True)
class Beside:
    """What a figure is beside the original's; `worse` says so also to who sees no colours."""

    text: str = ""
    worse: bool = False
    raised: bool = False
    """Whether the figure stands as high as those with something below them."""


@dataclass(frozen=True)
class Column:
    title: str
    tip: str
    widest: str
    """As wide as this text the column begins."""
    text: Callable[[Compressed], str]
    key: Callable[[Compressed], float | str | None]
    """What it sorts by; None always comes last."""
    beside: Callable[[Compressed, Compressed], Beside] = lambda _row, _original: Beside()
    sorts_by: str = ""
    """The title of the column that is sorted by in its place."""


def times(row: Compressed, original: Compressed, field: str, word: str, noise: float = 1.0) -> Beside:
    """How many times the original's it is; `word` is said when that is more than `noise`."""
    before = getattr(original, field)
    if not before:
        return Beside()
    ratio = getattr(row, field) / before
    worse = ratio > noise
    return Beside(f"{ratio:.2f}{TIMES}{f' {word}' if worse else ''}", worse)


def points(pairs: Paired | None) -> Beside:
    """By how many percentage points it reads better or worse than the original; said only where it can be known."""
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
        f"{tip}; below it, percentage points to the original \u00b1 what so few images leave open. It is called "
        "better or worse only beyond that",
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
        "How large the file of the network is; below it, how many times the original's",
        "1.30\u00d7 larger",
        lambda row: data_size(row.file_bytes),
        lambda row: float(row.file_bytes),
        lambda row, original: times(row, original, "file_bytes", "larger", SOME_BYTES),
    ),
    _time(
        "1 image", "Time of one look at one image with one thread, while nothing else gets in between", "microseconds"
    ),
    _time("Of 64", "The same for each of 64 images that are looked at together", "microseconds_of_64"),
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
    _count("Weights", "Numbers of the network that were not removed", "1.30\u00d7 more", "weights"),
    _count("Multiply-adds", "Multiplications and additions that one image takes", "Multiply-adds", "multiply_adds"),
)


def in_order(rows: Sequence[Compressed], column: int, *, descending: bool) -> list[Compressed]:
    """Sorted by one column; what has no value there comes last either way."""
    key = COLUMNS[column].key
    known = [row for row in rows if key(row) is not None]
    return sorted(known, key=key, reverse=descending) + [row for row in rows if key(row) is None]  # type: ignore[arg-type]


def story(row: Compressed) -> str:
    """What is said of the row that the keyboard is on."""
    return f"{row.name[:1].upper()}{row.name[1:]}: {row.explanation}"


def verdict(rows: Sequence[Compressed]) -> str:
    """What came of it, without the test images: these are for measuring, not for choosing."""
    original, others = rows[0], rows[1:]
    if not others:
        return f"Done: {original.name} is measured; everything else was left out."
    smallest = min(others, key=lambda row: row.file_bytes)
    fastest = min(others, key=lambda row: row.microseconds)
    file = f"{smallest.name} ({smallest.file_bytes / original.file_bytes:.2f}{TIMES})"
    time = f"{fastest.name} ({fastest.microseconds / original.microseconds:.2f}{TIMES})"
    return f"Done. Smallest file: {file}. Least time for one image: {time}."
