"""A run as one HTML page to hand in: nothing else is needed to read it, and nothing in it is executed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine import __version__
from engine.events import Event, Finished
from engine.export.curve_picture import curve_svg
from engine.export.markup import markup
from engine.export.page_style import page_style
from engine.export.page_tables import Mistake, confusion_table, epochs_table, facts_table, mistakes_list, settings_table
from engine.runs import CurvePoints, RunRow, SavedRun
from engine.settings import DIGITS
from engine.system import write_atomically

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}
</style>
</head>
<body>
{body}
</body>
</html>
"""


def write_page(
    row: RunRow,
    run: SavedRun | None,
    events: Sequence[Event],
    path: Path,
    facts: Mapping[str, str],
    confusion: Sequence[Sequence[int]] | NDArray[np.integer] | None = None,
    mistakes: Sequence[Mistake] = (),
    log_scale: bool = False,
    names: Sequence[str] = DIGITS,
) -> None:
    """Write what `page` gives. Raises InklingError when the file cannot be written."""
    content = page(row, run, events, facts, confusion, mistakes, log_scale, names).encode()
    write_atomically(path, lambda file: file.write(content))


def page(
    row: RunRow,
    run: SavedRun | None,
    events: Sequence[Event],
    facts: Mapping[str, str],
    confusion: Sequence[Sequence[int]] | NDArray[np.integer] | None = None,
    mistakes: Sequence[Mistake] = (),
    log_scale: bool = False,
    names: Sequence[str] = DIGITS,
) -> str:
    """HTML with inline style, curve and images.

    `facts` tell the machine and its versions; `confusion` counts test images, a row for each of `names` that they were
    and a column for each that they were read as. Without a `run` its figures are those of `row` and `events`;
    `log_scale` is the loss's.
    """
    points = CurvePoints.of(events)
    settings = run.settings if run else row.settings
    parts = [
        _header(row),
        _section("Figures", _figures(row, run, events, points)),
        _section("Learning curve", curve_svg(events, "", log_scale)),
        '<div class="columns">',
        _section("Settings", settings_table(settings)) if settings else "",
        _section("Machine and versions", facts_table(facts)) if facts else "",
        "</div>",
        _section("Epoch by epoch", epochs_table(points), kind="long") if points.epochs else "",
        _section("What test images were read as", confusion_table(confusion, names)) if confusion is not None else "",
        _section("The most confident mistakes", mistakes_list(mistakes)) if mistakes else "",
    ]
    return PAGE.format(title=markup(row.name), style=page_style(), body="\n".join(filter(None, parts)))


def _section(title: str, content: str, kind: str = "") -> str:
    shown = f' class="{kind}"' if kind else ""
    return f"<section{shown}>\n<h2>{markup(title)}</h2>\n{content}\n</section>"


def _header(row: RunRow) -> str:
    note = f'<p class="note">{markup(row.note)}</p>' if row.note else ""
    problem = f"<p>{markup(row.problem)}</p>" if row.problem else ""
    return f"<header>\n<h1>{markup(row.name)}</h1>\n{note}\n<p>{markup(_when(row))}</p>\n{problem}\n</header>"


def _when(row: RunRow) -> str:
    try:
        started = datetime.fromisoformat(row.started).strftime("Started %Y-%m-%d at %H:%M:%S")
    except ValueError:
        # What cannot be read as a time is shown as it is.
        started = row.started
    return ", ".join(filter(None, [started, row.state, f"shown by Inkling {__version__}"]))


def _figures(row: RunRow, run: SavedRun | None, events: Sequence[Event], points: CurvePoints) -> str:
    ended = next((event for event in reversed(events) if isinstance(event, Finished)), None)
    test = run.result.test_accuracy if run else row.test_accuracy
    error = run.result.calibration_error if run else ended and ended.calibration_error
    best = points.best
    lowest = best.validation_loss if best else row.best_validation_loss
    epoch = best.epoch if best else row.best_epoch
    figures = {
        "Test accuracy": _percent(test),
        "Validation accuracy, last epoch": _percent(run.result.validation_accuracy if run else row.validation_accuracy),
        f"Best validation loss{f' (epoch {epoch})' if epoch else ''}": None if lowest is None else f"{lowest:.4f}",
        "Calibration error": _percent(error),
        "On drawn digits": _percent(row.pen_accuracy),
        "Seconds of training": f"{run.result.seconds if run else row.seconds:,.1f}",
        "Steps": f"{run.result.steps if run else row.steps:,}",
    }
    shown = "\n".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures.items() if value)
    return f'<dl class="figures">\n{shown}\n</dl>'


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{share:.2%}"
