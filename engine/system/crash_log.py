"""The crash log: when the interpreter itself dies, as by a segmentation fault, it records where each thread was.

What ends the window by an error of the program is recorded there too. A signal that asks it to end leaves nothing.
"""

import faulthandler
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from engine.errors import InklingError

FILE = "crash.log"
LARGEST_BYTES = 1_000_000
"""A larger file is started anew."""
ASIDE = "crash {}.log"
"""What a record is called that a person has been told of, by the time of the crash."""
KEPT = 3
"""So many of these."""

_files: list[IO[bytes]] = []
"""Kept open while the process lives: a dying process cannot open files."""
_watching = False


def watch() -> None:
    """Record crashes on standard error until there is a folder of logs."""
    global _watching
    if _watching:
        return
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


@contextmanager
def recording_the_end() -> Iterator[None]:
    """Record an error of the program that ends what is done within this context, as a crash."""
    try:
        yield
    except InklingError:
        # A person is told that one.
        raise
    except Exception:
        with suppress(OSError, ValueError, IndexError):
            _files[-1].write(traceback.format_exc().encode(errors="backslashreplace"))
            _files[-1].flush()
        raise


def crash_before(folder: Path) -> Path | None:
    """The record of a crash in this folder of which nobody has been told, or None.

    It is set aside, so that it is found only once. Call it before `keep_crashes`.
    """
    path = folder / FILE
    with suppress(OSError, ValueError):
        if path.is_file() and path.stat().st_size:
            when = time.strftime("%Y-%m-%d %H.%M.%S", time.localtime(path.stat().st_mtime))
            place = path.rename(folder / ASIDE.format(when))
            for old in sorted(folder.glob(ASIDE.format("*")))[:-KEPT]:
                old.unlink()
            return place
    return None
