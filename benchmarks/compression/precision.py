"""bfloat16 against float32: `python -m benchmarks.precision [--seeds 5] [--set model=simple epochs=3 ...]`.

Trains with both precisions once for each seed, in alternating rounds, with the default settings but for those that are
set. Prints the accuracies of each seed, their mean differences with standard errors, those on validation images
first, as the precisions are compared by them, and how many times as long a training in bfloat16 takes, which on a CPU
without instructions for it is several times.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple, get_args

from benchmarks.shared.command import add_settings, count, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.summary import mean_gain, ratios, spread
from engine import EpochDone, Finished, Started, TrainSettings, train
from engine.hardware import cpu_name
from engine.settings import PrecisionName, checked

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
    parser = parser_for(__doc__)
    parser.add_argument("--seeds", type=count, default=5)
    add_settings(parser)
    arguments = parser.parse_args()
    values = named_values(arguments.set)
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
    gains = {
        what: mean_gain([100 * (getattr(mixed, what) - getattr(exact, what)) for exact, mixed in pairs])
        for what in ("validation", "test")
    }
    figure("bfloat16 minus float32", f"validation {gains['validation']}; test {gains['test']}")
    seconds = ratios([mixed.seconds for _, mixed in pairs], [exact.seconds for exact, _ in pairs])
    figure("a training in bfloat16", f"{spread(seconds)} times as long")


if __name__ == "__main__":
    run_command(main)
