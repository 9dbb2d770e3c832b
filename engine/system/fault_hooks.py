"""Reporting faults of the program that no code catches, in any thread: a log entry and a sentence.

Imports nothing heavy, since it is installed before anything else can go wrong.
"""

import logging
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType

from engine.system import crash_log

log = logging.getLogger("inkling")

Say = Callable[[str], object]


def report_faults(say: Say) -> None:
    """Log every uncaught exception from now on with its traceback, and call `say` with one sentence about it.

    `say` is called in the thread of the fault, even during garbage collection. A report never fails: errors of `say`
    and of the log are ignored.
    """
    sys.excepthook = lambda kind, fault, trace: report(say, "", kind, fault, trace)
    threading.excepthook = lambda of: report(
        say, f" in the thread {of.thread.name if of.thread else ''}", of.exc_type, of.exc_value, of.exc_traceback
    )
    sys.unraisablehook = lambda of: report(
        say, f" while clearing away {_name(of.object)}", of.exc_type, of.exc_value, of.exc_traceback
    )
    crash_log.watch()


def report(
    say: Say, where: str, kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None
) -> None:
    """Log a fault with its traceback and call `say` with a sentence about it."""
    # Ctrl+C and sys.exit() are no faults.
    if not issubclass(kind, Exception):
        return
    logged = False
    with suppress(Exception):
        if logged := _log_is_open():
            log.error("A fault of the program%s", where, exc_info=(kind, fault or kind(), trace))
    with suppress(Exception):
        tells = "the log tells more" if logged else "the log cannot be written"
        say(f"Inkling made a mistake ({kind.__name__}: {fault}): {tells}. Your networks are safe.")


def _log_is_open() -> bool:
    """Open the log if necessary; most terminal commands need none until something goes wrong."""
    from engine.errors import InklingError
    from engine.system.home import data_folder
    from engine.system.log_file import open_log

    if not any(isinstance(handler, logging.FileHandler) for handler in log.handlers):
        with suppress(InklingError, OSError):
            open_log(data_folder())
    return any(isinstance(handler, logging.FileHandler) for handler in log.handlers)


def _name(what: object) -> str:
    """Return the name of an object that is half destroyed; its own repr may fail."""
    return str(getattr(what, "__qualname__", type(what).__qualname__))
