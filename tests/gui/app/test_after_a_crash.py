"""A crash is offered at the next start, once; an end that somebody wanted is not."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.system.crash_log import KEPT, crash_before
from engine.system.home import HOME_VARIABLE
from gui.help.help_controller import CRASHED
from tests.support.project import ROOT
from tests.support.waiting import PATIENCE

BEGIN = """
import faulthandler, os, signal, sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QPlainTextEdit, QPushButton
from gui.app.process import startup
from gui.app.main_window import MainWindow
def act(window):
    DO
MainWindow.load_engine = lambda window: QTimer.singleShot(0, lambda: act(window))
sys.exit(startup.run(["main.py"]))
"""
SHOW = """
    next(one for one in window.message.findChildren(QPushButton) if one.text() == "Show what happened").click()
    (shown,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    next(one for one in shown.findChildren(QPushButton) if one.text() == "Copy").click()
    print(QGuiApplication.clipboard().text())
    shown.close()
    window.close()
"""
ENDED_BY_AN_ERROR = BEGIN.replace(
    "sys.exit(startup.run", "startup._show = lambda *_, **__: {}['key']\nsys.exit(startup.run"
)


def started(home: Path, do: str, code: str = BEGIN) -> "subprocess.CompletedProcess[str]":
    """Open the window in a process of its own, and do this as soon as it is there."""
    environment = os.environ | {HOME_VARIABLE: str(home), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-c", code.replace("DO", do)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=PATIENCE)


def that_a_crash_is_offered_at_the_next_start_and_only_then(tmp_path: Path) -> None:
    assert started(tmp_path, "faulthandler._sigsegv()").returncode == -signal.SIGSEGV
    shown = started(tmp_path, f"print(*window.message.every){SHOW}")
    assert CRASHED in shown.stdout
    assert "Segmentation fault" in shown.stdout and "Inkling 0." in shown.stdout and shown.returncode == 0
    assert crash_before(tmp_path / "logs") is None
    (kept,) = (tmp_path / "logs").glob("crash *.log")
    assert "Segmentation fault" in kept.read_text(encoding="utf-8")


def that_an_error_that_ends_the_window_is_recorded_too(tmp_path: Path) -> None:
    assert started(tmp_path, "pass", ENDED_BY_AN_ERROR).returncode == 1
    kept = crash_before(tmp_path / "logs")
    assert kept and "KeyError: 'key'" in kept.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="sends Unix signals")
def that_an_end_by_a_signal_offers_nothing(tmp_path: Path) -> None:
    assert started(tmp_path, "os.kill(os.getpid(), signal.SIGKILL)").returncode == -signal.SIGKILL
    assert (tmp_path / "logs" / "crash.log").exists() and crash_before(tmp_path / "logs") is None


def that_only_the_latest_records_are_kept(tmp_path: Path) -> None:
    for number in range(KEPT + 2):
        (tmp_path / "crash.log").write_text("Fatal", encoding="utf-8")
        os.utime(tmp_path / "crash.log", (1_700_000_000 + 60 * number,) * 2)
        assert crash_before(tmp_path)
    assert crash_before(tmp_path) is None and len(list(tmp_path.iterdir())) == KEPT
