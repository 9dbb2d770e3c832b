"""What one click gives: `python -m benchmarks.default_training [--seeds 5] [--set epochs=4 augmentation=none ...]`.

Trains with the default settings, but for those that are set otherwise, once for each seed and looks at the test images
after each epoch; those looks are taken out of the time, and they measure and nothing else: settings are chosen by the
validation images. Prints each curve of test accuracy over seconds, and the medians of the run's own figure, which is
that of its calibrated answers, and of the time until 99 % were read.
"""

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from engine.data import mnist
from engine.events import BatchDone, EpochDone, Finished, Started
from engine.models import evaluate
from engine.settings import TrainSettings, checked
from engine.speed import GOAL
from engine.training import RunControl, train

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
                case Finished():
                    points.append((event.seconds - looking, event.test_accuracy or 0.0))
    return points


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="settings that differ")
    arguments = parser.parse_args()
    curves = []
    for seed in range(arguments.seeds):
        curves.append(curve(checked({**dict(pair.split("=", 1) for pair in arguments.set), "seed": seed})))
        told = ", ".join(f"{accuracy:.2%} at {seconds:.1f} s" for seconds, accuracy in curves[-1])
        print(f"seed {seed}: {told}", flush=True)
    seconds, accuracy = (statistics.median(column) for column in zip(*(points[-1] for points in curves), strict=True))
    print(f"median of {arguments.seeds}: test accuracy {accuracy:.2%} after {seconds:.1f} s of training")
    reached = [next((at for at, accuracy in points if accuracy >= GOAL), float("inf")) for points in curves]
    spread = f"({min(reached):.1f} to {max(reached):.1f})"
    print(f"{GOAL:.0%} of the test images after {statistics.median(reached):.1f} s {spread}")


if __name__ == "__main__":
    main()
