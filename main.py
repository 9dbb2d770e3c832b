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
    """Open the window, or run the tour off screen where there is no display. Returns the exit code."""
    chosen = _parser().parse_args(arguments)
    from engine import InklingError
    from engine.cli import OutputLost, complain

    try:
        return _open(chosen)
    except InklingError as error:
        complain(str(error))
        return 2
    except OutputLost as lost:
        return lost.status


def _open(chosen: argparse.Namespace) -> int:
    from engine.cli import complain, say
    from engine.system import in_terminal
    from gui.app import has_display, import_qt, missing_packages

    display = has_display()
    missing = missing_packages(display=display)
    if missing:
        complain(f"System libraries are missing: sudo apt install {' '.join(missing)}")
        return 2
    if not display:
        if chosen.files:
            complain(f"There is no display: {in_terminal('runs open')} takes a packed run without a window.")
            return 2
        say("There is no display, so Inkling runs its tour off screen instead of opening a window.")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        chosen.tour = True
    # Everything created before the window opens stays alive, so the garbage collector would find nothing.
    gc.disable()
    import_qt()
    from engine.system import data_folder
    from gui.app import run

    pictures = (chosen.pictures or data_folder() / "pictures") if chosen.tour else None
    size = chosen.size or (TOUR_SIZE if chosen.tour else None)
    return run(
        sys.argv[:1],
        pictures,
        chosen.scheme,
        size,
        files=chosen.files,
        quick_tour=chosen.quick,
        stand=chosen.stand and not chosen.tour,
    )


def _parser() -> argparse.ArgumentParser:
    from engine.system import WINDOW

    parser = argparse.ArgumentParser(prog=WINDOW, description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "files", nargs="*", type=Path, metavar="FILE", help="packed runs (.inkling-run), pictures or drawings to open"
    )
    parser.add_argument(
        "--stand", action="store_true", help="for a table at a fair: full screen, cleared after each visitor"
    )
    parser.add_argument(
        "--tour", action="store_true", help="train, draw digits, print how they are classified, and exit"
    )
    parser.add_argument("--pictures", type=Path, metavar="FOLDER", help="folder in which the tour saves its pictures")
    parser.add_argument("--quick", action="store_true", help="a shorter tour: SimpleNN, compressed in one way only")
    parser.add_argument("--scheme", choices=("light", "dark"), help="colour scheme; default: the system's")
    parser.add_argument("--size", type=_size, metavar="WIDTHxHEIGHT", help="size of the window in logical pixels")
    return parser


def _size(text: str) -> tuple[int, int]:
    """Parse WIDTHxHEIGHT. argparse turns the ValueError for anything else into a sentence."""
    width, height = text.split("x")
    return int(width), int(height)


_size.__name__ = "size"


def start() -> int:
    """Do what this process was started for: the window, a module of ours, or a loader worker. Returns the exit code."""
    multiprocessing.freeze_support()
    from engine.system import own_process

    if own_process.module_asked_for():
        own_process.run_module()
        return 0
    from engine.system import SIGNALS

    SIGNALS.listen()
    return main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(start())
