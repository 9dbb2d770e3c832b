"""A data folder with two real runs, and the terminal as it works there."""

import json
import logging
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.__main__ import main
from engine.data.datasets import Splits, mnist
from engine.events import BatchDone
from engine.ink.my_digits import FILE, MyDigits
from engine.runs.listing import find_run, list_runs
from engine.settings.train_settings import TrainSettings
from engine.system.end_signals import NAMES, SIGNALS
from engine.system.home import HOME_VARIABLE
from engine.training.run.control import RunControl
from engine.training.start import train

ROOT = Path(__file__).parent.parent.parent
DRAWN: list[dict[str, Any]] = json.loads((ROOT / "resources" / "digits.json").read_text(encoding="utf-8"))
PLAIN = {"model": "simple", "threads": 1, "augmentation": "none", "outliers": "none"}
FIRST = TrainSettings.model_validate(PLAIN | {"epochs": 3, "batch_size": 50, "learning_rate": 0.02})
SECOND = TrainSettings.model_validate(PLAIN | {"epochs": 2, "batch_size": 500})
STOPPED_AT = 140
"""Of 220 steps: in the second epoch."""
LEARNT = "learnt.jsonl"
"""Two drawings that the first run has learnt from."""


@pytest.fixture(scope="session")
def original(home: Path, tmp_path_factory: pytest.TempPathFactory, digits: Splits) -> Path:
    """A data folder with two runs: "first" is complete, and the newer "second" was stopped and can go on."""
    folder = tmp_path_factory.mktemp("data")
    control, whole = RunControl(), mnist()
    with pytest.MonkeyPatch.context() as patch:
        # The digits that a run learns from, and the place where it is kept, are those of the data folder.
        patch.setenv(HOME_VARIABLE, str(folder))
        mine = drawn(folder / FILE, DRAWN[:2])
        list(train(FIRST, splits=digits))
        list_runs()[0].folder.rename(folder / "runs" / "2026-01-01 10.00.00 first")
        mine.rename(folder / LEARNT)
        for event in train(SECOND, control, whole):
            if isinstance(event, BatchDone) and event.step == STOPPED_AT:
                control.stop()
        list_runs()[0].folder.rename(folder / "runs" / "2026-01-02 10.00.00 second")
    return folder


def drawn(path: Path, records: list[dict[str, Any]]) -> Path:
    """A file as My digits exports it."""
    mine = MyDigits(path)
    for record in records:
        mine.add(record["digit"], record["strokes"])
    return path


@pytest.fixture
def data(original: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that data folder, for one test to change."""
    shutil.copytree(original, tmp_path / "data")
    (tmp_path / "data" / "MNIST").symlink_to(home / "MNIST")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


class Terminal:
    """Runs a command, and has what it printed."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def does(self, *words: str | Path) -> list[str]:
        """The lines of a command that does what it is told and complains of nothing."""
        code = main(["runs", *map(str, words)])
        output = self._capsys.readouterr()
        assert (code, output.err) == (0, "")
        return output.out.splitlines()

    def refuses(self, *words: str | Path) -> str:
        """The one sentence of a command that does nothing."""
        code = main(list(map(str, words)))
        output = self._capsys.readouterr()
        (sentence,) = output.err.splitlines()
        assert (code, output.out) == (2, "") and sentence.endswith(".")
        return sentence


@pytest.fixture
def signals() -> Iterator[None]:
    """Signals end what is done in this process as they end a process of the terminal."""
    every = [number for number in (getattr(signal, name, None) for name in (*NAMES, "SIGALRM")) if number]
    before = {number: signal.getsignal(number) for number in every}
    SIGNALS.listen()
    yield
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
    for number, handler in before.items():
        signal.signal(number, handler)
    SIGNALS.number = 0


@pytest.fixture
def terminal(capsys: pytest.CaptureFixture[str]) -> Iterator[Terminal]:
    yield Terminal(capsys)
    for handler in logging.getLogger("inkling").handlers[:]:
        handler.close()
        logging.getLogger("inkling").removeHandler(handler)


def path_of(name: str) -> Path:
    """The folder of the run that is found by that name."""
    return find_run(name).folder
