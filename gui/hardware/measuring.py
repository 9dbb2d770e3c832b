"""Measures this computer in a process of its own, which the window does not disturb.

Runs the terminal's `bench --json`, and reads its lines.
"""

import json
import logging
import sys
from typing import Any

from PySide6.QtCore import QObject, QProcess, QTimer, Signal, Slot

from engine.system import command
from gui.background import WINDOWS_CORES

log = logging.getLogger("inkling")

PATIENCE_MILLISECONDS = 3000
"""How long a process that was asked to end has to end its loader workers."""


class Measuring(QObject):
    """At most one measurement at a time."""

    found = Signal(dict)
    """One finding, as in the engine's JSON lines."""
    ended = Signal(str)
    """The measurement is over: what went wrong, or "" if it is complete or was cancelled."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._cancelled = False
        self._impatience = QTimer(self)
        self._impatience.setSingleShot(True)
        self._impatience.timeout.connect(self._kill)

    @property
    def running(self) -> bool:
        return self._process is not None

    def start(self, model: str, batch_size: int, augmentation: str) -> None:
        """Measure all configurations for this network. No measurement may be going on."""
        assert self._process is None
        self._cancelled = False
        process = self._process = QProcess(self)
        process.readyReadStandardOutput.connect(self._read)
        process.finished.connect(self._finished)
        process.errorOccurred.connect(self._failed)
        options = ["--json", "--no-training", "--spare-cores", str(WINDOWS_CORES)]
        what = ["--models", model, "--batch-size", str(batch_size), "--augmentation", augmentation]
        program, *words = command("engine", "bench", *options, *what)
        process.start(program, words)

    @Slot()
    def cancel(self) -> None:
        """Ask the measurement to end, and ignore its further findings. Does nothing if there is none."""
        if self._process is None or self._cancelled:
            return
        self._cancelled = True
        if sys.platform == "win32":
            # A program without a window cannot be asked there; its loader workers end with it.
            self._process.kill()
        else:
            self._process.terminate()
            # Python may lose the exception of a signal while it destroys objects.
            self._impatience.start(PATIENCE_MILLISECONDS)

    @Slot()
    def _kill(self) -> None:
        if self._process is not None:
            self._process.kill()

    def wait(self) -> None:
        """After `cancel`: wait some seconds at most until the process has ended."""
        if self._process is not None and not self._process.waitForFinished(PATIENCE_MILLISECONDS):
            self._process.kill()
            self._process.waitForFinished(PATIENCE_MILLISECONDS)

    @Slot()
    def _read(self) -> None:
        while self._process is not None and self._process.canReadLine():
            line = bytes(self._process.readLine().data())
            try:
                record: dict[str, Any] = json.loads(line)
            except ValueError:
                # A library has printed something.
                log.warning("The measurement printed: %r", line)
                continue
            if not self._cancelled:
                self.found.emit(record)

    @Slot()
    def _finished(self) -> None:
        if self._process is None:
            return
        self._impatience.stop()
        self._read()
        complaint = bytes(self._process.readAllStandardError().data()).decode(errors="replace").strip()
        failed = self._process.exitCode() != 0 and not self._cancelled
        self._process.deleteLater()
        self._process = None
        why = complaint.splitlines()[-1] if complaint else "it ended without an error message"
        self.ended.emit(f"The measurement failed: {why}" if failed else "")

    @Slot(QProcess.ProcessError)
    def _failed(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            program = self._process.program()
            self._process.deleteLater()
            self._process = None
            self.ended.emit(f"The measurement could not be started: {program} cannot be run.")
