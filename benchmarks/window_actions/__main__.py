"""Random actions in the real window: `python -m benchmarks.window_actions [--actions 100000] [--seed 0] [--seconds S]`.

Uses mouse, keys, menus, pages and dialogs at random, off screen, with a data folder of its own. Checks all along that
every run has one ending, nothing raises, Qt does not warn, and the event loop is never blocked for more than 300 ms
(without the time in which other programs have the cores); and at the end that no thread, process or file is left.
`--processes` sessions share the actions, each with a seed of its own. `--short-runs 100` trains a hundred short runs in
one window instead, and prints how memory grows. `--runs` and `--drawings` begin with a folder that has so many. Prints
a table, and exits with 1 on a fault. The last actions before a crash are in the file that it names.
"""

import argparse
import faulthandler
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, deque
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.shared.command import parser_for
from benchmarks.window.driven_window import opened, pause, start_program, wait
from benchmarks.window_actions.actions import act
from benchmarks.window_actions.full_folder import fill
from benchmarks.window_actions.hand import Hand
from benchmarks.window_actions.watch import LONGEST_MILLISECONDS, Block, Watch, megabytes
from engine.runs import list_runs
from gui.app import MainWindow

KEPT_ACTIONS = 200
"""The number of last actions in the file."""
LONGEST_PAUSE = 0.03
"""Seconds between two actions, for the window's own events."""
MOMENTS = 10
"""How often memory is measured."""
PATIENCE_SECONDS = 600.0
TORCHS = "torchinductor_"
"""PyTorch's own cache, made when an export imports it."""
SHORT: dict[str, int | float | str] = {
    "model": "simple",
    "epochs": 1,
    "augmentation": "none",
    "outliers": "none",
    "batch_size": 1024,
    "threads": 1,
}


def main() -> int:
    parser = parser_for(__doc__)
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after so long, whatever was done")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=1, help="sessions, one after the other or side by side")
    parser.add_argument("--short-runs", type=int, default=0)
    parser.add_argument("--runs", type=int, default=0, help="begin with so many kept runs")
    parser.add_argument("--drawings", type=int, default=0, help="begin with so many drawings in My digits")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.inside:
        return _inside(arguments)
    return _outside(arguments)


# The process that checks what a session leaves behind.


def _outside(arguments: argparse.Namespace) -> int:
    sessions = [_Session(arguments, arguments.seed + number) for number in range(arguments.processes)]
    wrong = [session.told() for session in sessions]
    return int(any(wrong))


class _Session:
    """One process with a window in it, in folders of its own."""

    def __init__(self, arguments: argparse.Namespace, seed: int) -> None:
        self.seed = seed
        self.folder = Path(tempfile.mkdtemp(prefix=f"inkling-actions-{seed}-"))
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        command = [sys.executable, "-X", "faulthandler", "-m", "benchmarks.window_actions", "--inside"]
        command += ["--seed", str(seed), "--short-runs", str(arguments.short_runs)]
        command += ["--actions", str(arguments.actions // arguments.processes), "--seconds", str(arguments.seconds)]
        command += ["--runs", str(arguments.runs), "--drawings", str(arguments.drawings)]
        home = {"HOME": str(self.folder), "INKLING_HOME": str(self.folder / "home"), "TMPDIR": str(self.temporary)}
        self.process = subprocess.Popen(command, env={**os.environ, **home}, cwd=Path(__file__).parents[2])

    def told(self) -> bool:
        """Print what was found; whether anything is wrong."""
        code = self.process.wait()
        report = self.folder / "report.json"
        found: dict[str, Any] = json.loads(report.read_text(encoding="utf-8")) if report.exists() else {}
        blocked = found.pop("blocked", 0)
        faults: Counter[str] = Counter(found.pop("faults", []))
        left = [path.name for path in self.temporary.iterdir() if not path.name.startswith(TORCHS)]
        print(f"\nseed {self.seed}")
        for name, value in found.items():
            print(f"  {name:18} {value if not isinstance(value, list) else ''}".rstrip())
            for line in value if isinstance(value, list) else ():
                print(f"    {line}")
        for fault, count in faults.most_common():
            print(f"  FAULT, {count} times: {fault}")
        if left:
            print(f"  FAULT: left in the temporary folder: {', '.join(left)}")
        if code or not found:
            print(f"  FAULT: exit status {code}; the last actions are in {self.folder / 'actions.txt'}")
        return bool(faults or left or code or not found or blocked)


# The process with the window.


def _inside(arguments: argparse.Namespace) -> int:
    folder = Path(os.environ["HOME"])
    fill(arguments.runs, arguments.drawings)
    app = start_program()
    _open_nothing()
    window = opened(Path(os.environ["INKLING_HOME"]))
    found = _short_runs(window, arguments) if arguments.short_runs else _actions(window, arguments, folder)
    (folder / "report.json").write_text(json.dumps(found), encoding="utf-8")
    app.quit()
    return 0


def _actions(window: MainWindow, arguments: argparse.Namespace, folder: Path) -> dict[str, Any]:
    rng = random.Random(arguments.seed)
    files = folder / "files"
    files.mkdir()
    hand, last = Hand(window, rng, files), deque[str](maxlen=KEPT_ACTIONS)
    watch = Watch(window, lambda: hand.did)
    begin, memory, done = time.perf_counter(), [megabytes()], 0
    with (folder / "actions.txt").open("w", encoding="utf-8") as notes:
        faulthandler.enable(notes)
        hand.note = partial(_note, notes, last)
        while done < arguments.actions and time.perf_counter() - begin < arguments.seconds:
            with watch.telling_of_mistakes():
                act(hand)
            pause_shortly(rng)
            watch.check()
            done += 1
            if done % max(1, arguments.actions // MOMENTS) == 0:
                memory.append(megabytes())
        faulthandler.enable()
    hand.rest()
    seconds = time.perf_counter() - begin
    _close(window, watch)
    memory.append(megabytes())
    own = [block for block in watch.blocks if block.own > LONGEST_MILLISECONDS]
    return {
        "actions": f"{done:,} in {seconds:.0f} s ({60 * done / seconds:,.0f} a minute)",
        "runs": f"{watch.runs}, ended: {dict(watch.endings)}",
        "failed": [f"{count}x {message}" for message, count in watch.failures.most_common()],
        "memory, MB": ", ".join(f"{one:.0f}" for one in memory),
        "load": ", ".join(f"{one:.1f}" for one in os.getloadavg()) if hasattr(os, "getloadavg") else "",
        f"blocks > {LONGEST_MILLISECONDS} ms": f"{len(watch.blocks)}, {len(own)} of them by the window itself",
        "longest": [_told(block) for block in sorted(watch.blocks, key=lambda block: -block.own)[:12]],
        "blocked": len(own),
        "faults": watch.faults,
    }


def _told(block: Block) -> str:
    waits = f"{block.computed:.0f} on a core, {block.queued:.0f} waiting for one"
    return f"{block.milliseconds:.0f} ms, {waits}: {block.did} ({block.where})"


def pause_shortly(rng: random.Random) -> None:
    """Let the window handle its own events."""
    pause(rng.random() * LONGEST_PAUSE)


def _note(notes: Any, last: "deque[str]", line: str) -> None:
    """Write an action down at once, so that the file is complete even if the process is killed next."""
    last.append(line)
    if notes.tell() > 1_000_000:
        notes.seek(0)
        notes.truncate()
        notes.write("\n".join(last) + "\n")
    notes.write(line + "\n")
    notes.flush()


def _close(window: MainWindow, watch: Watch) -> None:
    """Close the window as a person does, and check what is left."""
    window.close()
    end = time.perf_counter() + PATIENCE_SECONDS
    wait(lambda: not window.isVisible() or time.perf_counter() > end)
    pause(0.5)
    watch.check()
    for one in watch.left_behind():
        watch.fault(f"Left behind: {one}")
    for row in list_runs():
        if row.state in ("training", "interrupted"):
            watch.fault(f"Run {row.folder.name} has no ending: {row.state}")
    watch.end()


def _open_nothing() -> None:
    """Open no file manager and no browser."""
    from PySide6.QtCore import QObject, QUrl, Slot
    from PySide6.QtGui import QDesktopServices
    from PySide6.QtWidgets import QApplication

    class Nobody(QObject):
        @Slot(QUrl)
        def open(self, _url: QUrl) -> None:
            pass

    nobody = Nobody(QApplication.instance())
    for scheme in ("file", "http", "https"):
        QDesktopServices.setUrlHandler(scheme, nobody, "open")  # type: ignore[arg-type]


def _short_runs(window: MainWindow, arguments: argparse.Namespace) -> dict[str, Any]:
    watch = Watch(window, lambda: "a short run")
    memory: list[str] = []
    for number in range(1, arguments.short_runs + 1):
        window.form.show_values(SHORT)
        window.player.main.click()
        wait(lambda: not window.session.running)
        watch.check()
        if number in (1, 2, 5) or number % 10 == 0:
            pause(1)
            memory.append(f"after {number:4} runs: {megabytes():.0f} MB")
    _close(window, watch)
    return {"runs": f"{watch.runs}, ended: {dict(watch.endings)}", "memory": memory, "faults": watch.faults}


if __name__ == "__main__":
    sys.exit(main())
