"""A real window off screen, and a check that it leaves nothing behind."""

import multiprocessing
import shutil
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.data import datasets
from engine.data.datasets import Splits, mnist
from engine.models.classifier import Classifier
from engine.runs.saved_network import Result, SavedRun, new_run_file, save
from engine.settings.train_settings import TrainSettings
from gui.app.main_window import MainWindow
from gui.widgets.notices import notice
from tests.support.gui.window import LEARNT_FROM, opened
from tests.support.small_data import parts
from tests.support.waiting import PATIENCE


@pytest.fixture(autouse=True)
def nothing_is_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """No thread, no process and no window outlives a test."""
    threads, others = python_threads(), foreign_threads()
    yield
    if "qapp" not in request.fixturenames:
        return
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    app.processEvents()
    assert multiprocessing.active_children() == []
    assert python_threads() - threads == set() and not foreign_threads().keys() - others.keys()
    assert [widget for widget in app.topLevelWidgets() if widget.isVisible()] == []


def python_threads() -> set[threading.Thread]:
    """Those that Python started. It also keeps a dummy of every foreign thread that it ever met, alive or not."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


def foreign_threads() -> dict[int, FrameType]:
    """What those run that Python did not start, as Qt's do; a library's have no frame, and xdist has one of its own.

    Their names would not do: the threads of a library inherit them.
    """
    known = {thread.ident for thread in python_threads()}
    return {ident: frame for ident, frame in sys._current_frames().items() if ident not in known}


@pytest.fixture(scope="session")
def fewer(home: Path) -> Splits:
    """MNIST with 12,000 images to learn from, 1,000 to validate and 1,000 to test with."""
    return parts(mnist(), LEARNT_FROM, 1_000)


@pytest.fixture(autouse=True)
def fewer_images(fewer: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in a window take a fraction of a second: what they learn from and are measured with is a part of MNIST."""
    monkeypatch.setattr(datasets, "_read_mnist", lambda _root: fewer)


@pytest.fixture(autouse=True)
def notices_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """However slow this computer is, what the window said is there when a test reads it."""
    monkeypatch.setattr(notice, "NOTICING", PATIENCE)


@pytest.fixture(autouse=True)
def no_run_is_left(home: Path) -> Iterator[None]:
    """Every window lists all runs that are kept: with those of hundreds of tests that would take longer than a test."""
    runs = home / "runs"
    before = set(runs.glob("*"))
    yield
    for run in set(runs.glob("*")) - before:
        shutil.rmtree(run, ignore_errors=True)


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, home: Path) -> Iterator[MainWindow]:
    """The window on a data folder of its own for what it remembers, with torch loaded."""
    yield from opened(qtbot, tmp_path)


@pytest.fixture
def knowing(window: MainWindow, trained: Classifier) -> MainWindow:
    """A window whose network reads well."""
    settings = TrainSettings(augmentation="none", outliers="none")
    # As if it had been much worse before it was ever taught, so that what teaching costs is no matter here.
    result = Result("completed", 100, 1.0, 0.97, 0.97, untaught_accuracy=0.5)
    run = SavedRun(settings, result, trained.network.state_dict())
    save(run, new_run_file(settings))
    window.networks.keep(run, run.classifier())
    window.networks.take_back()
    return window


@pytest.fixture
def no_runs(home: Path, tmp_path: Path) -> Iterator[Path]:
    """Where runs are kept, which is not there yet. The data folder's images stay: new ones take seconds to prepare."""
    runs, aside = home / "runs", tmp_path / "aside"
    runs.mkdir(exist_ok=True)
    runs.rename(aside)
    yield runs
    if runs.is_dir():
        shutil.rmtree(runs)
    runs.unlink(missing_ok=True)
    aside.rename(runs)
