"""What the interpreter leaves when it dies itself, as by a segmentation fault: where each thread was, in a file."""

import faulthandler
from contextlib import suppress
from pathlib import Path
from typing import IO

FILE = "crash.log"
LARGEST_BYTES = 1_000_000
"""A larger one is begun anew."""

_files: list[IO[bytes]] = []
"""Kept open while the process lives: it is too late for opening files when it dies."""
_watching = False


def watch() -> None:
    """Let a crash say where it was: on standard error, until there is a folder of logs."""
    global _watching
    _watching = True
    # A program without a terminal has no standard error.
    with suppress(RuntimeError, ValueError, OSError, AttributeError):
        faulthandler.enable()


def keep_crashes(folder: Path) -> None:
    """Let it say so in this folder from now on, if this process is watched at all; a file that cannot be is none."""
    path = folder / FILE
    with suppress(OSError, ValueError):
        # Opening a FIFO would wait for ever.
        if not _watching or (path.exists() and not path.is_file()):
            return
        large = path.exists() and path.stat().st_size > LARGEST_BYTES
        file = path.open("wb" if large else "ab")
        faulthandler.enable(file)
        _files.append(file)
