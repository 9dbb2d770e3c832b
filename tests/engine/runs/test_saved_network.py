"""Trained networks survive kills and full disks, and damage is noticed before it is used."""

import errno
import hashlib
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.errors import InklingError
from engine.models.networks import build
from engine.runs.folder import MODEL_FILE
from engine.runs.saved_network import (
    NETWORK,
    Result,
    SavedRun,
    latest_run,
    new_run_file,
    open_run,
    open_run_in,
    save,
    save_as_new,
)
from engine.settings.train_settings import TrainSettings
from engine.system.atomic_file import write_atomically
from tests.support.project import ROOT

MAGIC = NETWORK.magic


@pytest.fixture
def run() -> SavedRun:
    result = Result("completed", steps=10, seconds=1.5, validation_accuracy=0.97, test_accuracy=0.98)
    return SavedRun(TrainSettings(model="simple", epochs=3), result, build("simple", seed=4).state_dict())


@pytest.fixture
def path(run: SavedRun, tmp_path: Path) -> Path:
    file = new_run_file(run.settings, tmp_path)
    save(run, file)
    return file


def that_a_network_comes_back_as_it_was(run: SavedRun, path: Path) -> None:
    again = open_run(path)
    assert again.settings == run.settings and again.result == run.result
    images = torch.rand(4, 1, 28, 28)
    assert torch.equal(again.network()(images), run.network()(images))


def that_the_newest_run_is_the_latest(run: SavedRun, path: Path, tmp_path: Path) -> None:
    newer = replace(run, settings=TrainSettings(model="simple", epochs=9))
    save(newer, new_run_file(newer.settings, tmp_path))
    found, problems = latest_run(tmp_path)
    assert found and found.settings.epochs == 9 and not problems


def that_runs_of_the_same_second_do_not_overwrite_each_other(run: SavedRun, tmp_path: Path) -> None:
    files = []
    for _ in range(12):
        files.append(new_run_file(run.settings, tmp_path))
        save(run, files[-1])
    assert len(set(files)) == 12 == len(list(tmp_path.iterdir()))


def that_no_run_is_no_problem(tmp_path: Path) -> None:
    assert latest_run(tmp_path / "nothing here") == (None, [])


@pytest.mark.parametrize("place", [len(MAGIC) + 3, 200, 5000, -1])
def that_one_flipped_bit_is_noticed(path: Path, place: int) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 4
    path.write_bytes(content)
    with pytest.raises(InklingError, match=r"model\.inkling is damaged"):
        open_run(path)


@pytest.mark.parametrize("length", [0, 5, len(MAGIC), 100, 10_000])
def that_a_file_cut_short_is_noticed(path: Path, length: int) -> None:
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(InklingError, match=r"is damaged|is not a network that Inkling saved"):
        open_run(path)


def that_a_foreign_file_is_refused_and_never_executed(tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[object, ...]:
            return os.mkdir, (str(tmp_path / "executed"),)

    foreign = tmp_path / "weights.pt"
    torch.save(Trap(), foreign)
    with pytest.raises(InklingError, match=r"weights\.pt is not a network that Inkling saved"):
        open_run(foreign)
    disguised = tmp_path / MODEL_FILE
    payload = pickle.dumps(Trap(), protocol=2)
    disguised.write_bytes(MAGIC + hashlib.sha256(payload).digest() + payload)
    with pytest.raises(InklingError, match=r"model\.inkling holds something that is no network"):
        open_run(disguised)
    assert not (tmp_path / "executed").exists()


def that_weights_of_another_network_are_refused(run: SavedRun, tmp_path: Path) -> None:
    wrong = replace(run, settings=TrainSettings(model="cnn"))
    save(wrong, tmp_path / MODEL_FILE)
    with pytest.raises(InklingError, match=r"do not fit the network Small CNN"):
        open_run(tmp_path / MODEL_FILE).network()


def that_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InklingError, match=r"none\.inkling cannot be read \(no such file"):
        open_run(tmp_path / "none.inkling")


def that_a_damaged_run_does_not_hide_the_good_one_before_it(run: SavedRun, path: Path, tmp_path: Path) -> None:
    newer = new_run_file(run.settings, tmp_path)
    save(run, newer)
    newer.write_bytes(newer.read_bytes()[:-5])
    found, problems = latest_run(tmp_path)
    assert found is not None and len(problems) == 1 and str(newer) in problems[0]


def that_a_full_disk_is_one_sentence_and_the_old_file_stays(run: SavedRun, path: Path) -> None:
    before = path.read_bytes()
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    partial.symlink_to("/dev/full")
    with pytest.raises(InklingError, match=r"The disk is full: .*model\.inkling could not be written\. Free some"):
        save(run, path)
    assert path.read_bytes() == before and not partial.exists()


def that_a_write_that_is_killed_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    """Killed before every line of it in turn, also when half of the content is on the disk, until none is left."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom engine.system.atomic_file import write_atomically\n"
        "path, left = Path(sys.argv[1]), int(sys.argv[2])\n"
        "def content(file):\n"
        "    file.write(b'new ' * 100_000)\n"
        "    file.flush()\n"
        "    file.write(b'new ' * 100_000)\n"
        "def traced(frame, event, _argument):\n"
        "    global left\n"
        "    if frame.f_code.co_filename.endswith('atomic_file.py') or frame.f_code is content.__code__:\n"
        "        left -= event == 'line'\n"
        "        if not left:\n"
        "            os._exit(9)\n"
        "        return traced\n"
        "sys.settrace(traced)\n"
        "write_atomically(path, content)\n"
    )
    path, kept, killed = tmp_path / "file", [], 0
    while True:
        path.write_bytes(b"old " * 200_000)
        writer = subprocess.run([sys.executable, "-c", code, str(path), str(killed + 1)], cwd=ROOT)
        kept.append(path.read_bytes()[:4])
        assert path.read_bytes() == kept[-1] * 200_000
        if not writer.returncode:
            break
        assert writer.returncode == 9
        killed += 1
    renamed = kept.index(b"new ")
    assert 8 < renamed < killed and kept == [b"old "] * renamed + [b"new "] * (killed + 1 - renamed)


@pytest.mark.parametrize(("home", "advice"), [(".", "set INKLING_HOME"), ("elsewhere", "choose another folder")])
def that_a_folder_that_cannot_be_written_to_is_one_sentence_with_advice_that_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: str, advice: str
) -> None:
    """Nobody who exports to a folder of their own is helped by another data folder."""
    monkeypatch.setenv("INKLING_HOME", str(tmp_path / home))
    (tmp_path / "file").touch()
    with pytest.raises(InklingError, match=f"cannot be written to .*{advice}"):
        write_atomically(tmp_path / "file" / "below", lambda file: file.write(b""))


def that_a_network_that_cannot_be_saved_leaves_no_run(
    run: SavedRun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InklingError, match="The disk is full"):
        save_as_new(run, tmp_path)
    assert list(tmp_path.iterdir()) == []


def that_a_run_without_a_network_is_named(tmp_path: Path) -> None:
    with pytest.raises(InklingError, match=rf"^The run {tmp_path.name} has no network yet: train it further"):
        open_run_in(tmp_path)
