"""The program's window driven by a benchmark, off screen unless there is a display, and meters for its smoothness."""

import math
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QEvent, QEventLoop, QObject, QPointF, QSize, Qt, QTimer, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QWidget

from gui.app import MainWindow, application, placing
from gui.tour import send_mouse


class Meter(QObject):
    """Acts at every tick of a precise timer, and collects milliseconds."""

    every: int
    """Milliseconds from tick to tick."""
    percentiles: tuple[int, int]
    """Those that `stop` returns in words."""

    def __init__(self) -> None:
        super().__init__()
        self.milliseconds: list[float] = []
        self._due = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.milliseconds.clear()
        self._due = time.perf_counter() + self.every / 1000
        self._timer.start(self.every)

    def stop(self) -> str:
        self._timer.stop()
        told = zip(self.percentiles, np.percentile(self.milliseconds, self.percentiles), strict=True)
        middle = "   ".join(f"p{number} {value:5.1f} ms" for number, value in told)
        return f"{middle}   max {max(self.milliseconds):5.1f} ms   ({len(self.milliseconds)} times)"

    @Slot()
    def _tick(self) -> None:
        due, self._due = self._due, time.perf_counter() + self.every / 1000
        self.came(due)

    def came(self, due: float) -> None:
        """Handle a tick that was due at this second of time.perf_counter()."""
        raise NotImplementedError


class LagMeter(Meter):
    """Notes how late each tick comes."""

    every, percentiles = 10, (50, 99)

    def came(self, due: float) -> None:
        self.milliseconds.append(max(0.0, (time.perf_counter() - due) * 1000))


def wait(true: Callable[[], bool]) -> None:
    """Run the program's event loop until `true` holds, which is asked fifty times a second."""
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if true() else None)
    timer.start(20)
    loop.exec()
    timer.stop()


def pause(seconds: float) -> None:
    end = time.perf_counter() + seconds
    wait(lambda: time.perf_counter() >= end)


def opened(folder: Path) -> MainWindow:
    window = MainWindow(folder)
    placing.take(window, QSize(1280, 760))
    window.show()
    window.load_engine()
    wait(lambda: window.engine_ready and window.loader.isFinished())
    return window


class PenMeter(Meter):
    """Moves the pen over the canvas, and notes how long after each move the new answer, or another part, is painted.

    The time that a move waits for a busy event loop counts too.
    """

    percentiles = (50, 95)

    def __init__(
        self,
        window: MainWindow,
        part: QWidget | None = None,
        shows_all: Callable[[], bool] = lambda: True,
        every: int = 50,
    ) -> None:
        """A painting counts if `shows_all()` holds then. The pen moves `every` so many milliseconds."""
        super().__init__()
        self.every, self._shows_all = every, shows_all
        self._window, self._part = window, part or window.prediction._bars
        self._moved_at = 0.0
        self._moves = 0
        self._part.installEventFilter(self)

    def stop(self) -> str:
        self._part.removeEventFilter(self)
        return super().stop()

    def came(self, due: float) -> None:
        self._moved_at = due
        canvas, kind = self._window.canvas, QEvent.Type.MouseMove
        angle, self._moves = self._moves / 8, self._moves + 1
        if self._moves % 40 == 1:
            canvas.clear()
            kind = QEvent.Type.MouseButtonPress
        middle = canvas.rect().center()
        place = QPointF(middle.x() + 60 * math.cos(angle), middle.y() + 60 * math.sin(angle))
        send_mouse(canvas, kind, place)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint and self._moved_at and self._shows_all():
            QTimer.singleShot(0, self, self._painted)
        return super().eventFilter(watched, event)

    @Slot()
    def _painted(self) -> None:
        if self._moved_at:
            self.milliseconds.append((time.perf_counter() - self._moved_at) * 1000)
            self._moved_at = 0.0


def start_program() -> QApplication:
    """The QApplication; windows may be closed without ending it."""
    app = application(sys.argv[:1])
    # Off screen Qt warns at every resize.
    qInstallMessageHandler(
        lambda _kind, _context, words: None if "propagate" in words else print(words, file=sys.stderr)
    )
    app.setQuitOnLastWindowClosed(False)
    return app


def begin_training(window: MainWindow) -> None:
    """Click Train, and wait for the first step."""
    window.player.main.click()
    wait(lambda: "batch" in window.status._place.text())


def has_ended(window: MainWindow) -> Callable[[], bool]:
    return lambda: not window.session.running
