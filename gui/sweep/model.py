"""The trials of a sweep as a Qt model, with the marks of the best."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine.formats import UNKNOWN, percent
from engine.sweep import TrialEnded
from gui.widgets import Role, RowModel, tooltip

BEST = "\N{BLACK STAR}"


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


COLUMNS = (
    Column("What differs", "The settings that vary", "Learning rate 0.003", lambda row, _: row.words),
    Column(
        "Validation",
        f"Share of the validation images classified correctly. {BEST}: the most accurate, and those as good as far as "
        "so few images can tell",
        f"{BEST} 99.99% ",
        _validation,
    ),
    Column(
        "Test",
        "The same for the test images, for the record: nothing is chosen by them",
        "99.99% ",
        lambda row, _: percent(row.test_accuracy),
    ),
    Column("Seconds", "Time of training", "1,000.0 ", lambda row, _: f"{row.seconds:,.1f}" if row.seconds else UNKNOWN),
    Column(
        "Parameters",
        "Weights of the network",
        "10,000,000",
        lambda row, _: _number(row.weights),
    ),
    Column(
        "Best front",
        "Nothing that takes fewer seconds, or has fewer parameters, is as accurate, apart from chance",
        "seconds, size",
        lambda row, marks: marks.words(row.place),
    ),
)
NUMBERS = range(1, 5)


class TrialModel(RowModel):
    """Rows are TrialEnded, in the order of the sweep."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.marks = Marks()
        self.answers = {
            Role.DisplayRole: lambda row, column: COLUMNS[column].text(row, self.marks),
            Role.ToolTipRole: lambda row, _: tooltip(row.message or row.words),
            Role.TextAlignmentRole: lambda _, column: self.alignment(column),
        }

    def is_number(self, column: int) -> bool:
        return column in NUMBERS

    def show(self, rows: Sequence[TrialEnded], marks: Marks) -> None:
        self.marks = marks
        self.replace(list(rows))
