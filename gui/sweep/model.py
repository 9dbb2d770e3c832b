"""The trials of a sweep as a Qt model, with the marks of the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.formats import UNKNOWN, percent
from engine.sweep import TrialEnded
from gui.widgets import Role, RowModel, tooltip

BEST, NEITHER = "\N{BLACK STAR}", "\N{EN DASH}"


@dataclass(frozen=True)
class Marks:
    """The places, from 1, of the best trials."""

    best: tuple[int, ...] = ()
    by_seconds: tuple[int, ...] = ()
    by_weights: tuple[int, ...] = ()

    def words(self, place: int) -> str:
        """On which best front a trial is."""
        fronts = (("seconds", self.by_seconds), ("size", self.by_weights))
        return ", ".join(name for name, places in fronts if place in places)


@dataclass(frozen=True)
class Column:
    title: str
    tip: str
    widest: str
    """The column starts as wide as this text."""
    text: Callable[[TrialEnded, Marks], str]
    is_number: bool = False


def _validation(trial: TrialEnded, marks: Marks) -> str:
    if trial.state == "failed":
        return "failed"
    if trial.state != "completed":
        return "stopped" if trial.run else "waits"
    return (
        f"{BEST} {percent(trial.validation_accuracy)}"
        if trial.place in marks.best
        else percent(trial.validation_accuracy)
    )


def _number(weights: int) -> str:
    return f"{weights:,}" if weights else UNKNOWN


FIGURES = (
    Column(
        "Validation",
        f"Share of the validation images classified correctly. {BEST}: the most accurate, and those as good as far as "
        "so few images can tell",
        f"{BEST} 99.99% ",
        _validation,
        is_number=True,
    ),
    Column(
        "Test",
        "The same for the test images, for the record: nothing is chosen by them",
        "99.99% ",
        lambda row, _: percent(row.test_accuracy),
        is_number=True,
    ),
    Column(
        "Seconds",
        "Time of training",
        "1,000.0 ",
        lambda row, _: f"{row.seconds:,.1f}" if row.seconds else UNKNOWN,
        is_number=True,
    ),
    Column(
        "Parameters",
        "Weights of the network",
        "10,000,000",
        lambda row, _: _number(row.weights),
        is_number=True,
    ),
    Column(
        "Best front",
        "Nothing that takes fewer seconds, or has fewer parameters, is as accurate, apart from chance",
        "seconds, size",
        # A screen reader would pass an empty cell in silence.
        lambda row, marks: marks.words(row.place) or NEITHER,
    ),
)


def columns_of(rows: Sequence[TrialEnded]) -> tuple[Column, ...]:
    """A column for each setting that varies, then the figures."""
    titles = rows[0].values if rows else ()
    return (*map(_column_of, titles), *FIGURES)


def _column_of(title: str) -> Column:
    return Column(title, "A setting that varies", "", lambda row, _: row.values.get(title, ""))


class TrialModel(RowModel):
    """Rows are TrialEnded, in the order of the sweep."""

    def __init__(self) -> None:
        super().__init__(FIGURES)
        self.marks = Marks()
        self.columns: tuple[Column, ...] = FIGURES
        self.answers = {
            Role.DisplayRole: lambda row, column: self.columns[column].text(row, self.marks),
            Role.ToolTipRole: lambda row, _: tooltip(row.message or row.words),
            Role.TextAlignmentRole: lambda _, column: self.alignment(column),
        }

    def is_number(self, column: int) -> bool:
        return self.columns[column].is_number

    def show(self, rows: Sequence[TrialEnded], marks: Marks) -> None:
        self.marks, self.columns = marks, columns_of(rows)
        self.replace(list(rows), self.columns)
