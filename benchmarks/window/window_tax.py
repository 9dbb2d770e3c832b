"""What the window costs: `python -m benchmarks.window_tax [--rounds 5]`, off screen unless there is a display.

The default training in the terminal and with the window open and its curve drawing, each in a process of its own, in
turns, with the same number of threads. Prints the median ratio of their seconds, and each side's peak memory.
"""

import argparse
import json
import os
import statistics
import tempfile
from pathlib import Path

from benchmarks.shared.in_turns import in_turns
from benchmarks.window.driven_window import begin_training, has_ended, opened, pause, start_program, wait
from engine.events import Finished
from engine.settings import checked
from engine.system import peak_megabytes
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
    begin_training(shown)
    wait(has_ended(shown))
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
    with tempfile.TemporaryDirectory() as home:
        options = ["--threads", str(arguments.threads)]
        rows = in_turns("benchmarks.window_tax", SIDES, arguments.rounds, options, {"INKLING_HOME": home})
    for side, own in rows.items():
        seconds, memory = (statistics.median(column) for column in zip(*own, strict=True))
        print(f"{side:9s} {seconds:6.2f} s, peak memory {memory:.0f} MB")
    ratios = [shown[0] / hidden[0] for shown, hidden in zip(rows["window"], rows["terminal"], strict=True)]
    spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"with the window {statistics.median(ratios):.2f} times as long {spread}, {arguments.threads} threads")


if __name__ == "__main__":
    main()
