"""What makes a network smaller, and what it costs: `python -m benchmarks.compress [--models simple cnn] [--run NAME]`.

Trains each network with the default settings, or takes the kept run NAME, and makes it smaller in every way. Prints the
table, and then what the ways come to beside the original: size, arithmetic, time, and validation images with what so
many of them leave open; the test accuracy stands beside it. At last the student with and without its teacher.
SimpleNN's teacher is the small CNN, if both are measured; else one is trained.

`--set epochs=3 ...` are settings of the training, `--job rounds=1 ...` those of what comes after it.
"""

import argparse
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from torch import Tensor

from benchmarks.shared.trained import trained
from engine.cli import HEAD, TOLD, lines
from engine.compression import COMPRESS_FIELDS, CompressSettings, Given, Smaller, compress, paired, read_beside
from engine.data import splits
from engine.errors import InklingError
from engine.ink import MyDigit, read_strokes
from engine.models import logits_for, logits_of, right
from engine.runs import MODEL_FILE, SavedRun, find_run, open_run
from engine.settings import FIELDS, checked, checked_as


def table(
    run: SavedRun, settings: CompressSettings, teacher: Given, strokes: list[MyDigit] | None
) -> dict[str, Smaller]:
    rows: dict[str, Smaller] = {}
    print(f"\n{run.kind}. {TOLD}", "", HEAD, sep="\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for found in compress(run, settings, Path(folder), teacher, strokes):
            if isinstance(found, Smaller):
                rows[found.name] = found
                print(*lines(found), sep="\n", flush=True)
        if "student alone" in rows:
            alone, taught = (right_of(Path(rows[name].file)) for name in ("student alone", "distilled"))
            print(f"\nWith its teacher, beside the student alone: {read_beside(paired(alone, taught))}")
    return rows


def right_of(file: Path) -> Tensor:
    """Which validation images the network in a file reads rightly, bool (N,)."""
    run = open_run(file)
    images = splits(run.settings.data).validation
    logits = logits_of(run.answering(), images, read=logits_for(images.data))
    assert logits is not None
    return right(logits, images.labels)


def print_what_it_comes_to(rows: Mapping[str, Smaller]) -> None:
    print()
    original = rows["original"]
    for name, row in rows.items():
        if pairs := row.validation_pairs:
            print(
                f"{name:18s} size {row.file_bytes / original.file_bytes:.3f}, "
                f"multiply-adds {row.multiply_adds / original.multiply_adds:.3f}, "
                f"time of one image {row.microseconds / original.microseconds:.2f}, "
                f"of 64 {row.microseconds_of_64 / original.microseconds_of_64:.2f} of the original's, "
                f"validation {pairs.points} points ({pairs.words}), "
                f"test {100 * (row.test_accuracy - original.test_accuracy):+.2f}"
            )
    print(flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--run", help="a kept run, instead of training")
    parser.add_argument("--models", nargs="+", choices=FIELDS["model"].labels, default=["cnn", "simple"])
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="of the training")
    parser.add_argument("--job", nargs="+", default=[], metavar="NAME=VALUE", help="of making it smaller")
    parser.add_argument("--strokes", type=Path, metavar="FILE", help="drawings to measure with")
    arguments = parser.parse_args()
    given = dict(pair.split("=", 1) for pair in arguments.set)
    teacher: Given = None
    try:
        job = checked_as(CompressSettings, COMPRESS_FIELDS, dict(pair.split("=", 1) for pair in arguments.job))
        strokes = read_strokes(arguments.strokes) if arguments.strokes else None
        for model in [None] if arguments.run else arguments.models:
            if model is None:
                run = open_run(find_run(arguments.run).folder / MODEL_FILE)
            else:
                run = trained(checked({**given, "model": model}))
            simple = run.settings.model == "simple"
            print_what_it_comes_to(table(run, job, teacher if simple else None, strokes))
            teacher = teacher if simple else run
    except InklingError as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
