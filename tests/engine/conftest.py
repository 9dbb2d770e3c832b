"""A data folder with two real runs, and the terminal as it works there."""

import logging
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.data.datasets import Splits, mnist
from engine.events import BatchDone
from engine.ink.my_digits import FILE
from engine.runs.listing import list_runs
from engine.system.end_signals import NAMES, SIGNALS
from engine.system.home import HOME_VARIABLE
from engine.training.run.control import RunControl
from engine.training.start import train
from tests.support.drawings import DRAWN, drawn
from tests.support.runs.two_runs import FIRST, LEARNT, SECOND, STOPPED_AT
from tests.support.terminal import Terminal


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


@pytest.fixture
def data(original: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that data folder, for one test to change."""
    shutil.copytree(original, tmp_path / "data")
    (tmp_path / "data" / "MNIST").symlink_to(home / "MNIST")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "data"))
    return tmp_path / "data"


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
