"""The columns of the table of runs: the text of each cell, and how to sort by it. Knows nothing of widgets."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.formats import percent
from engine.runs import RunRow, when
from engine.settings import FIELDS
from engine.stack import called

NONE = "\u2013"
SIGNS = {
    "training": "\u25b6",
    "completed": "\u2713",
    "stopped": "\u25a0",
    "interrupted": "\u25d0",
    "failed": "\u2717",
    "damaged": "\u26a0",
}
"""A shape for each state, beside its word and its colour: a shape is recognised before a word is read."""


@dataclass(frozen=True)
class ListedRun:
    """A row, and what its settings are called."""

    row: RunRow
    different: dict[str, str]
    """The settings that are not Inkling's defaults but the network, which has a column of its own, by title."""
    every: dict[str, str]
    """All settings that are not Inkling's defaults, by title."""

    @property
    def network(self) -> str:
        settings = self.row.settings
        return called(settings.model) if settings else NONE

    @property
    def differences(self) -> str:
        return ", ".join(f"{title} {value}" for title, value in self.different.items()) or NONE

    @property
    def is_short(self) -> bool:
        """Whether it was given up before its first epoch was done, and nobody has named it or noted something."""
        row = self.row
        given_up = row.state in ("stopped", "interrupted") and row.epochs_done == 0 and row.validation_accuracy is None
        return given_up and not row.given_name and not row.note

    @cached_property
    def words(self) -> str:
        """All words that find the row."""
        row = self.row
        settings = " ".join(f"{title} {value}" for title, value in self.every.items())
        return f"{row.name} {row.note} {self.network} {settings} {row.state}".casefold()


def listed(rows: Sequence[RunRow]) -> list[ListedRun]:
    """The rows as the table shows them."""
    network = FIELDS["model"].title
    every = [row.differences for row in rows]
    return [
        ListedRun(row, {title: value for title, value in told.items() if title != network}, told)
        for row, told in zip(rows, every, strict=True)
    ]


@dataclass(frozen=True)
class Column:
    title: str
    tip: str
    text: Callable[[ListedRun], str]
    widest: str
    """The column starts as wide as this text."""
    key: Callable[[ListedRun], Any]
    """The value to sort by; None always comes last."""
    number: bool = False
    detail: Callable[[ListedRun], str] | None = None
    """The tooltip of a cell; None for its text."""
    field: str = field(default="")
    """The field of RunRow that a person can edit in this column; "" for none."""
    sorts_by: str = ""
    """The title of the column that a click sorts by instead; "" for this one."""


def _share(name: str) -> Callable[[ListedRun], str]:
    def text(run: ListedRun) -> str:
        share = getattr(run.row, name)
        return percent(share)

    return text


def _of(name: str) -> Callable[[ListedRun], Any]:
    return lambda run: getattr(run.row, name)


def _loss(run: ListedRun) -> str:
    loss = run.row.best_validation_loss
    return NONE if loss is None else f"{loss:.4f}"


def _best_epoch(run: ListedRun) -> str:
    row = run.row
    return _loss(run) if row.best_epoch is None else f"{_loss(run)} after epoch {row.best_epoch} of {row.epochs_done}"


def _settings(run: ListedRun) -> str:
    lines = [f"{title}: {value}" for title, value in run.every.items()]
    return "\n".join(lines) or "All settings have Inkling's defaults"


def _seconds(run: ListedRun) -> str:
    return f"{run.row.seconds:,.1f}" if run.row.seconds else NONE


def _state(run: ListedRun) -> str:
    return f"{SIGNS[run.row.state]} {run.row.state}"


COLUMNS = (
    Column(
        "",
        "Tick up to six runs to see their curves below",
        lambda _: "",
        "",
        lambda _: 0,
        detail=lambda _: "Tick up to six runs to see their curves below",
    ),
    Column(
        "Name",
        "What differs from the defaults. F2 or a double click changes it; an empty name brings back the original one",
        _of("name"),
        "3 epochs, rate 0.05, SGD",
        _of("name"),
        field="name",
    ),
    Column(
        "When",
        "When it was started",
        lambda run: when(run.row) or NONE,
        "28 Jul 14:05",
        _of("started"),
        detail=lambda run: run.row.started.replace("T", " ") or NONE,
    ),
    Column(
        "Test",
        "Share of the test images classified correctly, measured once when a run is complete. A click sorts by "
        "Validation: a network that was chosen by its test accuracy has no unbiased test left",
        _share("test_accuracy"),
        "99.99%",
        _of("validation_accuracy"),
        number=True,
        sorts_by="Validation",
    ),
    Column(
        "Validation",
        "Share of the validation images classified correctly after the last epoch (with early stopping the best)",
        _share("validation_accuracy"),
        "Validation",
        _of("validation_accuracy"),
        number=True,
    ),
    Column(
        "State",
        "How it ended",
        _state,
        "\u26a0 interrupted",
        _of("state"),
        detail=lambda run: run.row.problem or _state(run),
    ),
    Column(
        "Best loss",
        "The lowest validation loss after any epoch",
        _loss,
        "Best loss",
        _of("best_validation_loss"),
        number=True,
        detail=_best_epoch,
    ),
    Column(
        "Pen",
        "Share of a file of drawn digits classified correctly, if it has been measured",
        _share("pen_accuracy"),
        "99.99%",
        _of("pen_accuracy"),
        number=True,
    ),
    Column("Seconds", "How long it trained; pauses do not count", _seconds, "Seconds", _of("seconds"), number=True),
    Column(FIELDS["model"].title, "Which network learnt", lambda run: run.network, "SimpleNN", lambda run: run.network),
    Column(
        "What is different",
        "The settings in which a run differs from Inkling's defaults; the network has a column of its own",
        lambda run: run.differences,
        "Learning rate 0.01",
        lambda run: run.differences,
        detail=_settings,
    ),
    Column("Note", "F2 or a double click edits it", _of("note"), "A note of some words", _of("note"), field="note"),
)
TICK = 0
NAME, WHEN, STATE, DIFFERENT, NOTE = (
    next(n for n, column in enumerate(COLUMNS) if column.title == title)
    for title in ("Name", "When", "State", "What is different", "Note")
)


def in_order(runs: Sequence[ListedRun], column: int, *, descending: bool) -> list[ListedRun]:
    """The rows sorted by one column. Rows without a value come last in both directions."""
    key = COLUMNS[column].key
    known = [run for run in runs if key(run) not in (None, "")]
    unknown = [run for run in runs if key(run) in (None, "")]
    return sorted(known, key=_folded(key), reverse=descending) + unknown


def _folded(key: Callable[[ListedRun], Any]) -> Callable[[ListedRun], Any]:
    """Sort without regard to upper and lower case."""

    def folded(run: ListedRun) -> Any:
        value = key(run)
        return value.casefold() if isinstance(value, str) else value

    return folded
