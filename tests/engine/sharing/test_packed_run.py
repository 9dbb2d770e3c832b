"""A run as one file: it comes out as it went in, without anything that is about the folders of the other computer."""

import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from benchmarks.mutations.whole_files import GOOD, make_run
from engine.errors import InklingError
from engine.events import Finished, Started
from engine.runs.checkpoint import checkpoints
from engine.runs.folder import HISTORY, MODEL_FILE, MY_DIGITS, RECORD, TABLE, read_record, this_process, write_record
from engine.runs.history import HistoryWriter, read_history
from engine.runs.listing import annotate, find_run, list_runs, row_of
from engine.runs.saved_network import latest_run, open_run
from engine.runs.timeline import open_timeline
from engine.sharing.opening import open_packed
from engine.sharing.packed_file import MIME, SUFFIX, read_parts
from engine.sharing.packing import pack
from tests.support.project import ROOT


@pytest.fixture
def run(home: Path, tmp_path: Path) -> Path:
    make_run(tmp_path / "here" / GOOD)
    return tmp_path / "here" / GOOD


@pytest.fixture
def file(run: Path, tmp_path: Path) -> Path:
    pack(run, tmp_path / f"mine{SUFFIX}")
    return tmp_path / f"mine{SUFFIX}"


def that_a_run_comes_out_as_it_went_in(run: Path, file: Path, tmp_path: Path) -> None:
    before, folder = row_of(run), open_packed(file, tmp_path / "there")
    after = row_of(folder)
    assert list_runs(tmp_path / "there") == [after] and list_runs(tmp_path / "here") == [before]
    assert after == replace(before, folder=folder, can_resume=False, opened_from=file.name)
    old, new = open_run(run / MODEL_FILE), open_run(folder / MODEL_FILE)
    assert (new.settings, new.result) == (old.settings, old.result)
    assert all(torch.equal(new.weights[name], values) for name, values in old.weights.items())
    assert replace(read_record(folder), process=read_record(run).process) == read_record(run)
    assert read_history(folder) == read_history(run)
    assert (folder / TABLE).read_text() == (run / TABLE).read_text()
    for one, other in zip(open_timeline(folder).snapshots, open_timeline(run).snapshots, strict=True):
        assert one.moment == other.moment and torch.equal(one.values, other.values)


def that_a_run_without_a_name_is_called_after_its_file_too(run: Path, tmp_path: Path) -> None:
    annotate(run, name="")
    pack(run, tmp_path / f"mine{SUFFIX}")
    assert row_of(open_packed(tmp_path / f"mine{SUFFIX}", tmp_path / "there")).name == f"{row_of(run).name}, from mine"


def that_opening_twice_gives_two_runs(file: Path, tmp_path: Path) -> None:
    first, second = (open_packed(file, tmp_path / "there") for _ in range(2))
    assert first != second and {row.folder for row in list_runs(tmp_path / "there")} == {first, second}


def that_an_opened_run_takes_the_place_of_no_network_that_was_trained_here(
    run: Path, file: Path, tmp_path: Path
) -> None:
    opened = open_packed(file, run.parent)
    assert [row.folder for row in list_runs(run.parent)] == [opened, run], "the opened one is the newest folder"
    answering, _ = latest_run(run.parent)
    assert answering and answering.folder == run == find_run("latest", run.parent).folder
    only = open_packed(file, tmp_path / "there")
    answering, _ = latest_run(tmp_path / "there")
    assert answering and answering.folder == only == find_run("latest", tmp_path / "there").folder


def that_the_name_of_a_long_file_is_shortened_where_one_sees_it(run: Path, tmp_path: Path) -> None:
    annotate(run, name="")
    file = tmp_path / f"{'the class of the second room ' * 3}{SUFFIX}"
    pack(run, file)
    name = row_of(open_packed(file, tmp_path / "there")).name
    assert name.endswith(", from the class of the second room the class\u2026")


def that_digits_teacher_and_checkpoints_stay_here_and_no_pickle_leaves(run: Path, file: Path, tmp_path: Path) -> None:
    assert (run / MY_DIGITS).exists() and checkpoints(run)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert not any(archive.read(name).startswith((b"\x80", b"PK")) for name in names)
    assert names == ["mimetype", "run.json", "history.jsonl", "network.safetensors", "timeline.safetensors"]
    folder = open_packed(file, tmp_path / "there")
    assert not (folder / MY_DIGITS).exists() and not checkpoints(folder)


def that_no_folder_of_this_computer_and_no_process_leaves(run: Path, tmp_path: Path) -> None:
    record = read_record(run)
    assert record.ending
    home = str(Path.home())
    ending = replace(record.ending, message=f"The disk was full: {home}/data could not be written.")
    write_record(replace(record, ending=ending, process=this_process()), run)
    history = HistoryWriter(run)
    history.add(next(event for event in read_history(run) if isinstance(event, Started))._replace(folder=f"{home}/a"))
    history.add(Finished("stopped", f"{home}/b", 1.0, None, f"{home}/c", None, f"{home}/d"))
    history.close()
    pack(run, tmp_path / f"mine{SUFFIX}")
    parts = read_parts(tmp_path / f"mine{SUFFIX}")
    assert not [name for name, part in parts.items() if home.encode() in part or str(tmp_path).encode() in part]
    assert "process" not in json.loads(parts["run.json"])["record"]


def that_a_network_without_a_record_is_packed_alone(run: Path, tmp_path: Path) -> None:
    for name in (RECORD, HISTORY, TABLE):
        (run / name).unlink()
    pack(run, tmp_path / f"taught{SUFFIX}")
    folder = open_packed(tmp_path / f"taught{SUFFIX}", tmp_path / "there")
    assert row_of(folder).has_network and not (folder / RECORD).exists()


def that_what_has_not_ended_is_not_packed(run: Path, tmp_path: Path) -> None:
    path, record = tmp_path / f"mine{SUFFIX}", read_record(run)
    write_record(replace(record, ending=None), run)
    with pytest.raises(InklingError, match="was cut off: resume it"):
        pack(run, path)
    assert record.ending
    write_record(replace(record, ending=replace(record.ending, steps=0)), run)
    with pytest.raises(InklingError, match="has taken no step"):
        pack(run, path)
    (run / MODEL_FILE).write_bytes(b"else")
    with pytest.raises(InklingError, match="is not a network that Inkling saved"):
        pack(run, path)
    assert not path.exists()


def that_the_kind_of_the_file_is_told_by_its_first_bytes_as_the_desktop_expects_it(file: Path) -> None:
    kinds = (ROOT / "resources" / "inkling-run.xml").read_text(encoding="utf-8")
    assert f'type="{MIME}"' in kinds and f'pattern="*{SUFFIX}"' in kinds and 'offset="38"' in kinds
    assert file.read_bytes()[38:].startswith(MIME.encode())


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def that_runs_that_cannot_be_written_to_are_a_sentence(file: Path, tmp_path: Path) -> None:
    (tmp_path / "there").mkdir(mode=0o500)
    with pytest.raises(InklingError, match="cannot be written to"):
        open_packed(file, tmp_path / "there")
