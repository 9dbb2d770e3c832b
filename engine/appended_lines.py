"""Adding lines to a file of which each line counts: all of them are on the disk afterwards, or none."""

import os
from contextlib import suppress
from pathlib import Path

from engine.errors import cannot_write

BINARY = getattr(os, "O_BINARY", 0)
"""Windows would otherwise write each line end as two bytes."""


def append_lines(path: Path, lines: bytes) -> None:
    """Each of `lines` ends with a line feed. Raises InklingError when they cannot be written, and takes them back.

    A line that was cut off by a full disk long ago stays as it is, on a line of its own.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY | getattr(os, "O_NONBLOCK", 0), 0o666)
    except OSError as error:
        raise cannot_write(path, error) from error
    try:
        _append(descriptor, lines)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            os.close(descriptor)


def _append(descriptor: int, lines: bytes) -> None:
    size, written = os.lseek(descriptor, 0, os.SEEK_END), 0
    content = b"\n" + lines if _ends_within_a_line(descriptor, size) else lines
    try:
        while written < len(content):
            written += os.write(descriptor, content[written:])
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            # Unless another program has added a line of its own meanwhile.
            if os.fstat(descriptor).st_size == size + written:
                os.ftruncate(descriptor, size)
        raise


def _ends_within_a_line(descriptor: int, size: int) -> bool:
    if size == 0:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"
