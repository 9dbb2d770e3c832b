"""A student with a teacher and without: `python -m benchmarks.distilling [--teacher FILE] [--set epochs=20 ...]`.

Trains the default network as the teacher, or takes the one in FILE. Then SimpleNN, once for each seed and each
`--share` of the teacher, with settings that are otherwise the same; share 0 is the student that learns from the labels
alone. Prints validation and test accuracies by one look at each image, and what the teacher brings: the mean
difference of the validation accuracies with its standard error, by which settings and shares are compared, and beside
it that of the test accuracies.
"""

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.shared.trained import trained
from engine.data import mnist
from engine.models import evaluate
from engine.runs import open_run, save_as_new
from engine.settings import NO_TEACHER, TrainSettings, checked


class Student(NamedTuple):
    """Shares from 0 to 1."""

    validation: float
    test: float
    seconds: float


def student(settings: TrainSettings, runs: Path) -> Student:
    run = trained(settings, runs)
    validation, test = (evaluate(run.network(), images) for images in (mnist().validation, mnist().test))
    assert validation and test
    return Student(validation.accuracy, test.accuracy, run.result.seconds)


def teacher_in(runs: Path, file: Path | None) -> str:
    run = open_run(file) if file else trained(TrainSettings(), runs)
    path = save_as_new(run, runs)
    print(f"teacher: {run.summary}, test {run.result.test_accuracy or 0:.2%}", flush=True)
    return path.parent.name


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--teacher", type=Path, metavar="FILE", help="a saved network; else one is trained")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--share", nargs="+", type=float, default=[0.9], help="of the teacher, beside 0")
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="settings that differ")
    arguments = parser.parse_args()
    values = {"model": "simple", **dict(pair.split("=", 1) for pair in arguments.set)}
    with tempfile.TemporaryDirectory() as folder:
        name = teacher_in(Path(folder), arguments.teacher)
        found: dict[float, list[Student]] = {share: [] for share in (0.0, *arguments.share)}
        for seed in range(arguments.seeds):
            for share, rows in found.items():
                own = {"seed": seed, "teacher": name if share else NO_TEACHER, "teacher_alpha": share}
                rows.append(student(checked({**values, **own}), Path(folder)))
                shown = f"validation {rows[-1].validation:.2%}, test {rows[-1].test:.2%}, {rows[-1].seconds:.1f} s"
                print(f"seed {seed}, teacher's share {share:g}: {shown}", flush=True)
    for share in arguments.share:
        pairs = list(zip(found[share], found[0.0], strict=True))
        validation = mean_gain([100 * (taught.validation - alone.validation) for taught, alone in pairs])
        test = mean_gain([100 * (taught.test - alone.test) for taught, alone in pairs])
        print(f"a share of {share:g} brings {validation} on validation images, {test} on test images")


def mean_gain(gains: list[float]) -> str:
    """Of percentage points, in words."""
    error = statistics.stdev(gains) / len(gains) ** 0.5 if len(gains) > 1 else float("nan")
    return f"{statistics.mean(gains):+.2f} points (standard error {error:.2f})"


if __name__ == "__main__":
    main()
