"""A student with a teacher and without: `python -m benchmarks.distilling [--teacher FILE] [--set epochs=20 ...]`.

Trains the default network as the teacher, or takes the one in FILE. Then trains SimpleNN once for each seed and each
`--share` of the teacher (the alpha of distillation), with otherwise equal settings; with share 0 the student learns
from the labels alone. Prints validation and test accuracies without test-time augmentation, and what the teacher
brings: the mean difference of the validation accuracies with its standard error, by which settings and shares are
compared, and beside it that of the test accuracies.
"""

import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.shared.command import add_settings, count, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.summary import mean_gain
from benchmarks.shared.training import train_network
from engine import TrainSettings, open_run
from engine.data import mnist
from engine.models import evaluate
from engine.runs import save_as_new
from engine.settings import NO_TEACHER, checked


class Student(NamedTuple):
    """Shares from 0 to 1."""

    validation: float
    test: float
    seconds: float


def student(settings: TrainSettings, runs: Path) -> Student:
    run = train_network(settings, runs)
    validation, test = (evaluate(run.network(), images) for images in (mnist().validation, mnist().test))
    assert validation and test
    return Student(validation.accuracy, test.accuracy, run.result.seconds)


def teacher_in(runs: Path, file: Path | None, epochs: int) -> str:
    run = open_run(file) if file else train_network(TrainSettings(epochs=epochs), runs)
    path = save_as_new(run, runs)
    print(f"teacher: {run.summary}, test {run.result.test_accuracy or 0:.2%}", flush=True)
    return path.parent.name


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--teacher", type=Path, metavar="FILE", help="a saved network; else one is trained")
    parser.add_argument("--teacher-epochs", type=count, default=TrainSettings().epochs)
    parser.add_argument("--seeds", type=count, default=5)
    parser.add_argument("--share", nargs="+", type=float, default=[0.9], help="of the teacher, beside 0")
    add_settings(parser)
    arguments = parser.parse_args()
    values = {"model": "simple", **named_values(arguments.set)}
    with tempfile.TemporaryDirectory() as folder:
        name = teacher_in(Path(folder), arguments.teacher, arguments.teacher_epochs)
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
        what = ", ".join(["SimpleNN" if values["model"] == "simple" else str(values["model"]), *arguments.set])
        figure(f"{what}: a teacher's share of {share:g} brings", f"validation {validation}; test {test}")


if __name__ == "__main__":
    run_command(main)
