"""How well a network reads digits that people wrote with a pen: `python -m benchmarks.pens STROKES.npz ...`.

STROKES.npz holds `points` (P, 2) float32, x right and y down in any unit; `stroke_end` and `digit_end`, the exclusive
ends of strokes in `points` and of digits in `stroke_end`; `labels` uint8; `source` str. They are rendered as the
canvas renders strokes. They only measure: no network is trained on them or chosen by them. A file with single letters
as sources and no label but 0 has letters, which a network should refuse.

Prints a table of accuracy and of answers above the network's own threshold by file, digit and source, the confusion
matrices, the calibration, refusals by letter, and how well the confidence separates digits from other drawings: AUROC
and FPR95. `--json FILE` writes all of it as numbers, `--picture FILE` saves pictures of the worst forty.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from PIL import Image as Pillow

from benchmarks.handwriting.pen_figures import (
    DigitFigures,
    Doubt,
    Group,
    LetterFigures,
    NonDigits,
    built_in,
    digit_figures,
    doubt,
    letter_figures,
    two_digits,
)
from benchmarks.handwriting.pen_files import PenFile, read_pen_files
from benchmarks.handwriting.worst_drawings import worst
from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from engine import Classifier, InklingError, latest_run, open_run
from engine.formats import count, percent
from engine.models import Reading
from engine.runs import SavedRun
from engine.settings import FIELDS, has_digits

Answered = list[tuple[PenFile, list[Reading]]]


class Found(NamedTuple):
    """All that was measured."""

    digits: list[DigitFigures]
    letters: list[LetterFigures]
    non_digits: list[NonDigits]
    """The kinds that are the same for every file of digits."""
    doubts: list[Doubt]
    """Each file of digits against each kind."""


def chosen_run(path: Path | None) -> SavedRun:
    """The network in this file, or else the latest one; raises InklingError when there is none that reads digits."""
    run = open_run(path) if path else latest_run()[0]
    if run is None:
        raise InklingError("There is no trained network yet: run `python -m engine train` first.")
    if not has_digits(run.settings.data):
        raise InklingError(f"The network learnt {FIELDS['data'].labels[run.settings.data]} and cannot read digits.")
    return run


def measured(classifier: Classifier, answered: Answered, fashion: Path | None) -> Found:
    """Compare each file of digits with the letters of the files, the built-in kinds and pairs of its own digits."""
    letters = [pair for pair in answered if pair[0].has_letters]
    digits = [pair for pair in answered if not pair[0].has_letters]
    others = [NonDigits(f"letters of {file.name}", readings) for file, readings in letters]
    others += built_in(classifier, fashion)
    doubts = [doubt(*pair, other) for pair in digits for other in (*others, two_digits(classifier, pair[0]))]
    return Found([digit_figures(*pair) for pair in digits], [letter_figures(*pair) for pair in letters], others, doubts)


def print_found(found: Found, threshold: float) -> None:
    if found.digits:
        print_table(found.digits)
    for digits in found.digits:
        print_digits(digits, threshold)
    for letters in found.letters:
        print_letters(letters)
    for kind in found.non_digits:
        figure(f'"not sure" at {kind.refusals.drawings} {kind.kind}', percent(kind.refusals.refused, 1))
    for pair in found.doubts:
        what = f"{pair.file} against {pair.refusals.drawings} {pair.kind}"
        refused = percent(pair.refusals.refused, 1)
        figure(what, f'AUROC {percent(pair.auroc)}, FPR95 {percent(pair.fpr95, 1)}, "not sure" {refused}')


def print_table(every: Sequence[DigitFigures]) -> None:
    rows = [row for one in every for row in groups(one)]
    width = max(len(name) for name, _ in rows)
    print(f"{'':{width}}  digits  correct  answered  of these correct")
    for name, group in rows:
        shares = f"{percent(group.accuracy):>9}{percent(group.answered):>10}{percent(group.answered_accuracy):>18}"
        print(f"{name:{width}}{group.digits:8,d}{shares}")


def groups(one: DigitFigures) -> Iterator[tuple[str, Group]]:
    """The rows of a file: all of it, each digit, each source."""
    yield one.file, one.total
    for digit, group in one.by_digit.items():
        yield f"{one.file} / digit {digit}", group
    for source, group in one.by_source.items():
        yield f"{one.file} / source {source}", group


def print_letters(one: LetterFigures) -> None:
    print(f"{one.file:30}  letters  refused")
    for letter, refusals in (("all", one.total), *one.by_letter.items()):
        print(f"{letter:30}{refusals.drawings:9,d}{percent(refusals.refused, 1):>9}")
    print_without_ink(one)


def print_digits(one: DigitFigures, threshold: float) -> None:
    print(f"{one.file}, confusion matrix: a row for each digit, a column for each answer")
    for label, counts in enumerate(one.confusion):
        print(f"  {label} ", *(f"{number or '.':>5}" for number in counts))
    print_without_ink(one)
    figure(f"{one.file}, {one.total.digits:,} digits, classified correctly", percent(one.total.accuracy))
    figure(f"{one.file}, expected calibration error", percent(one.calibration_error))
    answered = f"{percent(one.total.answered)}, of these correctly {percent(one.total.answered_accuracy)}"
    figure(f'{one.file}, answered rather than "not sure", from a confidence of {threshold:.3f}', answered)


def print_without_ink(one: DigitFigures | LetterFigures) -> None:
    if one.without_ink:
        print(f"{one.file}: {count(one.without_ink, 'drawing')} without ink left out")


def as_json(run: SavedRun, found: Found) -> dict[str, Any]:
    """All figures as numbers; shares are from 0 to 1."""
    return {
        "network": run.kind,
        "test_accuracy": run.result.test_accuracy,
        "calibration_error": run.result.calibration_error,
        "confidence_threshold": run.result.confidence_threshold,
        "digits": [asdict(one) for one in found.digits],
        "letters": [asdict(one) for one in found.letters],
        "non_digits": [{"kind": one.kind, **asdict(one.refusals)} for one in found.non_digits],
        "doubt": [asdict(one) for one in found.doubts],
    }


def save_pictures(place: Path, answered: Answered) -> None:
    """A picture of each file; the name of the file is appended if there are several."""
    for file, readings in answered:
        own = place.with_stem(f"{place.stem}-{file.name}") if len(answered) > 1 else place
        worst(file, readings).save(own)


def check_places(picture: Path | None, numbers: Path | None) -> None:
    """Raise InklingError now if these files could not be written after the measurement."""
    if picture and Pillow.registered_extensions().get(picture.suffix.lower()) not in Pillow.SAVE:
        raise InklingError(f"{picture} cannot be a picture: its name must end in .png or .jpg.")
    for place in (picture, numbers):
        if place and not place.parent.is_dir():
            raise InklingError(f"{place} cannot be written: there is no folder {place.parent}.")


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = parser_for(__doc__)
    parser.add_argument("strokes", type=Path, nargs="+", metavar="STROKES.npz", help="digits or letters as pen strokes")
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    picture = "where to save a picture of the worst forty; several files get one each, named after them"
    parser.add_argument("--picture", type=Path, metavar="FILE", help=picture)
    parser.add_argument("--json", type=Path, metavar="FILE", help="where to write all figures")
    parser.add_argument("--fashion", type=Path, help="gzipped IDX images of clothing to be refused, as Fashion-MNIST's")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    chosen = parsed(arguments)
    check_places(chosen.picture, chosen.json)
    run, files = chosen_run(chosen.model), read_pen_files(chosen.strokes)
    classifier = run.classifier()
    answered = [(file, classifier.read_drawings(file.strokes)) for file in files]
    found = measured(classifier, answered, chosen.fashion)
    tested = percent(run.result.test_accuracy, unknown="unknown")
    error = percent(run.result.calibration_error, unknown="unknown")
    print(f"{run.kind}, test accuracy {tested}, expected calibration error {error}")
    print_found(found, run.result.confidence_threshold)
    if chosen.json:
        chosen.json.write_text(json.dumps(as_json(run, found), indent=1, allow_nan=False) + "\n", encoding="utf-8")
    if chosen.picture:
        save_pictures(chosen.picture, answered)


if __name__ == "__main__":
    run_command(main)
