"""What the window costs: `python -m benchmarks.window_tax [--rounds 5]`, off screen unless there is a display.

The default training in the terminal and with the window open and its curve drawing, each in a process of its own, in
turns, with the same number of threads. Prints the median ratio of their seconds, and each side's peak memory.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.driven_window import opened, pause, start_program, wait
from engine.events import Finished
from engine.memory import peak_megabytes
from engine.settings import checked
from engine.training import train
from gui.tour import digits

Side = tuple[float, float]
"""Seconds of training, peak memory in megabytes."""


def terminal(threads: int) -> Side:
    *_, last = train(checked({"threads": threads}))
    assert isinstance(last, Finished)
    return last.seconds, peak_megabytes()


def window(threads: int) -> Side:
    app = start_program()
    shown = opened(Path(os.environ["INKLING_HOME"]))
    shown.canvas.show_strokes(tuple(digits()[7][1]))
    shown.form.show_defaults()
    shown.form.show_values({"threads": threads})
    shown.train_button.click()
    wait(lambda: not shown.session.running)
    pause(0.2)
    assert shown.networks.run
    seconds = shown.networks.run.result.seconds
    shown.close()
    app.quit()
    return seconds, peak_megabytes()


SIDES = {"terminal": terminal, "window": window}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--side", choices=SIDES, help="one side alone, as JSON")
    arguments = parser.parse_args()
    if arguments.side:
        print(json.dumps(SIDES[arguments.side](arguments.threads)))
        return
    rounds: list[list[Side]] = []
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"INKLING_HOME": home}
        for _ in range(arguments.rounds):
            rounds.append([])
            for side in SIDES:
                options = ["--side", side, "--threads", str(arguments.threads)]
                command = [sys.executable, "-m", "benchmarks.window_tax", *options]
                done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
                rounds[-1].append(json.loads(done.stdout.splitlines()[-1]))
    for place, side in enumerate(SIDES):
        seconds, memory = (statistics.median(column) for column in zip(*(row[place] for row in rounds), strict=True))
        print(f"{side:9s} {seconds:6.2f} s, peak memory {memory:.0f} MB")
    ratios = [row[1][0] / row[0][0] for row in rounds]
    spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"with the window {statistics.median(ratios):.2f} times as long {spread}, {arguments.threads} threads")


if __name__ == "__main__":
    main()
