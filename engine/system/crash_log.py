"""The crash log: when the interpreter itself dies, as by a segmentation fault, it records where each thread was."""

import faulthandler
from contextlib import suppress
from pathlib import Path
from typing import IO

FILE = "crash.log"
LARGEST_BYTES = 1_000_000
"""A larger file is started anew."""

_files: list[IO[bytes]] = []
"""Kept open while the process lives: a dying process cannot open files."""
_watching = False


def watch() -> None:
    """Record crashes on standard error until there is a folder of logs."""
    global _watching
    _watching = True
    # A program without a terminal has no standard error.
    with suppress(RuntimeError, ValueError, OSError, AttributeError):
        faulthandler.enable()


def keep_crashes(folder: Path) -> None:
    """Record crashes in this folder from now on, if `watch` was called. Does nothing if the file cannot be opened."""
    path = folder / FILE
    with suppress(OSError, ValueError):
        # Opening a FIFO would block.
        if not _watching or (path.exists() and not path.is_file()):
            return
        large = path.exists() and path.stat().st_size > LARGEST_BYTES
        file = path.open("wb" if large else "ab")
        faulthandler.enable(file)
        _files.append(file)
