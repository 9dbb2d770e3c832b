"""What page Inside costs: `python -m benchmarks.inside_page`, off screen unless there is a display.

For each view: how long after a move of the pen it is painted again, trained and while the default network trains, and
how late a 10 ms timer of the event loop comes then. And the same epoch with page Learn in sight and with page Inside,
each in a process of its own, in alternating rounds.
"""

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from PySide6.QtWidgets import QWidget

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating_processes
from benchmarks.shared.summary import ratios, spread
from benchmarks.window.driven_window import (
    LagMeter,
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
EPOCH = {"epochs": 1}


class Watched(NamedTuple):
    """A part of a view that is painted again for every drawing."""

    view: QWidget
    part: QWidget
    shows_all: Callable[[], bool] = lambda: True
    """Whether what it paints belongs to the newest drawing."""
    every: int = 50
    """Milliseconds between two moves of the pen."""


def views(window: MainWindow) -> dict[str, Watched]:
    inside = window.inside
    picture = inside.reasons.picture
    return {
        "Layers": Watched(inside.layers, inside.layers.networks[0]),
        "Why, ink": Watched(inside.reasons, picture),
        # A pen that moves faster never waits for the heat of each place.
        "Why, heat": Watched(inside.reasons, picture, lambda: picture.current, 200),
        "Map": Watched(inside.map, inside.map.plot),
    }


def seconds(page: str) -> float:
    """Of an epoch of the default network while a page is in sight."""
    window = opened(Path(os.environ["INKLING_HOME"]))
    window.canvas.show_strokes(tuple(digits()[7][1]))
    window.form.show_values(EPOCH)
    begin_training(window)
    window.commands[page].trigger()
    wait(has_ended(window))
    pause(0.2)
    assert window.networks.run
    window.close()
    return window.networks.run.result.seconds


def smoothness(folder: Path) -> None:
    window = opened(folder)
    for training in (True, False):
        for name, watched in views(window).items():
            told = f"{name}, {'training' if training else 'trained'}"
            if training:
                window.form.show_values(EPOCH)
                begin_training(window)
            window.pages.show_page(window.inside)
            window.inside.show_view(watched.view)
            pen, lag = PenMeter(window, *watched[1:]), LagMeter()
            pen.start()
            lag.start()
            wait(has_ended(window)) if training else pause(IDLE_SECONDS)
            figure(f"pen to repainted view {told}", pen.stop())
            figure(f"event loop late by, view {told}", lag.stop())
    window.close()


SIDES = {"learn": "curve", "inside": "inside"}
"""The commands that bring each page in sight."""


def main() -> None:
    parser = parser_for(__doc__)
    add_rounds(parser, 3)
    parser.add_argument("--side", choices=SIDES, help="one side alone, as JSON")
    arguments = parser.parse_args()
    app = start_program()
    if arguments.side:
        print(json.dumps([seconds(SIDES[arguments.side])]))
        app.quit()
        return
    with tempfile.TemporaryDirectory() as home:
        os.environ["INKLING_HOME"] = home
        smoothness(Path(home))
        rows = alternating_processes("benchmarks.inside_page", SIDES, arguments.rounds, [], {"INKLING_HOME": home})
    inside, learn = ([row[0] for row in rows[side]] for side in ("inside", "learn"))
    figure("an epoch with page Inside in sight", f"{spread(ratios(inside, learn))} times as long as with page Learn")


if __name__ == "__main__":
    run_command(main)
