"""Real processes: one that is killed, a signal to torchrun, and settings that differ."""

import os
import sys
from pathlib import Path

import pytest

from engine.data.datasets import mnist
from engine.events import Started
from engine.runs.listing import list_runs
from engine.system.exit_status import REFUSED
from engine.system.home import HOME_VARIABLE
from engine.training.start import resume
from tests.support.process import Program, python
from tests.support.ranks import PATIENCE, free_port

LONG = "train --model simple --epochs 200 --batch-size 500 --threads 1 --augmentation none --outliers none --json"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")


@pytest.fixture(autouse=True)
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, whose images are unpacked already."""
    mnist()
    (tmp_path / "MNIST").symlink_to(home / "MNIST")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.fixture
def port() -> int:
    return free_port()


def ranks(port: int, *commands: str) -> list[Program]:
    """One process for each command, as torchrun would start them on as many computers."""
    shared = {"WORLD_SIZE": str(len(commands)), "MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    return [
        python(*command.split(), module="engine", environment={**os.environ, **shared, "RANK": str(rank)})
        for rank, command in enumerate(commands)
    ]


def until_step(process: Program, step: int) -> None:
    for line in process.stdout:
        if f'"BatchDone", "step": {step},' in line:
            return


def that_a_killed_process_ends_the_run_with_one_sentence_and_a_checkpoint(port: int) -> None:
    first, second = ranks(port, LONG, LONG)
    with first, second:
        until_step(first, 20)
        second.kill()
        printed, complaints = first.communicate(timeout=PATIENCE)
        assert second.communicate() == ("", "")
    assert first.returncode == REFUSED and len(complaints.splitlines()) == 1
    assert complaints.startswith("The connection to another computer was lost. What was learnt until then is kept: ")
    (row,) = list_runs()
    assert row.state == "failed" and row.can_resume
    # One process goes on after the last step that both took.
    rest = resume(row.folder)
    begun = next(rest)
    rest.close()
    assert isinstance(begun, Started) and begun.first_step == 20 + printed.count('"BatchDone"')


def that_a_signal_to_torchrun_keeps_the_run() -> None:
    torchrun = python("--nproc-per-node=2", "-m", "engine", *LONG.split(), module="torch.distributed.run")
    with torchrun:
        until_step(torchrun, 20)
        torchrun.terminate()
        printed, complaints = torchrun.communicate(timeout=PATIENCE)
    # torchrun complains about the signal itself; the processes have nothing to say.
    assert '"reason": "stopped"' in printed.splitlines()[-1] and "Inkling" not in complaints
    (row,) = list_runs()
    assert row.state == "stopped" and row.can_resume


def that_other_settings_end_both_with_the_same_sentence(port: int) -> None:
    both = ranks(port, LONG, LONG.replace("--batch-size 500", "--batch-size 100"))
    ends = [process.communicate(timeout=PATIENCE) for process in both]
    assert [process.returncode for process in both] == [REFUSED, REFUSED]
    (_, sentence), (_, same) = ends
    assert sentence == same and sentence.startswith("Batch size: 500 on process 1 (") and sentence.count("\n") == 1
    assert [printed for printed, _ in ends] == ["", ""] and list_runs() == []
