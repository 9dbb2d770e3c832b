"""bfloat16 against float32: `python -m benchmarks.precision [--seeds 5] [--set model=simple epochs=3 ...]`.

Trains with both precisions once for each seed, in turns, with the default settings but for those that are set
otherwise. Prints both test accuracies of each seed, their mean difference with its standard error, and how many times
as long a training in bfloat16 takes, which on a CPU without instructions for it is several times.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import get_args

from engine.cpu import cpu_name
from engine.events import Finished, Started
from engine.knobs import checked
from engine.settings import PrecisionName, TrainSettings
from engine.training import train

PRECISIONS = [name for name in get_args(PrecisionName) if name != "auto"]


def trained(settings: TrainSettings) -> tuple[float, float]:
    """Test accuracy, 0 to 1, and seconds."""
    with tempfile.TemporaryDirectory() as runs:
        for event in train(settings, runs=Path(runs)):
            if isinstance(event, Started) and settings.precision != "float32":
                print(f"  {event.precision_reason}")
            if isinstance(event, Finished):
                finished = event
    assert finished.test_accuracy is not None, finished.message
    return finished.test_accuracy, finished.seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="settings that differ")
    arguments = parser.parse_args()
    values = dict(pair.split("=", 1) for pair in arguments.set)
    gains, ratios = [], []
    print(cpu_name())
    for seed in range(arguments.seeds):
        exact, mixed = (trained(checked({**values, "seed": seed, "precision": name})) for name in PRECISIONS)
        gains.append(100 * (mixed[0] - exact[0]))
        ratios.append(mixed[1] / exact[1])
        told = ", ".join(
            f"{name} {accuracy:.2%} in {seconds:.1f} s"
            for name, (accuracy, seconds) in zip(PRECISIONS, (exact, mixed), strict=True)
        )
        print(f"seed {seed}: {told}", flush=True)
    error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
    print(f"bfloat16 minus float32: {statistics.mean(gains):+.2f} points (standard error {error:.2f})")
    spread = f"({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"bfloat16 takes {statistics.median(ratios):.2f} times as long {spread}")


if __name__ == "__main__":
    main()
