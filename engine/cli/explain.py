"""`python -m engine explain`: says which ink of a picture speaks for the answer, and draws it."""

import argparse
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.cli.output import say
from engine.cli.predict import chosen_classifier, for_each_picture

if TYPE_CHECKING:
    from engine.ink import FoundDigit


def add_explain_command(commands: Any) -> None:
    """Add `explain` to the parsers of the terminal."""
    explain = commands.add_parser("explain", help="say why each digit of a picture is read as it is, and draw it")
    explain.add_argument("images", nargs="+", type=Path, metavar="IMAGE", help="PNG or JPEG, as for `predict`")
    explain.add_argument("--model", type=Path, help="a saved network; default: the latest")
    explain.add_argument(
        "--pictures", type=Path, default=Path(), metavar="FOLDER", help="where the drawings go; default: here"
    )
    explain.set_defaults(command=_explain)


def _explain(chosen: argparse.Namespace) -> int:
    from engine.export import write_reasons
    from engine.inspection import occlusion, reasons

    classifier = chosen_classifier(chosen.model)
    drawn: set[Path] = set()

    def explain(path: Path, digits: "list[FoundDigit]") -> None:
        for number, digit in enumerate(digits, start=1):
            why = occlusion(classifier, digit.image)
            file = chosen.pictures / f"{path.stem}-why{f'-{number}' if len(digits) > 1 else ''}.png"
            file = _another(file, drawn)
            write_reasons(why, classifier.names, file)
            say(f"{path}: {' '.join(reasons(why, classifier.names))} Drawn in {file}.")

    return for_each_picture(chosen.images, explain)


def _another(file: Path, taken: set[Path]) -> Path:
    """A place that no picture of this command has: those of other folders may be called the same."""
    numbered = (file.with_stem(f"{file.stem} ({number})") for number in count(2))
    free = next(place for place in chain([file], numbered) if place not in taken)
    taken.add(free)
    return free
