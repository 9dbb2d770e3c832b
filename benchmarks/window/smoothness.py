"""How smooth the window stays: `python -m benchmarks.window [--cycles 20]`, off screen unless there is a display.

Prints how late a 10 ms timer of the window's event loop comes, idle and while the default network trains; how long
after a move of the pen the new answer is painted; how long the player and Stop take to answer; and which threads,
processes and files are left after 20 rounds of open, train, stop and close.
"""

import os
import tempfile
import time
from pathlib import Path

import psutil
from PySide6.QtCore import QCoreApplication, QEvent

from benchmarks.shared.command import parser_for
from benchmarks.shared.figures import figure
from benchmarks.shared.summary import spread
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
from gui.canvas import digits

IDLE_SECONDS = 5
EPOCHS = 2
"""Of the otherwise default training: everything that happens in a training happens in two."""


def smoothness(folder: Path, epochs: int) -> None:
    window, lag = opened(folder), LagMeter()
    window.canvas.show_strokes(tuple(digits()[7][1]))
    lag.start()
    pause(IDLE_SECONDS)
    figure("event loop late by, idle", lag.stop())
    window.form.show_defaults()
    figure("event loop late by, training", while_training(window, lag, epochs))
    figure("pen to answer, training", while_training(window, PenMeter(window), epochs))
    pen = PenMeter(window)
    pen.start()
    pause(IDLE_SECONDS)
    figure("pen to answer, trained", pen.stop())
    window.close()


def while_training(window: MainWindow, meter: Meter, epochs: int) -> str:
    """What a meter finds from the second second of a training to its end, the measuring on test images included."""
    window.form.show_values({"epochs": epochs})
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
    figure(f"stop, {workers} workers", spread(seconds, 3, "s"))
    window.close()


def player(folder: Path) -> None:
    """Seconds from a click until training has obeyed and the window says so, with the default network."""
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
            step = window.chart.newest_step
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
        figure(name, spread(own, 3, "s"))
    window.close()


def _done(window: MainWindow, state: str, step: int, *, moved: bool) -> bool:
    return window.player.state == state and (window.chart.newest_step > step or not moved)


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
            figure(f"after the first round, {workers} workers", held())
    figure(f"after {rounds} more rounds, {workers} workers", held())


def one_cycle(folder: Path, workers: int, *, stop_first: bool) -> None:
    window = opened(folder)
    window.form.show_values({"num_workers": workers, "model": "simple"})
    begin_training(window)
    if stop_first:
        window.player.small["stop"].click()
        wait(has_ended(window))
    window.close()
    # Closing is put off until the run has ended; a window that is deleted before aborts the process.
    wait(lambda: not window.isVisible())
    window.deleteLater()


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--cycles", type=int, default=20)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    arguments = parser.parse_args()
    app = start_program()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ.setdefault("INKLING_HOME", name)
        smoothness(folder, arguments.epochs)
        player(folder)
        for workers in (0, 2):
            stop(folder, workers)
        for workers in (0, 2):
            cycles(folder, workers, arguments.cycles)
    app.quit()
