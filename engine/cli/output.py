"""Printing: plain text without control characters, in any encoding, to readers that may go away."""

import errno
import json
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TextIO

from engine.system import READER_GONE, SIGNALS, UNSAID, shown

if TYPE_CHECKING:
    from tqdm import tqdm

GONE = {errno.EPIPE, errno.EINVAL} if sys.platform == "win32" else {errno.EPIPE}


class OutputLost(Exception):  # noqa: N818 - reported by an exit status
    """Output could not be written, and no further output will arrive."""

    def __init__(self, name: str, error: OSError) -> None:
        super().__init__(f"{name} cannot be written to ({(error.strerror or str(error)).lower()}).")
        self.status = READER_GONE if error.errno in GONE else UNSAID


class Stream:
    """Standard output or standard error, which may be closed, full or without a reader."""

    def __init__(self, name: str, title: str) -> None:
        self._name = name
        self._title = title
        self.lost: OutputLost | None = None
        """Why nothing can be written any more; None while writing works."""
        self._writes = 0
        self._busy = False
        self._stuck = 0
        """The number of the write that was in progress at the last check; 0 for none."""

    @property
    def file(self) -> TextIO | None:
        return getattr(sys, self._name)

    def open(self) -> None:
        """Prepare for a new program: characters that the encoding lacks are written as escapes."""
        self.lost = None
        with suppress(AttributeError, OSError, ValueError):
            self.file.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]

    def write(self, text: str) -> None:
        """Write and flush. Raises OutputLost, and raises it again at every later call."""
        if self.lost:
            raise self.lost
        self._writes += 1
        try:
            self._busy = True
            if self.file is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            self.file.write(text)
            self.file.flush()
        except (OSError, ValueError) as error:
            raise self._lose(error) from error
        finally:
            self._busy = False

    def give_up_if_stuck(self) -> None:
        """Raise OSError if the same write was already waiting for its reader at the previous call."""
        if self._busy and self._stuck == self._writes:
            raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
        self._stuck = self._writes if self._busy else 0

    def _lose(self, error: OSError | ValueError) -> OutputLost:
        self.lost = OutputLost(self._title, error if isinstance(error, OSError) else OSError(errno.EBADF, str(error)))
        # The rest of Python's buffer must neither fail again nor block when the program ends.
        with suppress(OSError, ValueError, AttributeError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.file.fileno())  # type: ignore[union-attr]
            os.close(nowhere)
        return self.lost


class BarFile:
    """Standard error for a progress bar; a lost bar ends nothing."""

    def write(self, text: str) -> None:
        with suppress(OutputLost):
            ERRORS.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(ERRORS.file, name)

    def isatty(self) -> bool:
        return ERRORS.file is not None and ERRORS.file.isatty()


OUTPUT = Stream("stdout", "Standard output")
ERRORS = Stream("stderr", "Standard error")


def open_output() -> None:
    """Prepare both streams for a new program."""
    for stream in (OUTPUT, ERRORS):
        stream.open()
    SIGNALS.each_tick = _give_up_if_stuck


def _give_up_if_stuck() -> None:
    for stream in (OUTPUT, ERRORS):
        stream.give_up_if_stuck()


def say(*lines: str) -> None:
    """Print each string as one line. Raises OutputLost."""
    OUTPUT.write("".join(f"{shown(line)}\n" for line in lines))


def say_record(record: Any) -> None:
    """Print a line of JSON, in ASCII. Raises OutputLost."""
    # json.dumps does not escape DEL.
    OUTPUT.write(json.dumps(record).replace("\x7f", "\\u007f") + "\n")


def complain(*lines: str) -> None:
    """Print lines on standard error. The exit status shows it if that fails."""
    if not lines:
        return
    with suppress(OutputLost):
        ERRORS.write("".join(f"{shown(line)}\n" for line in lines))


def progress_bar(**options: Any) -> "tqdm[Any]":
    """Return a progress bar on standard error, disabled where that is no terminal."""
    from tqdm import tqdm

    # tqdm's monitor thread must not write at the same time; with miniters=1 it is not needed.
    tqdm.monitor_interval = 0
    usual: dict[str, Any] = {"disable": None, "leave": False, "dynamic_ncols": True, "miniters": 1, "file": BarFile()}
    return tqdm(**usual | options)
