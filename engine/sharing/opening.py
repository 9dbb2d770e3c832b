"""Puts a packed run among the kept ones: every value is checked first, and written in this version's own formats."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from engine.errors import InklingError, cannot_write
from engine.runs import (
    MODEL_FILE,
    HistoryWriter,
    RunRecord,
    SavedRun,
    Snapshot,
    Timeline,
    annotate,
    event_of,
    new_run_folder,
    open_run,
    open_timeline,
    row_of,
    runs_folder,
    save,
    save_timeline,
    write_record,
)
from engine.settings import recovered
from engine.sharing.contents import Contents, Network, Slider
from engine.sharing.packed_file import EVENTS, NETWORK, RUN, TIMELINE, read_parts
from engine.sharing.packing import VALUES
from engine.stack import folder_word
from engine.system import json_of, typed

OPENING = ".opening-"
"""Begins the name of the folder in which a run is made before it is among the others. Lists leave it out."""
ABANDONED = 3_600
"""Seconds after which nobody works in such a folder any more."""
AT_ONCE = 10_000
"""Events; an event in memory is several times as large as its line."""


def open_packed(path: Path, runs: Path | None = None) -> Path:
    """Put the run in a file that `pack` wrote among the kept runs; return its folder.

    Raises InklingError, and leaves the runs as they were, when the file was altered, holds anything else, or cannot be
    written.
    """
    parts = read_parts(path)
    contents = _contents(path, parts)
    with _beside(runs or runs_folder()) as place:
        try:
            _write(parts, contents, place)
        except ValueError as error:
            raise _wrong(path) from error
        annotate(
            place, name=contents.name, note=contents.note, pen_accuracy=contents.pen_accuracy, opened_from=path.name
        )
        row = row_of(place)
        if row.settings is None or row.state == "damaged":
            raise _wrong(path)
        return _moved_in(place, folder_word(row.settings.model))


def _contents(path: Path, parts: dict[str, bytes]) -> Contents:
    try:
        contents = typed(Contents, json_of(parts[RUN]))
    except (KeyError, ValueError) as error:
        raise _wrong(path) from error
    there = {EVENTS: contents.record, NETWORK: contents.network, TIMELINE: contents.timeline}
    if any((name in parts) != (told is not None) for name, told in there.items()) or not (
        contents.record or contents.network
    ):
        raise _wrong(path)
    return contents


@contextmanager
def _beside(runs: Path) -> Iterator[Path]:
    """An empty folder beside the runs, gone afterwards unless it was moved."""
    try:
        first = not runs.exists()
        runs.mkdir(parents=True, exist_ok=True)
        _clear_up(runs)
        place = runs / f"{OPENING}{secrets.token_hex(4)}"
        place.mkdir()
    except OSError as error:
        raise cannot_write(runs, error) from error
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        if first:
            # Stays if the run is in it.
            with suppress(OSError):
                runs.rmdir()


def _clear_up(runs: Path) -> None:
    """Remove what a process that was killed has left; another one may be opening a run at this moment."""
    for left in runs.glob(f"{OPENING}*"):
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > ABANDONED:
                shutil.rmtree(left, ignore_errors=True)


def _moved_in(place: Path, words: str) -> Path:
    """Make the folder one of the runs beside it, under a name that is claimed as that of a new run is."""
    folder = new_run_folder(words, place.parent)
    try:
        if os.name != "posix":
            # Elsewhere no folder replaces another one, even an empty one.
            folder.rmdir()
        return place.rename(folder)
    except OSError as error:
        with suppress(OSError):
            folder.rmdir()
        raise cannot_write(folder, error) from error


def _write(parts: dict[str, bytes], contents: Contents, place: Path) -> None:
    """Raises ValueError for what no run has."""
    if record := contents.record:
        write_record(RunRecord(**vars(record)), place)
        _write_history(parts[EVENTS], place)
    if contents.network:
        _write_network(contents.network, _tensors(parts[NETWORK]), place)
    if contents.timeline:
        _write_timeline(contents.timeline, _tensors(parts[TIMELINE]), place)


def _write_history(lines: bytes, place: Path) -> None:
    """Every line is an event that this version knows, or the history is refused."""
    with closing(HistoryWriter(place)) as history:
        for number, line in enumerate(lines.removesuffix(b"\n").split(b"\n"), 1):
            history.add(event_of(line))
            if number % AT_ONCE == 0:
                history.flush()


def _write_network(told: Network, weights: dict[str, Tensor], place: Path) -> None:
    run = SavedRun(recovered(told.settings), told.result, weights, told.widths, told.form, place)
    save(run, place / MODEL_FILE)
    try:
        # As whoever draws with it will read it: finite weights of the right shapes, which make a network that answers.
        open_run(place / MODEL_FILE).answering()
    except InklingError as error:
        raise ValueError("no network") from error


def _write_timeline(told: Slider, tensors: dict[str, Tensor], place: Path) -> None:
    values = tensors.get(VALUES)
    if values is None or values.ndim != 2 or len(values) != len(told.moments):
        raise ValueError("no snapshots")
    pairs = zip(told.moments, values, strict=True)
    save_timeline(Timeline(told.model, told.data, tuple(Snapshot(*pair) for pair in pairs)), place)
    try:
        open_timeline(place)
    except InklingError as error:
        raise ValueError("no timeline") from error


def _tensors(content: bytes) -> dict[str, Tensor]:
    try:
        return load(content)
    except (SafetensorError, KeyError, TypeError, RuntimeError) as error:
        raise ValueError("no tensors") from error


def _wrong(path: Path) -> InklingError:
    return InklingError(f"{path} holds something that is no whole run: nothing was taken from it.")
