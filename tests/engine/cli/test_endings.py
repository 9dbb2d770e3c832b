"""How commands of the terminal end: by a signal, without a reader, on a full disk; real processes where needed."""

import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.__main__ import main
from engine.cli import train as terminal_train
from engine.data.datasets import mnist
from engine.events import Started
from engine.runs.folder import MODEL_FILE
from engine.runs.listing import list_runs
from engine.runs.saved_network import open_run
from engine.system.atomic_file import write_atomically
from engine.system.end_signals import Interrupted
from engine.system.exit_status import MISPLACED, READER_GONE, UNSAID
from engine.system.home import HOME_VARIABLE
from tests.support.process import python
from tests.support.project import ROOT

pytestmark = pytest.mark.usefixtures("fewer_images")

PATIENCE = 120
SHORT = [
    "--model",
    "simple",
    "--epochs",
    "1",
    "--batch-size",
    "500",
    "--threads",
    "1",
    "--augmentation",
    "none",
    "--outliers",
    "none",
]


@pytest.fixture
def folder(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, whose images are unpacked already."""
    mnist()
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "MNIST").symlink_to(home / "MNIST")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "home"))
    yield tmp_path / "home"
    for handler in logging.getLogger("inkling").handlers[:]:
        handler.close()
        logging.getLogger("inkling").removeHandler(handler)


def started(*words: str, python: tuple[str, ...] = ()) -> "subprocess.Popen[str]":
    command = [sys.executable, *python, "-m", "engine", *words]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.parametrize("options", [["--json", "--num-workers", "1"], []], ids=["json", "lines"])
def that_a_reader_that_goes_away_ends_training_as_stopped(options: list[str], folder: Path) -> None:
    run = python("train", *SHORT, "--epochs", "200", *options, module="engine")
    with run, run.stdout as lines:
        for _ in range(3):
            assert next(lines)
        lines.close()
        complaints = run.stderr.read()
        assert (run.wait(PATIENCE), complaints) == (READER_GONE, "")
    (row,) = list_runs()
    assert row.state == "stopped" and row.can_resume


def that_a_command_that_lists_ends_without_its_reader(folder: Path) -> None:
    run = started("data")
    assert run.stdout and run.stderr
    with run:
        # Before it has printed anything: it is still importing.
        run.stdout.close()
        complaints = run.stderr.read()
        assert (run.wait(PATIENCE), complaints) == (READER_GONE, "")


@pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def that_a_signal_while_torch_is_imported_ends_it_without_a_traceback(name: str, folder: Path) -> None:
    number = getattr(signal, name)
    run = started("train", *SHORT, python=("-X", "importtime"))
    assert run.stdout and run.stderr
    with run:
        for line in run.stderr:
            if line.split("|")[-1].strip().startswith("torch."):
                break
        run.send_signal(number)
        printed, complaints = run.communicate(timeout=PATIENCE)
    assert (run.returncode, printed) == (128 + number, "")
    assert [line for line in complaints.splitlines() if not line.startswith("import time:")] == []
    assert list_runs() == []


@pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")
@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("kill(TERM)", 143),
        ("with SIGNALS.stopping(lambda: print('asked', flush=True)): kill(TERM); print('goes on', flush=True)", 0),
        ("with SIGNALS.stopping(print): kill(TERM); kill(INT); print('never', flush=True)", 130),
        ("with SIGNALS.stopping(print): kill(TERM); kill(TERM); print('goes on', flush=True)", 0),
        ("end_signals.SAME_SECONDS = 0\nwith SIGNALS.stopping(print): kill(INT); kill(INT); print('never')", 130),
        ("with SIGNALS.interrupting(): kill(HUP); print('never', flush=True)", 1),
        ("signal.signal(HUP, signal.SIG_IGN); SIGNALS.listen(); kill(HUP); print('goes on', flush=True)", 0),
    ],
    ids=["nothing to keep", "asked to end", "the second one", "the same one", "again", "interrupted", "nohup"],
)
def that_the_first_signal_asks_and_the_second_ends_at_once(body: str, status: int) -> None:
    code = (
        "import os, signal\nfrom engine.system import end_signals\nfrom engine.system.end_signals import SIGNALS\n"
        "from signal import SIGTERM as TERM, SIGINT as INT, SIGHUP as HUP\n"
        "kill = lambda number: os.kill(os.getpid(), number)\nSIGNALS.listen()\n"
    )
    done = subprocess.run([sys.executable, "-c", code + body], cwd=ROOT, capture_output=True, text=True, check=False)
    # Python's own status of an Interrupted that nobody catches is that of Ctrl+C.
    assert done.returncode in ((status,) if status != 1 else (1, 130, -signal.SIGINT)), done.stderr
    assert ("goes on" in done.stdout) == ("goes on" in body) and "never" not in done.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full disk here")
def that_a_full_output_and_a_log_that_is_none_end_no_training(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "logs").touch()
    with open("/dev/full", "w") as full:  # noqa: PTH123 - a device
        monkeypatch.setattr(sys, "stdout", full)
        assert main(["train", *SHORT]) == UNSAID
    of_log, of_output = capsys.readouterr().err.splitlines()
    assert str(folder / "logs") in of_log
    assert of_output == "Standard output cannot be written to (no space left on device). Training goes on without it."
    (row,) = list_runs()
    assert row.state == "completed" and row.test_accuracy


@pytest.mark.parametrize("temporary", [True, False], ids=["elsewhere", "nowhere"])
def that_a_network_that_cannot_be_kept_is_brought_elsewhere(
    temporary: bool,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path if temporary else tmp_path / "gone"))
    shown = terminal_train._Listener.on_event

    def then_in_the_way(self: terminal_train._Listener, event: object) -> None:
        shown(self, event)  # type: ignore[arg-type]
        if isinstance(event, Started):
            (Path(event.folder) / MODEL_FILE / "in the way").mkdir(parents=True)

    monkeypatch.setattr(terminal_train._Listener, "on_event", then_in_the_way)
    assert main(["train", *SHORT, "--json"]) == MISPLACED
    output = capsys.readouterr()
    tried = Path(json.loads(output.out.splitlines()[-1])["folder"]) / MODEL_FILE
    last = output.err.splitlines()[-1]
    assert last.startswith(f"The trained network could not be saved to {tried}")
    if temporary:
        (place,) = tmp_path.glob(f"inkling-*/{MODEL_FILE}")
        assert f"It is now in {place}: copy it" in last and open_run(place).result.steps == 110
    else:
        assert "nor in a temporary folder, and is lost" in last and os.listdir(tmp_path) == ["home"]  # noqa: PTH208


def that_a_write_that_a_signal_interrupts_leaves_the_old_file_alone(tmp_path: Path) -> None:
    def interrupted(file: BinaryIO) -> None:
        file.write(b"half of it")
        raise Interrupted

    (tmp_path / "kept").write_bytes(b"old")
    with pytest.raises(Interrupted):
        write_atomically(tmp_path / "kept", interrupted)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"old"]
