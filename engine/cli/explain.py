"""`python -m engine explain`: says which ink of a picture speaks for the answer, and draws it."""

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine import InklingError
from engine.cli.output import complain, say
from engine.cli.predict import chosen_classifier

if TYPE_CHECKING:
    from engine import Classifier


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
    classifier = chosen_classifier(chosen.model)
    failed = False
    for path in chosen.images:
        try:
            for line in _reasons(path, classifier, chosen.pictures):
                say(line)
        except InklingError as error:
            complain(str(error))
            failed = True
    return 2 if failed else 0


def _reasons(path: Path, classifier: "Classifier", folder: Path) -> Iterator[str]:
    from engine.export import write_reasons
    from engine.ink import read_image_file
    from engine.inspection import occlusion, reasons

    found = read_image_file(path)
    for number, digit in enumerate(found, start=1):
        why = occlusion(classifier, digit.image)
        file = folder / f"{path.stem}-why{f'-{number}' if len(found) > 1 else ''}.png"
        write_reasons(why, classifier.names, file)
        first, second = reasons(why, classifier.names)
        yield f"{path}: {first} {second} Drawn in {file}."
