"""What `python -m engine runs` prints about runs: a table, all facts of one, and JSON."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

from engine import InklingError
from engine.events import EpochDone
from engine.formats import percent
from engine.runs import RunRow, read_record
from engine.system import shown

NOTHING = "-"
HEADINGS = ("name", "network", "state", "epochs", "seconds", "best loss", "validation", "test", "pens", "different")


def called(row: RunRow) -> str:
    """Return the name a person gave the run, else its folder's; the folder's beginning finds all runs of a day."""
    return row.given_name or row.folder.name


def as_json(row: RunRow) -> dict[str, Any]:
    """The values of a run as a JSON object."""
    values = {name: _finite(getattr(row, name)) for name in row.__dataclass_fields__}
    settings = row.settings.model_dump() if row.settings else None
    return values | {"folder": str(row.folder), "settings": settings}


def _finite(value: object) -> object:
    """Return None for infinite numbers and NaN, which JSON does not have."""
    return None if isinstance(value, float) and not math.isfinite(value) else value


def table(rows: Sequence[RunRow]) -> Iterable[str]:
    """A line for each run below the headings, then a sentence about each that is damaged."""
    cells = [HEADINGS, *(tuple(map(shown, _cells(row))) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS))]
    for line in cells:
        yield "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
    for row in rows:
        if row.state == "damaged":
            yield f"{called(row)}: {row.problem}"


def _cells(row: RunRow) -> tuple[str, ...]:
    return (
        called(row),
        row.settings.model if row.settings else NOTHING,
        row.state,
        str(row.epochs_done),
        f"{row.seconds:.1f}",
        _loss(row.best_validation_loss),
        *(percent(share, unknown=NOTHING) for share in (row.validation_accuracy, row.test_accuracy, row.pen_accuracy)),
        ", ".join(f"{title} {value}" for title, value in row.differences.items()),
    )


def _loss(loss: float | None) -> str:
    return NOTHING if loss is None or not math.isfinite(loss) else f"{loss:.4f}"


def facts(row: RunRow) -> Iterable[str]:
    """Everything about a run but its epochs, each on a line of its own."""
    for heading, cell in zip(HEADINGS, _cells(row), strict=True):
        yield f"{heading + ':':12} {cell}"
    yield f"{'folder:':12} {row.folder}"
    if row.opened_from:
        yield f"{'opened from:':12} {row.opened_from}"
    if row.note:
        yield f"{'note:':12} {row.note}"
    if row.problem:
        yield f"{'problem:':12} {row.problem}"
    if row.settings:
        yield f"{'settings:':12} {', '.join(f'{name} {value}' for name, value in row.settings.model_dump().items())}"
    try:
        record = read_record(row.folder)
    except InklingError:
        return
    if record.ending and record.ending.kept_epoch:
        yield f"{'kept:':12} the weights of epoch {record.ending.kept_epoch}, the best"
    yield f"{'made with:':12} {', '.join(f'{name} {value}' for name, value in record.versions.items())}"
    yield f"{'made on:':12} {', '.join(f'{name}: {value}' for name, value in record.machine.items())}"


def epoch_line(epoch: EpochDone) -> str:
    """The figures of an epoch."""
    return (
        f"epoch {epoch.epoch}  train loss {_loss(epoch.train_loss)}  "
        f"train accuracy {percent(epoch.train_accuracy)}  "
        f"validation loss {_loss(epoch.validation_loss)}  "
        f"validation accuracy {percent(epoch.validation_accuracy)}  "
        f"{epoch.seconds:.1f} s"
    )
