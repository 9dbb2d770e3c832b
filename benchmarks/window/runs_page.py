"""How the page Runs copes with many runs: `python -m benchmarks.runs_page [--runs 500]`, off screen without a display.

Trains two real runs, a complete one and one that was cut off, copies their folders until there are so many, and opens
the page in the window. Prints how long until the rows are there, until every file has been checked, and how late the
event loop is while the table is scrolled from end to end.
"""

import os
import shutil
import tempfile
import time
from pathlib import Path

from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.window.driven_window import LagMeter, opened, start_program, wait
from engine import BatchDone, RunControl, train
from engine.runs import list_runs
from engine.settings import checked
from gui.app import MainWindow

QUICK = {"model": "simple", "epochs": 2, "augmentation": "none", "outliers": "none"}


def fill(runs: Path, number: int) -> None:
    """Fill `runs` with this number of folders, three quarters of them complete runs, each with all its files."""
    list(train(checked(QUICK)))
    control = RunControl()
    for event in train(checked({**QUICK, "epochs": 20}), control):
        if isinstance(event, BatchDone) and event.step == 1000:
            control.stop()
    complete, stopped = sorted(runs.iterdir())
    for copy in range(number - 2):
        source = stopped if copy % 4 == 0 else complete
        shutil.copytree(
            source, runs / f"2026-01-{1 + copy // 24 % 28:02} {copy % 24:02}.00.{copy % 60:02} simple {copy}"
        )


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--runs", type=int, default=500)
    arguments = parser.parse_args()
    app = start_program()
    with tempfile.TemporaryDirectory() as name:
        os.environ["INKLING_HOME"] = name
        runs = Path(name) / "runs"
        fill(runs, arguments.runs)
        size = sum(path.stat().st_size for path in runs.rglob("*"))
        print(f"{len(list(runs.iterdir()))} runs, {size / 1e6:.0f} MB")
        begin = time.perf_counter()
        rows = list_runs()
        figure(f"{len(rows)} runs listed", f"{time.perf_counter() - begin:.3f} s")
        window = opened(Path(name))
        wait(lambda: not window.controllers.runs._lister.isRunning())
        look(window, arguments.runs)
        window.close()
    app.quit()


def look(window: MainWindow, number: int) -> None:
    """Open the page as a person does, and scroll through it."""
    table = window.runs_panel.table
    begin = time.perf_counter()
    window.commands["runs"].trigger()
    window.grab()
    figure(f"page painted with {len(table.runs.runs)} rows", f"{time.perf_counter() - begin:.3f} s")
    wait(lambda: not window.controllers.runs._lister.isRunning() and len(table.runs.runs) == number)
    figure("all files checked after", f"{time.perf_counter() - begin:.3f} s")
    meter, bar = LagMeter(), table.verticalScrollBar()
    meter.start()
    for place in range(0, bar.maximum() + 1, 5):
        bar.setValue(place)
        shown = time.perf_counter()
        wait(lambda shown=shown: time.perf_counter() >= shown)  # type: ignore[misc]
    figure("event loop late while scrolling", meter.stop())


if __name__ == "__main__":
    run_command(main)
