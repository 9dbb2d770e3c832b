"""All runs that are kept: listing them quickly, naming, deleting and bringing them back."""

import json
import math
import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from engine.atomic_file import write_atomically
from engine.errors import InklingError, cannot_write
from engine.history import read_epochs
from engine.knobs import recovered
from engine.run_folder import CHECKPOINTS, MODEL_FILE, NOTES, RECORD, Ending, RunRecord, made, read_record, runs_folder
from engine.run_row import RunRow, State

DELETED = ".deleted"
"""Deleted runs wait in this folder among the runs, until they are too old to be wanted back."""
KEPT_DAYS = 30


def list_runs(runs: Path | None = None) -> list[RunRow]:
    """A row for each run, newest first; one that is damaged is listed too, with a sentence.

    Looks at small files only: 500 runs take a fifth of a second. Whether networks and checkpoints are whole is for
    `engine.run_check` to find out.
    """
    return [row_of(folder) for folder in sorted(_folders(runs or runs_folder()), reverse=True)]


def _folders(runs: Path) -> Iterator[Path]:
    if runs.is_dir():
        yield from (folder for folder in runs.iterdir() if folder.is_dir() and not folder.name.startswith("."))


def row_of(folder: Path) -> RunRow:
    """What is known of one run; never raises."""
    notes = _notes(folder)
    given = str(notes.get("name") or "")
    pens = notes.get("pen_accuracy")
    row = RunRow(
        folder,
        given or _readable(folder.name),
        "damaged",
        given_name=given,
        note=str(notes.get("note") or ""),
        has_network=(folder / MODEL_FILE).is_file(),
        pen_accuracy=pens if isinstance(pens, float) else None,
    )
    if row.has_network and not (folder / RECORD).is_file():
        return _without_record(row)
    try:
        record = read_record(folder)
        settings = recovered(record.settings)
    except InklingError as problem:
        return replace(row, problem=str(problem))
    row = replace(row, settings=settings, started=record.started)
    return _cut_off(row, record) if record.ending is None else _ended(row, record.ending)


def _without_record(row: RunRow) -> RunRow:
    """A network alone: saved by a version that kept no more, or taught a person's digits."""
    from engine.runs import open_run

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


def _readable(name: str) -> str:
    """The folder's name with what is unlike others first: names are cut off where there is no room."""
    if (found := made(name)) is None:
        return name
    began, network = found
    return f"{network} {time.strftime('%H:%M:%S, %d %b', began)}".strip()


def _time_in(name: str) -> str:
    """ISO 8601 from the name of a run's folder; "" when it has none."""
    found = made(name)
    return time.strftime("%Y-%m-%dT%H:%M:%S", found[0]) if found else ""


def _cut_off(row: RunRow, record: RunRecord) -> RunRow:
    """It goes on at this moment, or ended without a word: what it came to is in its history."""
    epochs = read_epochs(row.folder)
    known = [epoch for epoch in epochs if math.isfinite(epoch.validation_loss)]
    best = min(known, key=lambda epoch: epoch.validation_loss, default=None)
    going_on = record.going_on
    return replace(
        row,
        state="training" if going_on else "interrupted",
        can_resume=not going_on,
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
        can_resume=state != "completed" and (ending.steps == 0 or any(row.folder.glob(CHECKPOINTS))),
        steps=ending.steps,
        seconds=ending.seconds,
        test_accuracy=ending.test_accuracy,
        **ending.progress(),
    )


# What a person says of a run.


def annotate(folder: Path, **words: Any) -> None:
    """Keep `name`, `note` or `pen_accuracy` of a run. Raises InklingError when that cannot be written."""
    text = json.dumps(_notes(folder) | words, ensure_ascii=False)
    write_atomically(folder / NOTES, lambda file: file.write(text.encode()))


def _notes(folder: Path) -> dict[str, Any]:
    try:
        notes = json.loads((folder / NOTES).read_bytes())
    except (OSError, ValueError):
        return {}
    return notes if isinstance(notes, dict) else {}


def delete_run(folder: Path) -> Path:
    """Take a run out of the list; returns where it waits. Raises InklingError when that does not work."""
    return _moved(folder, deleted_place(folder))


def deleted_place(folder: Path) -> Path:
    """Where a run that is deleted now waits for a month."""
    return folder.parent / DELETED / f"{time.time():.3f} {folder.name}"


def restore_run(place: Path) -> Path:
    """Bring a deleted run back; returns its folder. Raises InklingError when that does not work."""
    return _moved(place, place.parent.parent / place.name.split(" ", 1)[1])


def _moved(source: Path, target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        return source.rename(target)
    except OSError as error:
        raise cannot_write(source, error) from error


def deleted_runs(runs: Path | None = None) -> list[Path]:
    """Where deleted and discarded runs wait, the last one first."""
    return sorted(((runs or runs_folder()) / DELETED).glob("*"), reverse=True)


def empty_deleted(runs: Path | None = None) -> None:
    """Delete for good what was deleted a month ago."""
    for place in deleted_runs(runs):
        deleted = place.name.split(" ", 1)[0]
        if deleted.replace(".", "").isdigit() and time.time() - float(deleted) > KEPT_DAYS * 86_400:
            shutil.rmtree(place, ignore_errors=True)


def find_run(words: str, runs: Path | None = None) -> RunRow:
    """The run of that name, folder or beginning of one of these; "latest" is the newest.

    Raises InklingError when there is none, or more than one.
    """
    rows = list_runs(runs)
    if not rows:
        raise InklingError("There are no runs yet: train one first.")
    if words == "latest":
        return rows[0]
    exact = [row for row in rows if words in (row.name, row.folder.name)]
    found = exact or [row for row in rows if row.name.startswith(words) or row.folder.name.startswith(words)]
    if len(found) != 1:
        why = f"{len(found)} runs begin with it" if found else "there is no such run"
        raise InklingError(f"{words!r} names no single run ({why}): `python -m engine runs` lists them.")
    return found[0]
