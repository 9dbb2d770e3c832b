"""Runs that have ended are read once, and whatever changes in their folders is seen."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from engine.data.datasets import Splits
from engine.runs import run_lister
from engine.runs.folder import MODEL_FILE, RECORD
from engine.runs.listing import annotate, delete_run, list_runs, restore_run, row_of
from engine.runs.row import RunRow
from engine.runs.run_lister import RunLister
from engine.training.start import train
from tests.support.settings import SIMPLE


@pytest.fixture
def runs(digits: Splits, tmp_path: Path) -> Path:
    """Two complete runs that were last written an hour ago."""
    runs = tmp_path / "runs"
    list(train(SIMPLE, splits=digits, runs=runs))
    (first,) = runs.iterdir()
    copytree(first, runs / f"{first.name} 2")
    for path in [*runs.rglob("*"), *runs.iterdir()]:
        grow_old(path)
    return runs


def grow_old(path: Path) -> None:
    an_hour_ago = time.time() - 3600
    os.utime(path, (an_hour_ago, an_hour_ago))


def rename(folder: Path) -> None:
    annotate(folder, name="bold")


def damage(folder: Path) -> None:
    (folder / RECORD).write_text("{}", encoding="utf-8")


def lose_network(folder: Path) -> None:
    (folder / MODEL_FILE).unlink()


def delete(folder: Path) -> None:
    delete_run(folder)


def delete_and_restore(folder: Path) -> None:
    restore_run(delete_run(folder))


@pytest.mark.parametrize("change", [rename, damage, lose_network, delete, delete_and_restore])
def that_it_lists_what_list_runs_lists_after_every_change(runs: Path, change: Callable[[Path], None]) -> None:
    lister = RunLister()
    assert lister(runs) == lister(runs) == list_runs(runs)
    change(list_runs(runs)[0].folder)
    assert lister(runs) == list_runs(runs)


def that_a_run_that_did_not_change_is_not_read_again(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Path] = []

    def counted(folder: Path) -> RunRow:
        read.append(folder)
        return row_of(folder)

    monkeypatch.setattr(run_lister, "row_of", counted)
    lister = RunLister()
    newest, other = (row.folder for row in lister(runs))
    lister(runs)
    assert read == [newest, other]
    annotate(other, note="kept")
    lister(runs)
    assert read == [newest, other, other]


def that_a_run_written_a_moment_ago_is_read_again(runs: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second change in the same tick of the file system's clock would not show."""
    lister = RunLister()
    folder = lister(runs)[0].folder
    annotate(folder, name="first")
    lister(runs)
    notes = folder / "notes.json"
    before = notes.stat()
    notes.write_text(notes.read_text(encoding="utf-8").replace("first", "later"), encoding="utf-8")
    os.utime(notes, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert lister(runs)[0].name == "later"
