"""Starts Qt, makes sure that there is only one window, and opens it."""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, QSize, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from engine import InklingError
from engine.system import (
    HOME_VARIABLE,
    SIGNALS,
    crash_before,
    data_folder,
    end_at_once,
    keep_crashes,
    open_log,
    recording_the_end,
    report_faults,
    share_one_heap,
    watch,
    writable,
)
from gui.app import placing
from gui.app.main_window import MainWindow
from gui.app.process.quit_signals import QuitSignals
from gui.app.process.single_instance import SingleInstance

log = logging.getLogger("inkling")


LOGS = "logs"
SWITCH_SECONDS = 0.0005
"""A thread that computes in Python lets another one go on after so long."""
Size = tuple[int, int]
"""Width and height in logical pixels."""


def run(
    program: Sequence[str],
    pictures: Path | None = None,
    scheme: str | None = None,
    size: Size | None = None,
    *,
    files: Sequence[Path] = (),
    quick_tour: bool = False,
    stand: bool = False,
) -> int:
    """Show the window until it is closed, and return the process's exit code. It opens `files`.

    With `pictures` the program shows itself, saves pictures of that in this folder, and ends; `quick_tour` makes
    that shorter; `stand` begins as for a table at a fair. `scheme` and `size` override what is remembered. Raises
    InklingError when there can be no data folder, or when a window is open already, unless that one opens `files`. A
    signal ends the process here, with its exit status.
    """
    log_trouble = _LogTrouble()
    folder, problem = _data_folder(log_trouble)
    app = application(program)
    instance = SingleInstance(folder)
    if not problem and not instance.claim([str(path.absolute()) for path in files]):
        if files:
            return 0
        sentence = (
            "Inkling is already open, and its window was brought to the front: close it before starting another, "
        )
        raise InklingError(f"{sentence}or set {HOME_VARIABLE} to another folder than {folder}.")
    # Set aside before anything new is recorded.
    crash = None if problem else crash_before(folder / LOGS)
    watch()
    keep_crashes(folder / LOGS)
    with recording_the_end():
        window = MainWindow(folder, scheme)
        report_faults(_Faults(window).reported.emit)
        _log_qts_warnings()
        instance.called.connect(window.come_to_front)
        instance.brought.connect(lambda names: window.controllers.files.open_files(map(Path, names)))
        log_trouble.reported.connect(window.show_problem, Qt.ConnectionType.QueuedConnection)
        signals = QuitSignals(window)
        # Not the window alone: a dialog that is open would go on without it.
        signals.asked.connect(app.closeAllWindows)
        if crash and not (pictures or stand):
            window.controllers.help.tell_of_crash(crash)
        if files:
            window.loader.loaded.connect(lambda _: window.controllers.files.open_files(files))
        with SIGNALS.stopping(lambda: None):
            code = _show(app, window, problem, size, pictures, quick_tour=quick_tour, stand=stand)
    signals.close()
    instance.release()
    if SIGNALS.number:
        # All is kept. Do not wait for a thread that still imports torch or reads images: its window is gone.
        end_at_once(SIGNALS.status)
    return code


def _show(
    app: QApplication,
    window: MainWindow,
    problem: str,
    size: Size | None,
    pictures: Path | None,
    *,
    quick_tour: bool,
    stand: bool,
) -> int:
    if size:
        placing.take(window, QSize(*size))
    window.show()
    window.commands["stand"].setChecked(stand)
    if problem:
        window.show_problem(problem)
    if not pictures:
        window.load_engine()
        return app.exec()
    from gui.tour import Tour

    tour = Tour(window, pictures, quick=quick_tour)
    window.load_engine()
    tour.start()
    app.exec()
    return tour.exit_code


def application(program: Sequence[str]) -> QApplication:
    """The one QApplication, in the style that all three systems can show in light and dark."""
    # Before Qt and torch begin threads.
    share_one_heap()
    # Training holds Python's lock in turns with the window, which by default may wait 5 ms for each of its turns.
    sys.setswitchinterval(SWITCH_SECONDS)
    app = QApplication(list(program))
    app.setApplicationName("Inkling")
    app.setDesktopFileName("inkling")
    app.setStyle("Fusion")
    return app


class _LogTrouble(QObject):
    """Brings the news that the log cannot be written from whichever thread found out to the window."""

    reported = Signal(str)


def _data_folder(trouble: _LogTrouble) -> tuple[Path, str]:
    """The data folder with the log open in it, and the sentence to show when that does not work."""
    folder = data_folder()
    try:
        open_log(writable(folder), trouble.reported.emit)
    except InklingError as error:
        return folder, str(error)
    return folder, ""


class _Faults(QObject):
    """Brings a sentence about a fault from the thread where it happened to the window, which stays open."""

    reported = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        # Never at once: it may have happened in the middle of painting that same message.
        self.reported.connect(window.show_problem, Qt.ConnectionType.QueuedConnection)


def _log_qts_warnings() -> None:
    def note(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        # Off screen Qt says at every resize that nobody will see it.
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and "propagateSizeHints" not in message:
            log.warning("Qt: %s", message)

    qInstallMessageHandler(note)
