"""Every run is listed, whatever has happened to its files; naming, deleting and bringing back."""

import hashlib
import json
import os
import pickle
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.events import BatchDone, Event, Finished
from engine.runs.checkpoint import checkpoints
from engine.runs.folder import HISTORY, MODEL_FILE, RECORD, new_run_folder, read_record, write_record
from engine.runs.history import read_history
from engine.runs.integrity import RunCheck
from engine.runs.listing import DELETED, annotate, delete_run, empty_deleted, find_run, list_runs, restore_run
from engine.runs.row import RunRow
from engine.runs.saved_network import NETWORK, Result, SavedRun, save
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train

SIMPLE = TrainSettings.model_validate(
    {"model": "simple", "epochs": 2, "batch_size": 200, "threads": 1, "augmentation": "none", "outliers": "none"}
)


@pytest.fixture(scope="module")
def complete(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> Path:
    runs = tmp_path_factory.mktemp("runs")
    list(train(SIMPLE, splits=digits, runs=runs))
    return list_runs(runs)[0].folder


@pytest.fixture
def folder(complete: Path, tmp_path: Path) -> Path:
    """A copy of a complete run, alone under tmp_path / "runs"."""
    return shutil.copytree(complete, tmp_path / "runs" / complete.name)


def stopped(digits: Splits, runs: Path, settings: TrainSettings = SIMPLE) -> Path:
    control, events = RunControl(), list[Event]()
    for event in train(settings, control, digits, runs):
        events.append(event)
        if isinstance(event, BatchDone) and event.step == 12:
            control.stop()
    assert isinstance(events[-1], Finished)
    return Path(events[-1].folder)


def looked_through(runs: Path) -> list[RunRow]:
    check = RunCheck()
    return [check(row) for row in list_runs(runs)]


def that_a_complete_run_is_a_row_with_its_figures(folder: Path, digits: Splits) -> None:
    (row,) = looked_through(folder.parent)
    events = read_history(folder)
    end = events[-1]
    assert isinstance(end, Finished)
    assert (row.state, row.problem, row.steps, row.epochs_done) == ("completed", "", 20, 2)
    assert row.test_accuracy == end.test_accuracy and row.seconds == end.seconds
    assert row.best_validation_loss and row.best_epoch in (1, 2) and row.settings == SIMPLE
    assert row.has_network and not row.can_resume and row.differences["Batch size"] == "200"


def that_the_newest_run_comes_first_and_can_be_found_by_its_name(folder: Path, digits: Splits) -> None:
    second = stopped(digits, folder.parent)
    annotate(second, name="short one", note="stopped on purpose")
    rows = list_runs(folder.parent)
    assert [row.folder for row in rows] == [second, folder]
    assert rows[0].name == "short one" and rows[0].note == "stopped on purpose" and rows[0].can_resume
    for words in ("short", "short one", "latest", second.name):
        assert find_run(words, folder.parent).folder == second
    with pytest.raises(InklingError, match="2 runs begin with it"):
        annotate(folder, name="short two")
        find_run("short", folder.parent)
    with pytest.raises(InklingError, match="there is no such run"):
        find_run("nothing", folder.parent)


def that_a_deleted_run_can_be_brought_back_for_a_month(folder: Path) -> None:
    place = delete_run(folder)
    assert list_runs(folder.parent) == []
    empty_deleted(folder.parent)
    assert restore_run(place) == folder and len(list_runs(folder.parent)) == 1
    old = delete_run(folder)
    old = old.rename(old.parent / f"{time.time() - 31 * 86_400:.3f} {folder.name}")
    empty_deleted(folder.parent)
    assert not old.exists() and (folder.parent / DELETED).is_dir()


def cut_off(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-50])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 16
    path.write_bytes(content)


def remove(path: Path) -> None:
    path.unlink()


def make_newer(path: Path) -> None:
    if path.name == RECORD:
        record = json.loads(path.read_text())
        path.write_text(json.dumps(record | {"inkling run": 99}))
    else:
        path.write_bytes(path.read_bytes().replace(b"inkling model 1\n", b"inkling model 99\n"))


class Trap:
    """Unpickling it makes a folder: whoever executes what is in a file is found out."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.place),)


def put_a_trap(path: Path) -> None:
    torch.save(Trap(path.parent / "executed"), path)


def put_a_disguised_trap(path: Path) -> None:
    payload = pickle.dumps(Trap(path.parent / "executed"), protocol=2)
    path.write_bytes(NETWORK.magic + hashlib.sha256(payload).digest() + payload)


@pytest.mark.parametrize("damage", [cut_off, flip, remove, make_newer, put_a_trap])
@pytest.mark.parametrize("name", [MODEL_FILE, RECORD])
def that_a_damaged_run_is_listed_with_a_sentence_and_hides_no_other(
    name: str, damage: Callable[[Path], None], folder: Path, digits: Splits
) -> None:
    good = stopped(digits, folder.parent)
    damage(folder / name)
    rows = {row.folder: row for row in looked_through(folder.parent)}
    assert rows[good].state == "stopped" and len(rows) == 2
    if (name, damage) == (RECORD, remove):
        # All that it said is in the network's own file too.
        assert rows[folder].state == "completed" and rows[folder].test_accuracy is not None
    else:
        row = rows[folder]
        assert row.state == "damaged" and name in row.problem and row.problem.endswith(".")
        assert ("newer version" in row.problem) == (damage is make_newer)
    assert not (folder / "executed").exists()


def that_a_trap_with_a_right_checksum_is_not_executed(folder: Path) -> None:
    put_a_disguised_trap(folder / MODEL_FILE)
    looked_through(folder.parent)
    from engine.runs.saved_network import open_run

    with pytest.raises(InklingError, match="holds something that is no network"):
        open_run(folder / MODEL_FILE)
    assert not (folder / "executed").exists()


def that_a_run_whose_checkpoints_are_all_damaged_says_so(digits: Splits, tmp_path: Path) -> None:
    folder = stopped(digits, tmp_path)
    newest, *others = checkpoints(folder)
    flip(newest)
    assert looked_through(tmp_path)[0].state == "stopped", "the one before it will do"
    for path in others:
        cut_off(path)
    row = looked_through(tmp_path)[0]
    assert row.state == "damaged" and newest.name in row.problem and "checksum" in row.problem


def that_a_torn_or_foreign_line_of_the_history_costs_that_line_only(folder: Path) -> None:
    whole = read_history(folder)
    with (folder / HISTORY).open("ab") as file:
        file.write(b'\xff\xfe not json\n["a list"]\n{"event": "Unheard"}\n{"event": "BatchDone", "step": 3, "lo')
    assert read_history(folder) == whole


def that_a_network_saved_by_itself_is_listed_too(tmp_path: Path, folder: Path) -> None:
    from engine.models.networks import build

    result = Result("completed", steps=10, seconds=1.5, validation_accuracy=0.97, test_accuracy=0.98)
    alone = new_run_folder("simple", folder.parent)
    save(SavedRun(SIMPLE, result, build("simple").state_dict()), alone / MODEL_FILE)
    row = next(row for row in looked_through(folder.parent) if row.folder == alone)
    assert row.state == "completed" and row.test_accuracy == 0.98 and row.started.startswith("20")


def that_a_run_whose_process_is_gone_was_interrupted(digits: Splits, tmp_path: Path) -> None:
    folder = stopped(digits, tmp_path)
    # The number is in use, but by a process that started at another time.
    write_record(replace(read_record(folder), ending=None, process=(os.getpid(), 12.0)), folder)
    (row,) = list_runs(tmp_path)
    assert row.state == "interrupted" and row.can_resume and row.epochs_done == 1


def that_an_empty_folder_of_somebody_else_is_no_reason_to_fail(folder: Path) -> None:
    (folder.parent / "2026-01-01 00.00.00 simple").mkdir()
    (folder.parent / "a file").touch()
    (folder.parent / "notes").mkdir()
    (folder.parent / "notes" / "notes.json").write_text("[1, 2")
    states = [row.state for row in looked_through(folder.parent)]
    assert sorted(states) == ["completed", "damaged", "damaged"]


def that_an_epoch_whose_loss_was_infinite_hides_no_run(folder: Path) -> None:
    record = read_record(folder)
    write_record(replace(record, ending=None, process=(0, 0.0)), folder)
    history = (folder / HISTORY).read_text().splitlines()
    spoilt = [json.dumps(json.loads(line) | {"validation_loss": None}) for line in history if "EpochDone" in line]
    (folder / HISTORY).write_text("\n".join([*history, spoilt[-1], ""]))
    (row,) = list_runs(folder.parent)
    assert row.state == "interrupted" and row.epochs_done == 3 and row.best_validation_loss


def that_a_run_whose_name_another_one_has_by_now_comes_back_beside_it(folder: Path) -> None:
    place = delete_run(folder)
    # As a run that begins in the same second gets it.
    folder.mkdir()
    (folder / "other.txt").write_text("somebody else's")
    back = restore_run(place)
    assert back.name == f"{folder.name} 2" and (back / MODEL_FILE).is_file()
    assert (folder / "other.txt").is_file()


def that_an_interrupted_run_with_a_network_and_no_checkpoint_is_not_said_to_go_on(folder: Path) -> None:
    write_record(replace(read_record(folder), ending=None, process=(0, 0.0)), folder)
    for path in checkpoints(folder):
        path.unlink()
    (row,) = list_runs(folder.parent)
    assert row.state == "interrupted" and row.has_network and not row.can_resume
