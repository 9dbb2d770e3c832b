"""The program's window driven by a benchmark, off screen unless there is a display, and meters for its smoothness."""

import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, Qt, QTimer, Slot, qInstallMessageHandler
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from gui.application import application
from gui.main_window import MainWindow

PEN_MILLISECONDS = 50
TICK_MILLISECONDS = 10


class LagMeter(QObject):
    """Notes how late each tick of a precise timer comes, in milliseconds."""

    def __init__(self) -> None:
        super().__init__()
        self.lags: list[float] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._due = 0.0

    def start(self) -> None:
        self.lags.clear()
        self._due = time.perf_counter() + TICK_MILLISECONDS / 1000
        self._timer.start(TICK_MILLISECONDS)

    def stop(self) -> str:
        self._timer.stop()
        p50, p99 = np.percentile(self.lags, [50, 99])
        return f"p50 {p50:5.1f} ms   p99 {p99:5.1f} ms   max {max(self.lags):5.1f} ms   ({len(self.lags)} ticks)"

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self.lags.append(max(0.0, (now - self._due) * 1000))
        self._due = now + TICK_MILLISECONDS / 1000


def wait(true: Callable[[], bool]) -> None:
    """Let the program's event loop run, and sleep, as it does for a person; looks fifty times a second."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if true() else None)
    timer.start(20)
    loop.exec()


def pause(seconds: float) -> None:
    end = time.perf_counter() + seconds
    wait(lambda: time.perf_counter() >= end)


def opened(folder: Path) -> MainWindow:
    window = MainWindow(folder)
    window.resize(1280, 760)
    window.show()
    window.load_engine()
    wait(lambda: window.engine_ready and window.loader.isFinished())
    return window


class PenMeter(QObject):
    """Moves the pen over the paper, and notes how long after each move the new answer is painted, in milliseconds.

    The wait of a move for a busy event loop counts too: it begins when the move was due.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self.delays: list[float] = []
        self._window = window
        self._due = 0.0
        self._moved_at = 0.0
        self._moves = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._move)
        window.prediction._bars.installEventFilter(self)

    def start(self) -> None:
        self._window.canvas.clear()
        self._due = time.perf_counter() + PEN_MILLISECONDS / 1000
        self._timer.start(PEN_MILLISECONDS)

    def stop(self) -> str:
        self._timer.stop()
        self._window.prediction._bars.removeEventFilter(self)
        p50, p95 = np.percentile(self.delays, [50, 95])
        return f"p50 {p50:5.1f} ms   p95 {p95:5.1f} ms   max {max(self.delays):5.1f} ms   ({len(self.delays)} moves)"

    @Slot()
    def _move(self) -> None:
        self._moved_at, self._due = self._due, time.perf_counter() + PEN_MILLISECONDS / 1000
        canvas, kind = self._window.canvas, QEvent.Type.MouseMove
        angle, self._moves = self._moves / 8, self._moves + 1
        if self._moves % 40 == 1:
            canvas.clear()
            kind = QEvent.Type.MouseButtonPress
        middle = canvas.rect().center()
        place = QPointF(middle.x() + 60 * math.cos(angle), middle.y() + 60 * math.sin(angle))
        button = Qt.MouseButton.LeftButton if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, place, place, button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(canvas, event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and self._moved_at:
            QTimer.singleShot(0, self, self._painted)
        return super().eventFilter(watched, event)

    @Slot()
    def _painted(self) -> None:
        if self._moved_at:
            self.delays.append((time.perf_counter() - self._moved_at) * 1000)
            self._moved_at = 0.0


def start_program() -> QApplication:
    """The QApplication; windows may be closed without ending it."""
    app = application(sys.argv[:1])
    # Off screen Qt says at every resize that nobody will see it.
    qInstallMessageHandler(
        lambda _kind, _context, words: None if "propagate" in words else print(words, file=sys.stderr)
    )
    app.setQuitOnLastWindowClosed(False)
    return app


def training_is_under_way(window: MainWindow) -> Callable[[], bool]:
    return lambda: "batch" in window.status._place.text()
