"""Writing a file so that it is either wholly there or not there at all."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from engine.errors import cannot_write


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file beside `path`, force it to the disk and only then give it its name.

    A plain write that is killed half-way leaves an unreadable file under the good name; this leaves the old one.
    Raises InklingError when the disk is full or the folder cannot be written to.
    """
    partial = path.with_name(f".{path.name}.partial-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            write(file)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        _flush_folder(path.parent)
    except BaseException as error:
        # Also when a signal ends a command in the middle of it.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path, error) from error
        raise


def remove_partial_files(folder: Path) -> None:
    """What writes that were killed have left behind; nobody may be writing there at the moment."""
    with suppress(OSError):
        for path in folder.glob(".*.partial-*"):
            with suppress(OSError):
                path.unlink()


def _flush_folder(folder: Path) -> None:
    """Without this a power cut may forget the rename. Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
