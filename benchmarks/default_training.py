"""What one click gives: `python -m benchmarks.default_training [--seeds 3] [--threads auto]`.

Trains with the default settings once for each seed, and prints test accuracy and seconds, with medians.
"""

import argparse
import statistics
import tempfile
from pathlib import Path

from engine.events import Finished
from engine.settings import checked
from engine.training import train


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--threads", default="auto")
    arguments = parser.parse_args()
    rows = []
    for seed in range(arguments.seeds):
        with tempfile.TemporaryDirectory() as runs:
            *_, last = train(checked({"seed": seed, "threads": arguments.threads}), runs=Path(runs))
        assert isinstance(last, Finished) and last.test_accuracy is not None, last
        rows.append((last.test_accuracy, last.seconds))
        print(f"seed {seed}: test accuracy {last.test_accuracy:.2%}, {last.seconds:.1f} s of training", flush=True)
    accuracy, seconds = (statistics.median(column) for column in zip(*rows, strict=True))
    print(f"median of {arguments.seeds}: test accuracy {accuracy:.2%}, {seconds:.1f} s of training")


if __name__ == "__main__":
    main()
