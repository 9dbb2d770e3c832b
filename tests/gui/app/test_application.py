"""main.py as a person starts it: as a process of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image as Pillow
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import main
from engine.data.datasets import mnist
from engine.system.home import HOME_VARIABLE
from gui.app.process import system_check
from gui.app.process.single_instance import SingleInstance
from tests.support.process import python
from tests.support.project import ROOT
from tests.support.waiting import PATIENCE, wait_until


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and name != "QT_QPA_PLATFORM"}
    return kept | {HOME_VARIABLE: str(folder)} | more


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., "subprocess.Popen[str]"]]:
    """Starts the program with a window off screen, and Python with these options; ends what is left at the end."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> "subprocess.Popen[str]":
        command = [sys.executable, *options, "main.py"]
        started.append(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
        )
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


def place_is_free(folder: Path) -> bool:
    """Whether a window that starts now would be the only one there, as the next window itself finds out."""
    another = SingleInstance(folder)
    free = another.claim()
    another.release()
    return free


def that_a_second_window_says_that_there_is_one_and_calls_it(
    start: Callable[[], "subprocess.Popen[str]"], qtbot: QtBot, tmp_path: Path
) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.called, timeout=round(1000 * PATIENCE)):
        second = start()
    output, complaint = second.communicate(timeout=PATIENCE)
    first.release()
    assert second.returncode == 2 and output == ""
    assert (
        complaint.count("\n") == 1 and "Inkling is already open, and its window was brought to the front" in complaint
    )
    assert str(tmp_path) in complaint


def that_a_file_of_a_second_start_is_opened_by_the_window_that_is_there(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.claim()
    with qtbot.waitSignal(first.brought, timeout=round(1000 * PATIENCE)) as brought:
        done = subprocess.run(
            [sys.executable, "main.py", "mine.inkling-run"],
            cwd=ROOT,
            env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
    first.release()
    assert (done.returncode, done.stdout) == (0, "") and brought.args == [[str(ROOT / "mine.inkling-run")]]


@pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def that_a_signal_closes_the_window_frees_its_place_and_is_the_exit_status(
    start: Callable[..., "subprocess.Popen[str]"], qapp: QApplication, tmp_path: Path, name: str
) -> None:
    first = start("-X", "importtime")
    assert first.stderr
    # The window imports nothing of torch itself: it is there, and its thread loads the engine.
    next(line for line in first.stderr if line.rsplit("|", 1)[-1].strip().startswith("torch."))
    assert not place_is_free(tmp_path)
    number = getattr(signal, name)
    first.send_signal(number)
    output, complaint = first.communicate(timeout=PATIENCE)
    assert (first.returncode, output) == (128 + number, "")
    known = ("import time:", "This plugin does not support propagateSizeHints")
    assert [line for line in complaint.splitlines() if not line.startswith(known)] == []
    assert (tmp_path / "window.ini").exists()
    assert place_is_free(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")
def that_a_window_that_was_killed_does_not_lock_the_next_one_out(
    start: Callable[[], "subprocess.Popen[str]"], qapp: QApplication, tmp_path: Path
) -> None:
    first, lock = start(), tmp_path / "window.lock"
    # Qt writes into it whose it is after it has made it.
    wait_until(lambda: lock.exists() and lock.stat().st_size > 0)
    assert not place_is_free(tmp_path)
    first.kill()
    first.wait()
    assert (tmp_path / "window.lock").exists() and place_is_free(tmp_path)


def that_an_unwritable_data_folder_is_a_sentence_and_the_window_stays(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    code = (
        "import sys\nfrom PySide6.QtCore import QTimer\nfrom gui.app.process import startup as application\n"
        "from gui.app.main_window import MainWindow\n"
        "def look(window):\n"
        "    said = window.message\n"
        "    QTimer.singleShot(0, lambda: (print(window.isVisible(), *said.every, sep='|'), window.close()))\n"
        "MainWindow.load_engine = look\n"
        "sys.exit(application.run(['main.py']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(tmp_path / "file" / "home", QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
    )
    assert done.returncode == 0
    visible, *said = done.stdout.split("|")
    place = f"{tmp_path / 'file' / 'home'} cannot be written to"
    assert visible == "True" and any(sentence.startswith(place) for sentence in said)


@pytest.mark.skipif(sys.platform == "win32", reason="sends a Unix signal")
def that_a_signal_closes_a_window_with_an_open_dialog_too(tmp_path: Path) -> None:
    code = (
        "import os, signal, sys\nfrom pathlib import Path\nfrom PySide6.QtCore import QTimer\n"
        "from gui.app.process import startup as application\nfrom gui.widgets import file_dialog\n"
        "from gui.app.main_window import MainWindow\n"
        "shown = MainWindow.load_engine\n"
        "def ask(window):\n"
        "    file_dialog.ask_what_to_open(window, 'Which?', Path('.'), 'All (*)', print)\n"
        "    QTimer.singleShot(0, lambda: os.kill(os.getpid(), signal.SIGTERM))\n"
        "MainWindow.load_engine = lambda window: (shown(window), QTimer.singleShot(0, lambda: ask(window)))\n"
        "sys.exit(application.run(['main.py']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment(tmp_path, QT_QPA_PLATFORM="offscreen"),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 128 + signal.SIGTERM and "Traceback" not in done.stderr
    assert (tmp_path / "window.ini").exists()


def that_a_data_folder_that_cannot_be_is_one_sentence_instead_of_a_window(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(HOME_VARIABLE, "~nobody-is-called-so/x")
    assert main.main([]) == 2
    sentence = capsys.readouterr().err
    assert sentence.count("\n") == 1 and sentence.startswith(f"{HOME_VARIABLE}, ~nobody-is-called-so/x, cannot be used")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a display")
def that_without_a_display_the_tour_trains_and_reads_its_digits(home: Path, tmp_path: Path) -> None:
    mnist()
    (tmp_path / "MNIST").symlink_to(home / "MNIST")
    # Each of its networks is measured: here by fewer images, and timed for a moment. Nobody looks at its pages either.
    code = (
        "import runpy, sys\nfrom functools import cache\n"
        "from engine.compression import timing\nfrom engine.data import datasets\n"
        "from tests.support.small_data import parts\n"
        "whole = datasets._read_mnist\n"
        "datasets._read_mnist = cache(lambda root: parts(whole(root), 55_000, 1_000))\n"
        "timing.SECONDS = 0.004\n"
        "from gui.tour import experiments, inside, toolbox\n"
        "experiments.BLINK = inside.BLINK = toolbox.BLINK = 50\n"
        "inside.LOOK = 500\n"
        "sys.argv[0] = 'main.py'\n"
        "runpy.run_path('main.py', run_name='__main__')\n"
    )
    tour = python("--pictures", str(tmp_path / "pictures"), "--quick", code=code, environment=environment(tmp_path))
    printed, complaints = tour.communicate()
    lines = printed.splitlines()
    assert tour.returncode == 0, printed + complaints
    assert lines[0] == "There is no display, so Inkling runs its tour off screen instead of opening a window."
    right = re.fullmatch(r"Read (\d+) of 20 drawn digits correctly\..*", lines[-1])
    assert right and int(right[1]) >= 15
    for name in ("before", "trained", "inside-layers", "runs", "build", "paused", "smaller"):
        assert (tmp_path / "pictures" / f"{name}.png").stat().st_size > 10_000
        with Pillow.open(tmp_path / "pictures" / f"{name}.png") as picture:
            assert picture.size == main.TOUR_SIZE, "whatever the size of the screen that is not there"


def that_a_display_that_does_not_answer_is_no_display(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("DISPLAY", ":987")
    assert not system_check.has_display()


def that_missing_libraries_are_named_by_their_packages(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    missing = {"libNothing.so.1": "libnothing1", "libNeither.so.0": "libneither0", "libc.so.6": "libc6"}
    monkeypatch.setattr(system_check, "PACKAGES", missing)
    assert main.main([]) == 2
    assert capsys.readouterr().err == "System libraries are missing: sudo apt install libnothing1 libneither0\n"
