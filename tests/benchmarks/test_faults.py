"""A short part of `python -m benchmarks.faults`: the disk fails at every operation of what a person does."""

import errno
import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.faults.injection import Disk, Fault
from benchmarks.faults.jobs import JOBS
from benchmarks.faults.trials import trial
from benchmarks.faults.workbench import Workbench, tiny
from engine.data.datasets import Splits

OFTEN = ["naming", "deleting", "restoring", "my digits: adding", "my digits: another label", "my digits: importing"]
FULL, BROKEN = Fault(errno.ENOSPC, 1), Fault(errno.EIO, 1, lasting=True)


@pytest.fixture(scope="module")
def bench(digits: Splits, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workbench]:
    with Workbench(tmp_path_factory.mktemp("faults"), tiny(digits)) as bench:
        gc.freeze()
        yield bench


def failures(name: str, kind: Fault, bench: Workbench, every: int = 1) -> tuple[int, list[str]]:
    """How many trials there were, and what was wrong."""
    wrong = []
    for number in range(1, 100_000, every):
        found = trial(name, JOBS[name], kind._replace(number=number), bench)
        wrong += [f"{name}, {kind.kind}, {number} ({found.failed}): {problem}" for problem in found.problems]
        if not found.failed:
            return number, wrong
    raise AssertionError("it never ends")


@pytest.mark.parametrize("name", OFTEN)
@pytest.mark.parametrize("kind", [FULL, BROKEN, FULL._replace(half=True)], ids=["full", "broken", "half"])
def that_a_disk_that_fails_loses_no_run_and_no_drawing(name: str, kind: Fault, bench: Workbench) -> None:
    trials, wrong = failures(name, kind, bench)
    assert not wrong
    assert trials > 2 or kind.half


@pytest.mark.parametrize("name", ["training", "resuming"])
def that_a_training_goes_on_when_the_disk_fails_once_and_can_be_resumed(name: str, bench: Workbench) -> None:
    trials, wrong = failures(name, FULL, bench, every=7)
    assert not wrong
    assert trials > 30


def that_faults_are_met_in_all_threads_and_below_the_folder_alone(tmp_path: Path) -> None:
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    with Disk(inside, Fault(errno.ENOSPC, 2)) as disk:
        outside.write_bytes(b"whole")
        with pytest.raises(OSError, match="No space left"), (inside / "file").open("wb", buffering=0) as file:
            file.write(b"lost")
    assert disk.failed == "write: file" and outside.read_bytes() == b"whole" and (inside / "file").read_bytes() == b""


def that_half_a_write_leaves_half_of_the_bytes(tmp_path: Path) -> None:
    with Disk(tmp_path, Fault(errno.EIO, 1, half=True)) as disk, pytest.raises(OSError, match="Input/output"):
        (tmp_path / "file").write_bytes(b"12345678")
    assert disk.failed == "half a write: file" and (tmp_path / "file").read_bytes() == b"1234"


def that_a_disk_that_is_full_from_now_on_still_reads_and_deletes(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    with Disk(tmp_path) as disk:
        disk.break_now()
        assert (tmp_path / "old").read_bytes() == b"old"
        with pytest.raises(OSError, match="No space left"):
            (tmp_path / "new").write_bytes(b"new")
        (tmp_path / "old").unlink()
        disk.mend()
        (tmp_path / "new").write_bytes(b"new")
    assert (tmp_path / "new").read_bytes() == b"new" and not (tmp_path / "old").exists()
