"""How well a network reads digits that people wrote with a pen: `python -m benchmarks.pens STROKES.npz [--model RUN]`.

STROKES.npz holds `points` (P, 2) float32, x right and y down in any unit; `stroke_end` and `digit_end`, the exclusive
ends of strokes in `points` and of digits in `stroke_end`; `labels` uint8; `source` str. They are rendered as the
canvas renders strokes. They only measure: no network is trained on them or chosen by them.

Prints accuracy by digit and source, the confusion matrix, the calibration, and the share of outliers that are refused;
`--picture FILE` saves a picture of the worst forty.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from PIL import Image as Pillow
from PIL import ImageDraw

from benchmarks.accuracy.outliers import filled_shapes, letters, scribbles, side_by_side
from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from engine import Classifier, InklingError, latest_run, open_run
from engine.ink import Image, Stroke, pen_digits
from engine.models import Reading, calibration_error
from engine.runs import SavedRun

KEPT = 0.97
"""The share of pen digits that the threshold lets through at which refusals are counted."""
WORST, COLUMNS = 40, 10
ZOOM = 3

Digit = tuple[int, str, list[Stroke]]
"""Label, source, strokes."""


def digits(path: Path) -> list[Digit]:
    """All digits in the file; raises InklingError when it holds none."""
    try:
        return list(pen_digits(path))
    except (OSError, KeyError, ValueError) as error:
        raise InklingError(f"{path} holds no pen strokes: {error}.") from error


def chosen_run(path: Path | None) -> SavedRun:
    """The network in this file, or else the latest one; raises InklingError when there is none."""
    run = open_run(path) if path else latest_run()[0]
    if run is None:
        raise InklingError("There is no trained network yet: run `python -m engine train` first.")
    return run


def read_all(classifier: Classifier, every: Iterable[Digit]) -> list[Reading]:
    readings = [classifier.read(strokes) for _, _, strokes in every]
    return [reading for reading in readings if reading is not None]


def shares(rows: Iterable[tuple[Hashable, bool]]) -> dict[str, tuple[int, float]]:
    """For each group: how many digits it has, and the share classified correctly."""
    groups: dict[Hashable, list[bool]] = defaultdict(list)
    for group, right in rows:
        groups[group].append(right)
    return {str(g): (len(groups[g]), sum(groups[g]) / len(groups[g])) for g in sorted(groups, key=str)}


def print_accuracy(every: Sequence[Digit], readings: Sequence[Reading]) -> None:
    rows = [
        (label, source, reading.digit == label) for (label, source, _), reading in zip(every, readings, strict=True)
    ]
    figure(f"{len(rows):,} digits, classified correctly", f"{np.mean([right for *_, right in rows]):.2%}")
    for title, place in (("digit", 0), ("source", 1)):
        for group, (count, share) in shares((row[place], row[2]) for row in rows).items():
            print(f"{title} {group:9s} {count:5d}  {share:.2%}")
    confusion = np.zeros((10, 10), int)
    for (label, _, _), reading in zip(every, readings, strict=True):
        confusion[label, reading.digit] += 1
    print("confusion matrix: a row for each digit, a column for each answer")
    for label, counts in enumerate(confusion):
        print(f"  {label} ", *(f"{count or '.':>5}" for count in counts))


def print_doubt(
    classifier: Classifier, every: Sequence[Digit], readings: Sequence[Reading], fashion: Path | None
) -> None:
    probabilities = torch.tensor([reading.probabilities for reading in readings])
    labels = torch.tensor([label for label, _, _ in every])
    figure("expected calibration error on these digits", f"{calibration_error(probabilities, labels):.2%}")
    sure = torch.tensor([reading.sure for reading in readings])
    right = probabilities.argmax(1) == labels
    threshold = classifier.calibration.confidence_threshold
    answered = f"{sure.float().mean():.2%}, of these correctly {right[sure].float().mean():.2%}"
    figure(f'answered rather than "not sure", from a confidence of {threshold:.3f}', answered)
    strict = probabilities.max(1).values.quantile(1 - KEPT).item()
    for name, images in outliers(every, fashion).items():
        confidence = np.array([classifier.read_image(image).confidence for image in images])
        refused = f"{(confidence < threshold).mean():.1%}"
        figure(
            f'"not sure" at {len(images)} {name}',
            f"{refused}; {(confidence < strict).mean():.1%} from {strict:.3f}, which keeps {KEPT:.0%} of the digits",
        )


def outliers(every: Sequence[Digit], fashion: Path | None) -> dict[str, list[Image]]:
    rng = np.random.default_rng(0)
    shapes = "filled shapes" if fashion is None else "pieces of clothing"
    return {
        "letters": [image for _, image in letters(rng)],
        "scribbles": scribbles(rng),
        "two digits side by side": side_by_side([strokes for _, _, strokes in every], rng),
        shapes: filled_shapes(rng, fashion),
    }


def worst(every: Sequence[Digit], readings: Sequence[Reading]) -> Pillow.Image:
    """The digits to which the network gives the least probability, each with its label, the answer and its source."""
    order = sorted(range(len(every)), key=lambda place: readings[place].probabilities[every[place][0]])[:WORST]
    side = 28 * ZOOM
    page = Pillow.new("L", (COLUMNS * (side + 6), -(-WORST // COLUMNS) * (side + 20)))
    pen = ImageDraw.Draw(page)
    for number, place in enumerate(order):
        (label, source, _), reading = every[place], readings[place]
        left, top = number % COLUMNS * (side + 6), number // COLUMNS * (side + 20)
        page.paste(Pillow.fromarray(reading.image).resize((side, side), Pillow.Resampling.NEAREST), (left, top))
        pen.text((left + 2, top + side + 3), f"{label} read {reading.digit} {source}", fill=255)
    return page


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("strokes", type=Path)
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    parser.add_argument("--picture", type=Path, help="where to save a picture of the worst forty")
    parser.add_argument("--fashion", type=Path, help="gzipped IDX images of clothing to be refused, as Fashion-MNIST's")
    arguments = parser.parse_args()
    run, every = chosen_run(arguments.model), digits(arguments.strokes)
    classifier = run.classifier()
    readings = read_all(classifier, every)
    tested, error = run.result.test_accuracy, run.result.calibration_error
    accuracy = "unknown" if tested is None else f"{tested:.2%}"
    calibration = "unknown" if error is None else f"{error:.2%}"
    print(f"{run.settings.model}, MNIST test accuracy {accuracy}, expected calibration error {calibration}")
    print_accuracy(every, readings)
    print_doubt(classifier, every, readings, arguments.fashion)
    if arguments.picture:
        worst(every, readings).save(arguments.picture)


if __name__ == "__main__":
    run_command(main)
