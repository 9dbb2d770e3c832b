"""`python -m engine predict`: classifies the digits in pictures."""

import argparse
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import InklingError
from engine.cli.output import complain, say, say_record
from engine.formats import count, probability
from engine.runs import runs_folder
from engine.settings import DIGITS
from engine.system import REFUSED, in_terminal

if TYPE_CHECKING:
    from engine import Classifier
    from engine.ink import Box, FoundDigit
    from engine.models import Reading


def add_predict_command(commands: Any) -> None:
    """Add `predict` to the parsers of the terminal."""
    predict = commands.add_parser("predict", help="read the digits in each picture")
    predict.add_argument(
        "images", nargs="+", type=Path, metavar="IMAGE", help="PNG or JPEG of one or more digits, of any size"
    )
    predict.add_argument("--model", type=Path, help="a saved network; default: the latest")
    predict.add_argument("--json", action="store_true", help="Print each answer as one line of JSON.")
    predict.set_defaults(command=_predict)


def _predict(chosen: argparse.Namespace) -> int:
    classifier = chosen_classifier(chosen.model)

    def read(path: Path, digits: "list[FoundDigit]") -> None:
        readings = [(classifier.read_image(digit.image), digit.box) for digit in digits]
        if chosen.json:
            say_record({"image": str(path), "digits": [_as_json(*one) for one in readings]})
        else:
            say(*_lines(path, readings))

    return for_each_picture(chosen.images, read)


def for_each_picture(paths: Iterable[Path], do: "Callable[[Path, list[FoundDigit]], object]") -> int:
    """Call `do` with each picture and its digits, go on after one that does not work, and return the exit status."""
    from engine.ink import read_image_file

    status = 0
    for path in paths:
        try:
            do(path, read_image_file(path))
        except InklingError as error:
            complain(str(error))
            status = REFUSED
    return status


def chosen_classifier(model: Path | None) -> "Classifier":
    """The network in a file, or else the latest that was trained. Raises InklingError when there is none."""
    from engine import latest_run, open_run

    if model:
        return open_run(model).classifier()
    # runs_folder() raises if there can be no data folder; then that is the only sentence.
    run, problems = latest_run(runs_folder())
    for problem in problems:
        complain(problem)
    if run is None:
        raise InklingError(f"There is no trained network yet: run {in_terminal('train')} first.")
    return run.classifier()


def _as_json(reading: "Reading", box: "Box") -> dict[str, Any]:
    where = {"left": box.left, "top": box.top, "right": box.right, "bottom": box.bottom}
    answer, name = (reading.digit, reading.name) if reading.sure else (None, None)
    return {"digit": answer, "name": name, "sure": reading.sure, "probabilities": reading.probabilities, "box": where}


def _lines(path: Path, readings: "list[tuple[Reading, Box]]") -> Iterator[str]:
    """Yield one line for a single digit; for several first a summary, then a line with the place of each."""
    if len(readings) == 1:
        yield f"{path}: {_answer(readings[0][0])}"
        return
    digits = readings[0][0].names is DIGITS
    said = ("" if digits else ", ").join(reading.name if reading.sure else "?" for reading, _ in readings)
    yield f"{path}: {said} ({count(len(readings), 'digit' if digits else 'drawing')})"
    for reading, box in readings:
        yield f"  {_answer(reading)} at x {box.left} to {box.right}, y {box.top} to {box.bottom}"


def _answer(reading: "Reading") -> str:
    if reading.sure:
        return f"{reading.name} ({probability(reading.confidence)})"
    (first, share), (second, other) = reading.best_two
    return f"not sure ({first}: {probability(share)}, {second}: {probability(other)})"
