"""bfloat16 against float32: `python -m benchmarks.precision [--seeds 5] [--set model=simple epochs=3 ...]`.

Trains with both precisions once for each seed, in turns, with the default settings but for those that are set
otherwise. Prints the accuracies of each seed, their mean differences with standard errors, those on validation images
first, as the precisions are compared by them, and how many times as long a training in bfloat16 takes, which on a CPU
without instructions for it is several times.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple, get_args

from engine.events import EpochDone, Finished, Started
from engine.hardware import cpu_name
from engine.settings import PrecisionName, TrainSettings, checked
from engine.training import train

PRECISIONS = [name for name in get_args(PrecisionName) if name != "auto"]


class Trained(NamedTuple):
    """Accuracies from 0 to 1."""

    validation: float
    test: float
    seconds: float


def trained(settings: TrainSettings) -> Trained:
    validation = 0.0
    with tempfile.TemporaryDirectory() as runs:
        for event in train(settings, runs=Path(runs)):
            if isinstance(event, Started) and settings.precision != "float32":
                print(f"  {event.precision_reason}")
            if isinstance(event, EpochDone):
                validation = event.validation_accuracy
            if isinstance(event, Finished):
                finished = event
    assert finished.test_accuracy is not None, finished.message
    return Trained(validation, finished.test_accuracy, finished.seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="settings that differ")
    arguments = parser.parse_args()
    values = dict(pair.split("=", 1) for pair in arguments.set)
    pairs: list[tuple[Trained, Trained]] = []
    print(cpu_name())
    for seed in range(arguments.seeds):
        exact, mixed = (trained(checked({**values, "seed": seed, "precision": name})) for name in PRECISIONS)
        pairs.append((exact, mixed))
        told = ", ".join(
            f"{name} validation {run.validation:.2%}, test {run.test:.2%} in {run.seconds:.1f} s"
            for name, run in zip(PRECISIONS, (exact, mixed), strict=True)
        )
        print(f"seed {seed}: {told}", flush=True)
    for what in ("validation", "test"):
        gains = [100 * (getattr(mixed, what) - getattr(exact, what)) for exact, mixed in pairs]
        error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
        print(f"bfloat16 minus float32, {what}: {statistics.mean(gains):+.2f} points (standard error {error:.2f})")
    ratios = [mixed.seconds / exact.seconds for exact, mixed in pairs]
    spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"bfloat16 takes {statistics.median(ratios):.2f} times as long {spread}")


if __name__ == "__main__":
    main()
