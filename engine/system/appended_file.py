"""Files that grow by whole records. A record that a full disk cut off is written again or removed."""

import os
from contextlib import suppress
from pathlib import Path

from engine.errors import cannot_write

BINARY = getattr(os, "O_BINARY", 0)
"""Keeps Windows from writing each line end as two bytes."""


class AppendedFile:
    """Appends bytes to `path`, after `head` if the file is new. The first `flush` opens the file.

    A refused write may leave part of a record behind; the next attempt truncates it.
    """

    def __init__(self, path: Path, head: bytes = b"") -> None:
        self.path = path
        self._head = head
        self._waiting = bytearray()
        self._descriptor: int | None = None
        self._size = 0
        """Bytes of the file up to its last whole record."""
        self._torn = False

    def write(self, content: bytes) -> None:
        """Queue whole records for the next `flush`."""
        self._waiting += content

    def flush(self) -> None:
        """Write everything queued. Raises InklingError if the system refuses; the rest stays queued."""
        if not self._waiting:
            return
        try:
            descriptor = self._open()
            if self._torn:
                os.ftruncate(descriptor, self._size)
                os.lseek(descriptor, self._size, os.SEEK_SET)
                self._torn = False
            content = (b"" if self._size else self._head) + self._waiting
            written = 0
            while written < len(content):
                self._torn = True
                written += os.write(descriptor, content[written:])
            self._torn = False
        except OSError as error:
            raise cannot_write(self.path, error) from error
        self._size += len(content)
        self._waiting.clear()

    def _open(self) -> int:
        if self._descriptor is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | BINARY, 0o666)
            end = os.lseek(self._descriptor, 0, os.SEEK_END)
            if not self._torn:
                self._size = end
        return self._descriptor

    def to_disk(self) -> None:
        """Force flushed bytes to the disk. Another thread may call this while the file is being closed."""
        descriptor = self._descriptor
        if descriptor is not None:
            with suppress(OSError):
                os.fsync(descriptor)

    def close(self) -> None:
        """Close the file; the next flush opens it again."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)


def append_lines(path: Path, lines: bytes) -> None:
    """Append lines, each ending with a line feed. Raises InklingError and removes them if they cannot be written.

    A line that a full disk cut off earlier stays as it is, on a line of its own.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | BINARY | getattr(os, "O_NONBLOCK", 0), 0o666)
        try:
            _append(descriptor, lines)
        finally:
            with suppress(OSError):
                os.close(descriptor)
    except OSError as error:
        raise cannot_write(path, error) from error


def _append(descriptor: int, lines: bytes) -> None:
    size, written = os.lseek(descriptor, 0, os.SEEK_END), 0
    content = b"\n" + lines if _ends_within_a_line(descriptor, size) else lines
    try:
        while written < len(content):
            written += os.write(descriptor, content[written:])
        os.fsync(descriptor)
    except OSError:
        with suppress(OSError):
            # Only if no other program has appended a line meanwhile.
            if os.fstat(descriptor).st_size == size + written:
                os.ftruncate(descriptor, size)
        raise


def _ends_within_a_line(descriptor: int, size: int) -> bool:
    if size == 0:
        return False
    os.lseek(descriptor, size - 1, os.SEEK_SET)
    return os.read(descriptor, 1) != b"\n"
