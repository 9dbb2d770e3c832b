"""All saved runs: listing them quickly, finding, deleting and restoring them."""

import math
import os
import re
import shutil
import time
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from engine.errors import InklingError, cannot_write
from engine.runs.claims import is_trained
from engine.runs.folder import (
    MODEL_FILE,
    RECORD,
    Ending,
    RunRecord,
    checkpoints,
    made,
    read_record,
    run_folders,
    runs_folder,
)
from engine.runs.history import read_epochs
from engine.runs.names import described
from engine.runs.notes import annotate as annotate
from engine.runs.notes import notes_of
from engine.runs.row import RunRow, State
from engine.settings import recovered
from engine.system import encodable, entries, in_terminal, is_file

DELETED = ".deleted"
"""A folder beside the runs, in which deleted runs wait for KEPT_DAYS."""
KEPT_DAYS = 30
LONGEST_SOURCE = 40
WHEN_DELETED = re.compile(r"[0-9]{1,12}(\.[0-9]+)?(?= )")
"""The start of a deleted run's name: seconds since 1970."""


def list_runs(runs: Path | None = None) -> list[RunRow]:
    """A row for each run, newest first. A damaged run has a row with a sentence.

    Reads small files only: 500 runs take a fifth of a second. RunCheck verifies networks and checkpoints. Raises
    InklingError when the names of the runs cannot be read.
    """
    return [row_of(folder) for folder in reversed(run_folders(runs))]


def row_of(folder: Path) -> RunRow:
    """The row of one run; never raises."""
    notes, unread = notes_of(folder)
    row = RunRow(
        folder,
        notes["name"],
        "damaged",
        given_name=notes["name"],
        note=notes["note"],
        has_network=is_file(folder / MODEL_FILE),
        pen_accuracy=notes["pen_accuracy"],
        opened_from=notes["opened_from"],
    )
    row = _known(row)
    return replace(
        row, name=row.given_name or made_name(row), problem=encodable(" ".join(filter(None, [row.problem, unread])))
    )


def _known(row: RunRow) -> RunRow:
    """Completes a row from the run's record, or else from its network."""
    folder = row.folder
    if row.has_network and not os.path.lexists(folder / RECORD):
        return _without_record(row)
    try:
        record = read_record(folder)
        settings = recovered(record.settings)
    except InklingError as problem:
        return replace(row, problem=str(problem))
    row = replace(row, settings=settings, started=record.started)
    return _cut_off(row, record) if record.ending is None else _ended(row, record.ending)


def _without_record(row: RunRow) -> RunRow:
    """For a network alone: an early version saved it, or it was fine-tuned."""
    from engine.runs.saved_network import open_run

    try:
        run = open_run(row.folder / MODEL_FILE)
    except InklingError as problem:
        return replace(row, has_network=False, problem=str(problem))
    result = run.result
    return replace(
        row,
        state="completed" if result.reason == "completed" else "stopped",
        settings=run.settings,
        started=_time_in(row.folder.name),
        seconds=result.seconds,
        steps=result.steps,
        validation_accuracy=result.validation_accuracy,
        test_accuracy=result.test_accuracy,
    )


def made_name(row: RunRow) -> str:
    """What the program calls a run: by its settings, or by its folder if they cannot be read."""
    if row.settings is None or made(row.folder.name) is None:
        return encodable(row.folder.name)
    # Beside the run that it is a copy of, it would have the same name and the same time.
    source = f", from {_shortened(Path(row.opened_from).stem)}" if row.opened_from else ""
    return described(row.settings, row.rate_changes) + source


def _shortened(source: str) -> str:
    return (
        source if len(source) <= LONGEST_SOURCE else f"{source[: LONGEST_SOURCE - 1].rstrip()}\N{HORIZONTAL ELLIPSIS}"
    )


def _time_in(name: str) -> str:
    """ISO 8601 from the name of a run's folder, or ""."""
    found = made(name)
    return time.strftime("%Y-%m-%dT%H:%M:%S", found[0]) if found else ""


def _cut_off(row: RunRow, record: RunRecord) -> RunRow:
    """For a run that is going on or was cut off: its history has its figures."""
    epochs = read_epochs(row.folder)
    known = [epoch for epoch in epochs if math.isfinite(epoch.validation_loss)]
    best = min(known, key=lambda epoch: epoch.validation_loss, default=None)
    trained = is_trained(record, row.folder)
    return replace(
        row,
        state="training" if trained else "interrupted",
        # A run without a checkpoint can only start again, and only while it has no network.
        can_resume=not trained and (not row.has_network or bool(checkpoints(row.folder))),
        steps=epochs[-1].step if epochs else 0,
        epochs_done=len(epochs),
        seconds=epochs[-1].seconds if epochs else 0.0,
        validation_accuracy=epochs[-1].validation_accuracy if epochs else None,
        best_validation_loss=best.validation_loss if best else None,
        best_epoch=best.epoch if best else None,
    )


def _ended(row: RunRow, ending: Ending) -> RunRow:
    states: dict[str, State] = {"completed": "completed", "failed": "failed"}
    state: State = states.get(ending.reason, "stopped")
    missing = state in ("completed", "stopped") and not row.has_network and ending.steps > 0
    problem = f"{row.folder / MODEL_FILE} is missing: its curves are still there." if missing else ending.message
    return replace(
        row,
        state="damaged" if missing else state,
        problem=problem,
        can_resume=state != "completed" and (ending.steps == 0 or bool(checkpoints(row.folder))),
        steps=ending.steps,
        seconds=ending.seconds,
        test_accuracy=ending.test_accuracy,
        **ending.progress(),
    )


def delete_run(folder: Path) -> Path:
    """Move a run to the deleted runs; returns its new place. Raises InklingError when that fails."""
    return _moved(folder, deleted_place(folder))


def deleted_place(folder: Path) -> Path:
    """Where `delete_run` would put the run now."""
    return folder.parent / DELETED / f"{time.time():.3f} {folder.name}"


def restore_run(place: Path) -> Path:
    """Move a deleted run back; returns its folder. Raises InklingError when that fails."""
    _, _, name = place.name.partition(" ")
    if not name:
        raise InklingError(f"{place} does not have the name of a deleted run: move it by hand.")
    return _moved(place, _free(place.parent.parent / name))


def _free(folder: Path) -> Path:
    """The same path, or one with a number when another run has that name now."""
    name, number = folder.name, 1
    while os.path.lexists(folder):
        number += 1
        folder = folder.with_name(f"{name} {number}")
    return folder


def _moved(source: Path, target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return source.rename(target)
    except OSError as error:
        raise cannot_write(source, error) from error


def deleted_runs(runs: Path | None = None) -> list[Path]:
    """The paths of deleted and discarded runs, the latest first. Raises InklingError when they cannot be read."""
    return entries((runs or runs_folder()) / DELETED)[::-1]


def empty_deleted(runs: Path | None = None) -> None:
    """Remove what was deleted more than KEPT_DAYS ago; never raises."""
    places: list[Path] = []
    with suppress(InklingError):
        places = deleted_runs(runs)
    for place in places:
        deleted = WHEN_DELETED.match(place.name)
        if deleted and time.time() - float(deleted[0]) > KEPT_DAYS * 86_400:
            shutil.rmtree(place, ignore_errors=True)


def find_run(words: str, runs: Path | None = None) -> RunRow:
    """The run with this name or folder, or the only one that starts with it.

    "latest" is the newest that was trained here, or else the newest that came from a file.

    Raises InklingError when no run or several runs match.
    """
    rows = list_runs(runs)
    if not rows:
        raise InklingError("There are no runs yet: train one first.")
    if words == "latest":
        return next((row for row in rows if not row.opened_from), rows[0])
    exact = [row for row in rows if words in (row.name, row.folder.name)]
    found = exact or [row for row in rows if row.name.startswith(words) or row.folder.name.startswith(words)]
    if len(found) != 1:
        why = f"{len(found)} runs begin with it" if found else "there is no such run"
        raise InklingError(f"{words!r} names no single run ({why}): {in_terminal('runs')} lists them.")
    return found[0]
