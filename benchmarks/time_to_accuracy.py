"""How long the default network takes to read 99 % of the test images: `python -m benchmarks.time_to_accuracy`.

Trains with the default settings for several seeds and looks at the test images after each epoch; those looks are taken
out of the time. They measure and nothing else: settings are chosen by the validation images.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from engine.datasets import mnist
from engine.evaluation import evaluate
from engine.events import BatchDone, EpochDone, Started
from engine.run_control import RunControl
from engine.settings import TrainSettings, checked
from engine.training import train

GOAL = 0.99
Curve = list[tuple[float, float]]
"""Seconds of training, test accuracy."""


def curve(settings: TrainSettings) -> Curve:
    control, points, looking = RunControl(), [], 0.0
    with tempfile.TemporaryDirectory() as runs:
        for event in train(settings, control, runs=Path(runs)):
            match event:
                case Started():
                    per_epoch = event.steps // event.epochs
                case BatchDone() if event.step % per_epoch == per_epoch - 1:
                    # The copy is then made after the next step, the last one of the epoch.
                    control.take_snapshot()
                case EpochDone():
                    begin = time.perf_counter()
                    snapshot = control.take_snapshot()
                    assert snapshot
                    score = evaluate(snapshot.network, mnist().test)
                    assert score
                    points.append((event.seconds - looking, score.accuracy))
                    looking += time.perf_counter() - begin
    return points


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--threads", default="auto")
    arguments = parser.parse_args()
    reached = []
    for seed in range(arguments.seeds):
        points = curve(checked({"seed": seed, "threads": arguments.threads}))
        print(
            f"seed {seed}: " + ", ".join(f"{accuracy:.2%} at {seconds:.1f} s" for seconds, accuracy in points),
            flush=True,
        )
        reached.append(next((seconds for seconds, accuracy in points if accuracy >= GOAL), float("inf")))
    print(
        f"{GOAL:.0%} of the test images after {statistics.median(reached):.1f} s "
        f"({min(reached):.1f} to {max(reached):.1f}), median of {arguments.seeds} seeds"
    )


if __name__ == "__main__":
    main()
