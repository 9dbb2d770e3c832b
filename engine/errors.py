"""What goes wrong in a way that a person can mend."""

import errno
from collections.abc import Callable
from pathlib import Path


class InklingError(Exception):
    """A failure whose text is one sentence for the user: what happened, where, and what to do about it."""


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """Raised inside work that is no longer wanted; never reaches a person."""


def unchecked() -> None:
    """The check of work that nobody wants to end early: it never raises Stopped."""


def checking(stopping: Callable[[], bool]) -> Callable[[], None]:
    """The check of work that is to end when `stopping()` turns true: it raises Stopped then."""

    def check() -> None:
        if stopping():
            raise Stopped

    return check


def cannot_write(place: Path, error: OSError) -> InklingError:
    """The sentence for a file or folder that could not be written, with the advice that fits the cause."""
    if error.errno == errno.ENOSPC:
        return InklingError(f"The disk is full: {place} could not be written. Free some space and try again.")
    cause = (error.strerror or str(error)).lower()
    return InklingError(
        f"{place} cannot be written to ({cause}): make it writable, or set INKLING_HOME to a folder that is."
    )


def cannot_read(place: Path, error: Exception) -> InklingError:
    """The sentence for a file or folder that could not be read."""
    cause = "it is too large for the memory" if isinstance(error, MemoryError) else str(error)
    if isinstance(error, OSError):
        cause = error.strerror or cause
    return InklingError(f"{place} cannot be read ({cause[:1].lower()}{cause[1:]}).")
