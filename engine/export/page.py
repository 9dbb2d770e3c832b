"""A run as one HTML page to hand in: it needs no other file, and nothing in it is executed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

import numpy as np
from markupsafe import Markup
from numpy.typing import NDArray

from engine import __version__
from engine.events import Event, Finished
from engine.export.colours import DARK, LIGHT
from engine.export.curve.curve_picture import curve_svg
from engine.export.page_tables import Mistake, confusion_rows, mistake_items, setting_rows
from engine.export.templates import filled
from engine.formats import percent
from engine.runs import CurvePoints, RunRow, SavedRun
from engine.settings import DIGITS
from engine.system import write_atomically


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
    """HTML with inline style, curve and images, from the template `run_page.html`.

    `facts` tell the machine and its versions. `confusion` counts test images, a row for each of `names` that they were
    and a column for each that they were read as. Without a `run` its figures are those of `row` and `events`;
    `log_scale` is for the loss.
    """
    points = CurvePoints.of(events)
    settings = run.settings if run else row.settings
    return filled(
        "run_page.html",
        row=row,
        subtitle=_subtitle(row),
        figures=_figures(row, run, events, points),
        curve=_curve(events, log_scale),
        settings=setting_rows(settings) if settings else [],
        facts=facts,
        epochs=points.epochs,
        best=points.best,
        confusion=[] if confusion is None else confusion_rows(confusion),
        names=names,
        mistakes=mistake_items(mistakes),
        light=LIGHT,
        dark=DARK,
    )


def _curve(events: Sequence[Event], log_scale: bool) -> Markup:
    """As an element of the page, in the page's colours."""
    svg = curve_svg(events, "", log_scale)
    svg = svg.replace("<svg ", '<svg role="img" aria-label="Learning curve" ', 1)
    # Without a title it holds no text of a person, and only its styles have colours.
    for name, colour in LIGHT.items():
        svg = svg.replace(colour, f"var(--{name})")
    return Markup(svg)


def _subtitle(row: RunRow) -> str:
    try:
        started = datetime.fromisoformat(row.started).strftime("Started %Y-%m-%d at %H:%M:%S")
    except ValueError:
        # What cannot be read as a time is shown as it is.
        started = row.started
    return ", ".join(filter(None, [started, row.state, f"shown by Inkling {__version__}"]))


def _figures(row: RunRow, run: SavedRun | None, events: Sequence[Event], points: CurvePoints) -> dict[str, str]:
    """By their names; "" for what was not measured."""
    settings = run.settings if run else row.settings
    kept = settings is not None and settings.early_stopping > 0 and row.state == "completed"
    ended = next((event for event in reversed(events) if isinstance(event, Finished)), None)
    test = run.result.test_accuracy if run else row.test_accuracy
    validation = run.result.validation_accuracy if run else row.validation_accuracy
    error = run.result.calibration_error if run else ended and ended.calibration_error
    best = points.best
    lowest = best.validation_loss if best else row.best_validation_loss
    epoch = best.epoch if best else row.best_epoch
    return {
        "Test accuracy": percent(test, unknown=""),
        f"Validation accuracy, {'best' if kept else 'last'} epoch": percent(validation, unknown=""),
        f"Best validation loss{f' (epoch {epoch})' if epoch else ''}": "" if lowest is None else f"{lowest:.4f}",
        "Calibration error": percent(error, unknown=""),
        "On drawn digits": percent(row.pen_accuracy, unknown=""),
        "Seconds of training": f"{run.result.seconds if run else row.seconds:,.1f}",
        "Steps": f"{run.result.steps if run else row.steps:,}",
    }
