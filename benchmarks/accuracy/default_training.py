"""What one click gives: `python -m benchmarks.default_training [--seeds 5] [--set epochs=4 augmentation=none ...]`.

Trains once for each seed, with the default settings but for those that are set, and evaluates the test images after
each epoch. The time of these evaluations is subtracted; they only measure: settings are chosen by the validation
images. Prints each curve of test accuracy over seconds, and the medians of the run's own accuracies, of its
calibration error, and of the time until it classified 99 % of the test images correctly.
"""

import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from benchmarks.shared.command import add_settings, count, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.summary import medians, spread
from engine import BatchDone, EpochDone, Finished, RunControl, Started, TrainSettings, train
from engine.data import mnist
from engine.models import evaluate
from engine.settings import checked
from engine.speed import GOAL


class Curve(NamedTuple):
    """One training: test accuracy over seconds, and what the run itself says at its end, as shares from 0 to 1."""

    points: list[tuple[float, float]]
    validation: float
    calibration_error: float


def curve(settings: TrainSettings) -> Curve:
    control, points, looking = RunControl(), [], 0.0
    validation = calibration_error = 0.0
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
                    validation = event.validation_accuracy
                    points.append((event.seconds - looking, score.accuracy))
                    looking += time.perf_counter() - begin
                case Finished():
                    points.append((event.seconds - looking, event.test_accuracy or 0.0))
                    calibration_error = event.calibration_error or 0.0
    return Curve(points, validation, calibration_error)


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--seeds", type=count, default=5)
    add_settings(parser)
    arguments = parser.parse_args()
    curves = []
    for seed in range(arguments.seeds):
        curves.append(curve(checked({**named_values(arguments.set), "seed": seed})))
        told = ", ".join(f"{accuracy:.2%} at {seconds:.1f} s" for seconds, accuracy in curves[-1].points)
        print(f"seed {seed}: {told}", flush=True)
    seconds, accuracy = zip(*(one.points[-1] for one in curves), strict=True)
    validation, calibration_error = medians([one[1:] for one in curves])
    figure("test accuracy", f"{statistics.median(accuracy):.2%} ({min(accuracy):.2%} to {max(accuracy):.2%})")
    figure("validation accuracy", f"{validation:.2%}")
    figure("expected calibration error on the test images", f"{calibration_error:.2%}")
    figure("training", spread(seconds, 1, "s"))
    reached = [next((at for at, accuracy in one.points if accuracy >= GOAL), float("inf")) for one in curves]
    needed = "not in every run" if float("inf") in reached else spread(reached, 1, "s")
    figure(f"until {GOAL:.0%} of the test images were classified correctly", needed)


if __name__ == "__main__":
    run_command(main)
