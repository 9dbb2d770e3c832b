"""How well a network reads digits that people wrote with a pen: `python -m benchmarks.pens STROKES.npz [MODEL]`.

STROKES.npz holds `points` (P, 2) float32, x right and y down in any unit; `stroke_end` and `digit_end`, the exclusive
ends of strokes in `points` and of digits in `stroke_end`; `labels` uint8; `source` str. The strokes take the path
that the canvas's strokes take. They measure and nothing else: no network is trained on them or chosen by them.
"""

import argparse
from collections import defaultdict
from collections.abc import Hashable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.classifier import Classifier
from engine.errors import InklingError
from engine.ink import Stroke
from engine.runs import latest_run, open_run

Digit = tuple[int, str, list[Stroke]]
"""Label, source, strokes."""


def digits(path: Path) -> list[Digit]:
    with np.load(path) as file:
        strokes = np.split(file["points"], file["stroke_end"][:-1])
        starts = np.concatenate([[0], file["digit_end"][:-1]])
        ends: NDArray[np.int64] = file["digit_end"]
        return [
            (int(label), str(source), list(strokes[start:end]))
            for label, source, start, end in zip(file["labels"], file["source"], starts, ends, strict=True)
        ]


def shares(rows: Iterable[tuple[Hashable, bool]]) -> dict[str, tuple[int, float]]:
    """For each group: how many digits it has, and the share read rightly."""
    groups: dict[Hashable, list[bool]] = defaultdict(list)
    for group, right in rows:
        groups[group].append(right)
    return {str(g): (len(groups[g]), sum(groups[g]) / len(groups[g])) for g in sorted(groups, key=str)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pens", description=(__doc__ or "").split(":")[0])
    parser.add_argument("strokes", type=Path)
    parser.add_argument("model", type=Path, nargs="?", help="a saved network; the latest one when left out")
    arguments = parser.parse_args()
    run = open_run(arguments.model) if arguments.model else latest_run()[0]
    if run is None:
        raise InklingError("There is no trained network yet: run `python -m engine train` first.")
    classifier = Classifier(run.network())
    outcomes = []
    for label, source, strokes in digits(arguments.strokes):
        reading = classifier.read(strokes)
        outcomes.append((label, source, reading is not None and reading.digit == label))
    tested = run.result.test_accuracy
    print(f"{run.settings.model}, MNIST test accuracy {'unknown' if tested is None else f'{tested:.2%}'}")
    print(f"all      {len(outcomes):5d}  {np.mean([right for *_, right in outcomes]):.2%}")
    for title, place in (("digit", 0), ("source", 1)):
        for group, (count, share) in shares((row[place], row[2]) for row in outcomes).items():
            print(f"{title} {group:9s} {count:5d}  {share:.2%}")


if __name__ == "__main__":
    main()
