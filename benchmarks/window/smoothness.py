"""How smooth the window stays: `python -m benchmarks.window [--cycles 20]`, off screen unless there is a display.

Prints how late a 10 ms timer of the window's event loop comes, idle and while the default network trains; how long
after a move of the pen the new answer is painted meanwhile; how long the player and a Stop take to answer; and what 20
rounds of open, train,
stop and close leave behind.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import numpy as np
import psutil
from PySide6.QtCore import QCoreApplication, QEvent

from benchmarks.window.driven_window import (
    LagMeter,
    Meter,
    PenMeter,
    begin_training,
    has_ended,
    opened,
    pause,
    start_program,
    wait,
)
from gui.app import MainWindow
from gui.tour import digits

IDLE_SECONDS = 5
EPOCHS = 2
"""Of the otherwise default training: long enough to meet everything that happens in one."""


def smoothness(folder: Path) -> None:
    window, lag = opened(folder), LagMeter()
    window.canvas.show_strokes(tuple(digits()[7][1]))
    lag.start()
    pause(IDLE_SECONDS)
    print("event loop idle             ", lag.stop())
    window.form.show_defaults()
    print("event loop while training   ", while_training(window, lag))
    print("pen to answer while training", while_training(window, PenMeter(window)))
    pen = PenMeter(window)
    pen.start()
    pause(IDLE_SECONDS)
    print("pen to answer, trained      ", pen.stop())
    window.close()


def while_training(window: MainWindow, meter: Meter) -> str:
    """What a meter finds from the second second of a training to its end, the measuring on test images included."""
    window.form.show_values({"epochs": EPOCHS})
    begin_training(window)
    pause(1)
    meter.start()
    wait(has_ended(window))
    return meter.stop()


def stop(folder: Path, workers: int) -> None:
    window = opened(folder)
    seconds = []
    for _ in range(5):
        window.form.show_values({"num_workers": workers})
        begin_training(window)
        pause(0.5)
        begin = time.perf_counter()
        window.player.small["stop"].click()
        wait(has_ended(window))
        seconds.append(time.perf_counter() - begin)
    print(f"stop, {workers} workers              median {np.median(seconds):.3f} s, longest {max(seconds):.3f} s")
    window.close()


def player(folder: Path) -> None:
    """From a click until training has done what it asked for and the window says so, with the default network."""
    window = opened(folder)
    window.form.show_defaults()
    begin_training(window)
    pause(1)
    seconds: dict[str, list[float]] = {"pause": [], "step": [], "continue": []}
    for _ in range(8):
        for name, button, state in (
            ("pause", window.player.main, "paused"),
            ("step", window.player.small["step"], "paused"),
            ("continue", window.player.main, "running"),
        ):
            step = window.chart._newest
            begin = time.perf_counter()
            button.click()
            wait(lambda state=state, name=name, step=step: _done(window, state, step, moved=name != "pause"))  # type: ignore[misc]
            seconds[name].append(time.perf_counter() - begin)
        pause(0.3)
    begin = time.perf_counter()
    window.player.small["discard"].click()
    wait(has_ended(window))
    seconds["discard"] = [time.perf_counter() - begin]
    begin = time.perf_counter()
    window.player.main.click()
    wait(lambda: window.status._place.text().startswith("Starting"))
    seconds["train (until it says so)"] = [time.perf_counter() - begin]
    for name, own in seconds.items():
        print(f"{name:30} median {np.median(own):.3f} s, longest {max(own):.3f} s")
    window.close()


def _done(window: MainWindow, state: str, step: int, *, moved: bool) -> bool:
    return window.player.state == state and (window.chart._newest > step or not moved)


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
    begin_training(window)
    if stop_first:
        window.player.small["stop"].click()
        wait(has_ended(window))
    window.close()
    window.deleteLater()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--cycles", type=int, default=20)
    arguments = parser.parse_args()
    app = start_program()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("INKLING_HOME", name)
        smoothness(folder)
        player(folder)
        for workers in (0, 2):
            stop(folder, workers)
        for workers in (0, 2):
            cycles(folder, workers, arguments.cycles)
    app.quit()
