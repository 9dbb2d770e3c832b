"""Atomic writing: a file is complete, or it is not there."""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from engine.errors import cannot_write
from engine.system.home import in_data_folder


def write_atomically(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Let `write` fill a file beside `path`, force it to the disk, then rename it to `path`.

    If the process is killed half-way, the old file stays.
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
        # Also when a signal interrupts the command here.
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise cannot_write(path, error, chosen=not in_data_folder(path)) from error
        raise


def remove_partial_files(folder: Path) -> None:
    """Delete the partial files of killed writes. Nobody may be writing in the folder meanwhile."""
    with suppress(OSError):
        for path in folder.glob(".*.partial-*"):
            with suppress(OSError):
                path.unlink()


def _flush_folder(folder: Path) -> None:
    """Force a rename to the disk, so that it survives a power cut. Windows has no such call and needs none."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
