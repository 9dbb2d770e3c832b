"""What compressing a network costs and brings: `python -m benchmarks.compress [--models simple cnn] [--run NAME]`.

Trains each network with the default settings, or takes the kept run NAME, and compresses it in every way. Prints the
table, then each variant beside the original: size, arithmetic, time, the difference in validation accuracy with its
interval, and beside it the difference in test accuracy. At the end the student with and without its teacher. SimpleNN's
teacher is the small CNN if both are measured; else one is trained.

`--set epochs=3 ...` are settings of the training, `--job rounds=1 ...` those of the compression.
"""

import tempfile
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from benchmarks.shared.command import add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.training import train_network
from engine import open_run
from engine.cli import HEAD, HOW_MEASURED, lines
from engine.compression import COMPRESS_FIELDS, Compressed, CompressSettings, Given, compress, paired, read_beside
from engine.data import splits
from engine.ink import MyDigit, read_strokes
from engine.models import logits_for, logits_of, right
from engine.runs import MODEL_FILE, SavedRun, find_run
from engine.settings import FIELDS, checked, checked_as


def table(
    run: SavedRun, settings: CompressSettings, teacher: Given, strokes: list[MyDigit] | None
) -> dict[str, Compressed]:
    rows: dict[str, Compressed] = {}
    print(f"\n{run.kind}. {HOW_MEASURED}", "", HEAD, sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for found in compress(run, settings, Path(folder), teacher, strokes):
            if isinstance(found, Compressed):
                rows[found.name] = found
                print(*lines(found), sep="\n", flush=True)
        if "student alone" in rows:
            alone, taught = (correct_images(Path(rows[name].file)) for name in ("student alone", "distilled"))
            figure("the student with its teacher, beside the student alone", read_beside(paired(alone, taught)))
    return rows


def correct_images(file: Path) -> Tensor:
    """Which validation images the network in a file classifies correctly, bool (N,)."""
    run = open_run(file)
    images = splits(run.settings.data).validation
    logits = logits_of(run.answering(), images, read=logits_for(images.data))
    assert logits is not None
    return right(logits, images.labels)


def print_beside_original(kind: str, rows: Mapping[str, Compressed]) -> None:
    print()
    original = rows["original"]
    for name, row in rows.items():
        if pairs := row.validation_pairs:
            costs = (
                f"file {row.file_bytes / original.file_bytes:.3f}",
                f"multiply-adds {row.multiply_adds / original.multiply_adds:.3f}",
                f"time for one image {row.microseconds / original.microseconds:.2f}",
                f"for each of 64 {row.microseconds_of_64 / original.microseconds_of_64:.2f} times the original's",
            )
            test = f"test {100 * (row.test_accuracy - original.test_accuracy):+.2f} points"
            figure(f"{kind}, {name}", f"{', '.join(costs)}; validation {pairs.points} points ({pairs.words}); {test}")


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--run", help="a kept run, instead of training")
    parser.add_argument("--models", nargs="+", choices=FIELDS["model"].labels, default=["cnn", "simple"])
    add_settings(parser)
    add_settings(parser, option="--job")
    parser.add_argument("--strokes", type=Path, metavar="FILE", help="drawings to measure with")
    arguments = parser.parse_args()
    given = named_values(arguments.set)
    job = checked_as(CompressSettings, COMPRESS_FIELDS, named_values(arguments.job))
    strokes = read_strokes(arguments.strokes) if arguments.strokes else None
    teacher: Given = None
    for model in [None] if arguments.run else arguments.models:
        if model is None:
            run = open_run(find_run(arguments.run).folder / MODEL_FILE)
        else:
            run = train_network(checked({**given, "model": model}))
        simple = run.settings.model == "simple"
        print_beside_original(run.kind, table(run, job, teacher if simple else None, strokes))
        teacher = teacher if simple else run


if __name__ == "__main__":
    run_command(main)
