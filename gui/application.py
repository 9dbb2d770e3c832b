"""Starts Qt, makes sure that there is one window only, and opens it."""

import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from engine.data_folder import HOME_VARIABLE, data_folder, writable
from engine.errors import InklingError
from engine.fault_hooks import report_faults
from engine.log_file import open_log
from gui.main_window import MainWindow
from gui.quit_signals import QuitSignals
from gui.single_instance import SingleInstance

log = logging.getLogger("inkling")


Size = tuple[int, int]
"""Width and height in logical pixels."""


def run(
    program: Sequence[str],
    pictures: Path | None = None,
    scheme: str | None = None,
    size: Size | None = None,
    epochs: int | None = None,
) -> int:
    """Show the window until it is closed, and return the process's exit code.

    With `pictures` the program shows itself, saves pictures of that in this folder, and ends; `epochs` are those of
    the training that it shows. `scheme` and `size` override what is remembered.
    """
    app = application(program)
    folder, problem = _data_folder()
    instance = SingleInstance(folder)
    if not problem and not instance.claim():
        sentence = (
            "Inkling is already open, and its window was brought to the front: close it before starting another, "
        )
        print(f"{sentence}or set {HOME_VARIABLE} to another folder than {folder}.", file=sys.stderr)
        return 2
    window = MainWindow(folder, scheme)
    report_faults(_Faults(window).told.emit)
    _log_qts_warnings()
    instance.called.connect(window.come_to_front)
    QuitSignals(window).asked.connect(window.close)
    window.show()
    if size:
        window.resize(*size)
    if problem:
        window.show_problem(problem)
    window.load_engine()
    if pictures:
        from gui.tour import Tour

        tour = Tour(window, pictures, epochs)
        tour.start()
        app.exec()
        code = tour.exit_code
    else:
        code = app.exec()
    instance.release()
    return code


def application(program: Sequence[str]) -> QApplication:
    """The one QApplication, in the style that all three systems can show in light and dark."""
    app = QApplication(list(program))
    app.setApplicationName("Inkling")
    app.setDesktopFileName("inkling")
    app.setStyle("Fusion")
    return app


def _data_folder() -> tuple[Path, str]:
    """The data folder with the log open in it, and the sentence to show when that does not work."""
    folder = data_folder()
    try:
        open_log(writable(folder))
    except InklingError as error:
        return folder, str(error)
    return folder, ""


class _Faults(QObject):
    """Brings a sentence about a fault from the thread where it happened to the window, which stays."""

    told = Signal(str)

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        # Never at once: it may have happened in the middle of painting that same message.
        self.told.connect(window.show_problem, Qt.ConnectionType.QueuedConnection)


def _log_qts_warnings() -> None:
    def note(kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
        # Off screen Qt says at every resize that nobody will see it.
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and "propagateSizeHints" not in message:
            log.warning("Qt: %s", message)

    qInstallMessageHandler(note)
