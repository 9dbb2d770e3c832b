"""How soon the window can be used: `python -m benchmarks.startup [--rounds 5]`, off screen unless there is a display.

From the start of the process until the window is painted, and until a network that was trained before has read a digit
on the canvas. A first start is not counted: it only warms the disk's cache.
"""

import os
import subprocess
import sys
import tempfile
import time

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.summary import spread
from engine import TrainSettings, train


def start(environment: dict[str, str]) -> list[float]:
    """Seconds until the window was painted, and until it had read a digit."""
    command = [sys.executable, "-m", "benchmarks.window.timed_start", str(time.time())]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return [float(line) for line in done.stdout.splitlines()]


def main() -> None:
    parser = parser_for(__doc__)
    add_rounds(parser, 5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        os.environ["INKLING_HOME"] = home
        for _ in train(TrainSettings(epochs=1)):
            pass
        environment = os.environ | {"INKLING_HOME": home}
        if not environment.get("DISPLAY") and not environment.get("WAYLAND_DISPLAY") and sys.platform == "linux":
            environment["QT_QPA_PLATFORM"] = "offscreen"
        rows = [start(environment) for _ in range(arguments.rounds + 1)][1:]
    painted, answered = zip(*rows, strict=True)
    for name, seconds in (("window painted", painted), ("digit read", answered)):
        figure(name, f"after {spread(seconds, unit='s')}")


if __name__ == "__main__":
    run_command(main)
