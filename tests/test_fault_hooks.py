"""Faults that nobody catches are logged and said, in the terminal and in the window, with and without a log."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.system.home import HOME_VARIABLE
from tests.support.project import ROOT

PATIENCE = 120
LOG, CRASH_LOG = Path("logs") / "inkling.log", Path("logs") / "crash.log"
FAULTS = """
import threading
class Unkind:
    def __del__(self):
        raise IndexError("cleared away")
def in_a_thread():
    thread = threading.Thread(target=lambda: 1 / 0, name="beside")
    thread.start()
    thread.join()
def go_wrong():
    in_a_thread()
    Unkind()
"""
TERMINAL = (
    FAULTS
    + """
import runpy, sys
import engine.runs.listing
def no_runs(*_):
    go_wrong()
    return []
import engine.cli.runs
engine.cli.runs.list_runs = no_runs
sys.argv = ["engine", "runs"]
runpy.run_module("engine", run_name="__main__")
"""
)
WINDOW = (
    FAULTS
    + """
import sys
from PySide6.QtCore import QTimer
from gui.app.process import startup
from gui.app.main_window import MainWindow
told = []
def look(window):
    say = window.message.say
    def hear(kind, text, *more):
        say(kind, text, *more)
        if "made a mistake" in text:
            told.append(text)
        if len(told) == 3:
            print(*told, sep="\\n")
            window.close()
    window.message.say = hear
    QTimer.singleShot(0, go_wrong)
    QTimer.singleShot(0, lambda: {}["slot"])
MainWindow.load_engine = look
sys.exit(startup.run(["main.py"]))
"""
)
SENTENCES = ["ZeroDivisionError: division by zero", "IndexError: cleared away"]


def done(code: str, home: Path) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {HOME_VARIABLE: str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def that_the_terminal_says_one_sentence_for_each_and_logs_the_rest(tmp_path: Path) -> None:
    told = done(TERMINAL, tmp_path)
    lines = [f"Inkling made a mistake ({fault}): the log tells more. Your networks are safe." for fault in SENTENCES]
    assert told.stderr.splitlines() == lines and told.returncode == 0
    log = (tmp_path / LOG).read_text(encoding="utf-8")
    assert "A fault of the program in the thread beside\nTraceback" in log and "ZeroDivisionError" in log
    assert "A fault of the program while clearing away Unkind.__del__\nTraceback" in log and "IndexError" in log


def that_a_fault_of_the_command_itself_is_one_sentence_too(tmp_path: Path) -> None:
    told = done(TERMINAL.replace("    go_wrong()\n    return []", "    return {}['row']"), tmp_path)
    assert told.returncode != 0 and len(told.stderr.splitlines()) == 1
    assert told.stderr.startswith("Inkling made a mistake (KeyError: 'row')")
    assert "Traceback" in (tmp_path / LOG).read_text(encoding="utf-8")


def that_without_a_log_they_are_said_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = done(TERMINAL, tmp_path / "file" / "home")
    lines = [
        f"Inkling made a mistake ({fault}): the log cannot be written. Your networks are safe." for fault in SENTENCES
    ]
    assert told.stderr.splitlines() == lines and told.returncode == 0


@pytest.mark.parametrize("place", ["home", "file/home"], ids=["with a log", "without"])
def that_the_window_says_so_and_stays(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").touch()
    told = done(WINDOW, tmp_path / place)
    assert told.returncode == 0, told.stderr
    for fault in [*SENTENCES, "KeyError: 'slot'"]:
        assert f"Inkling made a mistake ({fault}): " in told.stdout
    assert "Traceback" not in told.stderr
    if place == "home":
        log = (tmp_path / place / LOG).read_text(encoding="utf-8")
        assert log.count("Traceback") == 3


def that_a_crash_of_the_interpreter_leaves_its_places_in_the_folder_of_logs(tmp_path: Path) -> None:
    """As the window begins: hooks, log; then the worst happens."""
    code = (
        "import faulthandler, pathlib\n"
        "from engine.system.fault_hooks import report_faults\nfrom engine.system.log_file import open_log\n"
        "report_faults(print)\nopen_log(pathlib.Path(HOME))\n"
        "faulthandler._sigsegv()\n"
    ).replace("HOME", repr(str(tmp_path)))
    assert done(code, tmp_path).returncode != 0
    assert "most recent call first" in (tmp_path / CRASH_LOG).read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no FIFOs")
def that_a_crash_log_that_cannot_be_written_hinders_nothing(tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    os.mkfifo(tmp_path / CRASH_LOG)
    told = done(TERMINAL, tmp_path)
    assert told.returncode == 0 and len(told.stderr.splitlines()) == 2
