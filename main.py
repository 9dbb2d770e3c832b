"""Inkling: watch a digit classifier learn on your CPU, and try it with your own handwriting.

Loader workers import this file again, so everything heavy is imported inside main().
"""

import argparse
import gc
import multiprocessing
import os
import sys
from pathlib import Path

TOUR_SIZE = (1280, 760)


def main(arguments: list[str]) -> int:
    """Open the window, or show the program off screen where there is no display; the process's exit code."""
    chosen = _parser().parse_args(arguments)
    from engine.cli import OutputLost, complain
    from engine.errors import InklingError

    try:
        return _open(chosen)
    except InklingError as error:
        complain(str(error))
        return 2
    except OutputLost as lost:
        return lost.status


def _open(chosen: argparse.Namespace) -> int:
    from engine.cli import complain, say
    from gui.app import has_display, missing_packages

    display = has_display()
    missing = missing_packages(display=display)
    if missing:
        complain(f"Libraries of the system are missing: sudo apt install {' '.join(missing)}")
        return 2
    if not display:
        say("There is no display, so Inkling shows itself off screen instead of opening a window.")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        chosen.tour = True
    # What is made until the window opens stays, so searching it for garbage finds nothing.
    gc.disable()
    from engine.system import data_folder
    from gui.app import run

    pictures = (chosen.pictures or data_folder() / "pictures") if chosen.tour else None
    size = chosen.size or (TOUR_SIZE if chosen.tour else None)
    return run(sys.argv[:1], pictures, chosen.scheme, size, chosen.epochs)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="main.py", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tour", action="store_true", help="train, draw digits, say how they are read, and end")
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="where the tour saves its pictures")
    parser.add_argument("--epochs", type=_epochs, metavar="NUMBER", help="of the tour's training; 3 when left out")
    parser.add_argument("--scheme", choices=("light", "dark"), help="colours; those of the system when left out")
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT", help="of the window, in logical pixels")
    return parser


def _size(text: str) -> tuple[int, int]:
    """argparse makes a sentence of the ValueError that anything else than two numbers raises."""
    width, height = text.split("x")
    return int(width), int(height)


_size.__name__ = "size"


def _epochs(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError
    return number


_epochs.__name__ = "number of epochs"


if __name__ == "__main__":
    multiprocessing.freeze_support()
    from engine.system import SIGNALS

    SIGNALS.listen()
    sys.exit(main(sys.argv[1:]))
