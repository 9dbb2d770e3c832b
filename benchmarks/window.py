"""How smooth the window stays: `python -m benchmarks.window [--cycles 20]`, off screen unless there is a display.

Prints how late a 10 ms timer of the window's event loop comes, idle and while the default network trains; how long a
Stop takes; the training time with the window against that without; and what 20 rounds of open, train, stop and close
leave behind.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import psutil
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from engine.data_folder import data_folder
from gui.application import application
from gui.main_window import MainWindow
from gui.tour import digits

TICK_MILLISECONDS = 10
IDLE_SECONDS = 5


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
    while not true():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 20)


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


def lag(folder: Path) -> None:
    window, meter = opened(folder), LagMeter()
    window.canvas.show_strokes(tuple(digits()[7][1]))
    meter.start()
    pause(IDLE_SECONDS)
    print("event loop idle             ", meter.stop())
    window.form.show_defaults()
    window.train_button.click()
    wait(lambda: "batch" in window.status._place.text())
    pause(1)
    meter.start()
    wait(lambda: not window.session.running)
    print("event loop while training   ", meter.stop())
    assert window.networks.run
    result = window.networks.run.result
    print(f"training with the window     {result.seconds:.1f} s, test accuracy {result.test_accuracy or 0:.2%}")
    window.close()


def stop(folder: Path, workers: int) -> None:
    window = opened(folder)
    seconds = []
    for _ in range(5):
        window.form.show_values({"num_workers": workers})
        window.train_button.click()
        wait(lambda: "batch" in window.status._place.text())
        pause(0.5)
        begin = time.perf_counter()
        window.train_button.click()
        wait(lambda: not window.session.running)
        seconds.append(time.perf_counter() - begin)
    print(f"stop, {workers} workers              median {np.median(seconds):.3f} s, longest {max(seconds):.3f} s")
    window.close()


def held() -> str:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    here = psutil.Process()
    # multiprocessing keeps one small helper process of its own from the first worker to the end of the program.
    children = [child for child in here.children() if "resource_tracker" not in " ".join(child.cmdline())]
    return f"{here.num_threads()} threads, {len(children)} children, {here.num_fds()} open files"


def cycles(folder: Path, workers: int, rounds: int) -> None:
    for number in range(rounds + 1):
        one_cycle(folder, workers, stop_first=bool(number % 2))
        if number == 0:
            print(f"after the first round, {workers} workers: {held()}")
    print(f"after {rounds} rounds more, {workers} workers:  {held()}")


def one_cycle(folder: Path, workers: int, *, stop_first: bool) -> None:
    window = opened(folder)
    window.form.show_values({"num_workers": workers, "model": "simple"})
    window.train_button.click()
    wait(lambda: "batch" in window.status._place.text())
    if stop_first:
        window.train_button.click()
        wait(lambda: not window.session.running)
    window.close()
    window.deleteLater()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--cycles", type=int, default=20)
    arguments = parser.parse_args()
    app = application(sys.argv[:1])
    app.setQuitOnLastWindowClosed(False)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("INKLING_HOME", name)
        print(f"data in {data_folder()}")
        lag(folder)
        for workers in (0, 2):
            stop(folder, workers)
        for workers in (0, 2):
            cycles(folder, workers, arguments.cycles)


if __name__ == "__main__":
    main()
