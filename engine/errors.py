"""Errors that a person can do something about."""

import errno
from collections.abc import Callable
from pathlib import Path


class InklingError(Exception):
    """A failure whose text is one sentence for the user: what happened, where, and what to do about it."""


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Raised inside work that has been cancelled. Always caught; no person sees it."""


def unchecked() -> None:
    """A check for work that is never cancelled: does nothing."""


def checking(stopping: Callable[[], bool]) -> Callable[[], None]:
    """Return a check for cancellable work: it raises Stopped once `stopping()` returns true."""

    def check() -> None:
        if stopping():
            raise Stopped

    return check


def cannot_write(place: Path, error: OSError, *, chosen: bool = False) -> InklingError:
    """Return the error for a file or folder that could not be written, with advice that fits the cause.

    `chosen`: a person chose the place, which is not in the data folder.
    """
    if error.errno == errno.ENOSPC:
        return InklingError(f"The disk is full: {place} could not be written. Free some space and try again.")
    cause = (error.strerror or str(error)).lower()
    advice = "choose another folder" if chosen else "set INKLING_HOME to a folder that is"
    return InklingError(f"{place} cannot be written to ({cause}): make it writable, or {advice}.")


def cannot_read(place: Path, error: Exception) -> InklingError:
    """Return the error for a file or folder that could not be read."""
    cause = "it is too large for the memory" if isinstance(error, MemoryError) else str(error)
    if isinstance(error, OSError):
        cause = error.strerror or cause
    return InklingError(f"{place} cannot be read ({cause[:1].lower()}{cause[1:]}).")
