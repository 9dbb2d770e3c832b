"""What the window costs: `python -m benchmarks.window_tax [--rounds 5]`, off screen unless there is a display.

The default training in the terminal and with the window open and its curve drawing, each in a process of its own, in
alternating rounds, with the same number of threads. Prints the median ratio of their seconds, and each side's peak
memory.
"""

import json
import os
import tempfile
from pathlib import Path

from benchmarks.shared.command import add_rounds, add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating_processes
from benchmarks.shared.summary import medians, ratios, spread
from benchmarks.window.driven_window import begin_training, has_ended, opened, pause, start_program, wait
from engine import Finished, train
from engine.settings import checked
from engine.system import peak_megabytes
from gui.canvas import digits

Side = tuple[float, float]
"""Seconds of training, peak memory in megabytes."""


def terminal(values: dict[str, str]) -> Side:
    *_, last = train(checked(values))
    assert isinstance(last, Finished)
    return last.seconds, peak_megabytes()


def window(values: dict[str, str]) -> Side:
    app = start_program()
    shown = opened(Path(os.environ["INKLING_HOME"]))
    shown.canvas.show_strokes(tuple(digits()[7][1]))
    shown.form.show_values(checked(values).model_dump())
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
    parser = parser_for(__doc__)
    add_rounds(parser, 5)
    parser.add_argument("--threads", default="1")
    add_settings(parser)
    parser.add_argument("--side", choices=SIDES, help="one side alone, as JSON")
    arguments = parser.parse_args()
    if arguments.side:
        print(json.dumps(SIDES[arguments.side]({"threads": arguments.threads, **named_values(arguments.set)})))
        return
    with tempfile.TemporaryDirectory() as home:
        options = ["--threads", arguments.threads, *(["--set", *arguments.set] if arguments.set else [])]
        rows = alternating_processes("benchmarks.window_tax", SIDES, arguments.rounds, options, {"INKLING_HOME": home})
    for side, own in rows.items():
        seconds, memory = medians(own)
        figure(side, f"{seconds:.2f} s, peak memory {memory:.0f} MB")
    shown, hidden = ([row[0] for row in rows[side]] for side in ("window", "terminal"))
    figure(f"with the window, threads {arguments.threads}", f"{spread(ratios(shown, hidden))} times as long")


if __name__ == "__main__":
    run_command(main)
