"""Collects what a job prints, logs and raises in all its threads, and the threads that do not end."""

import io
import logging
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, field
from unittest.mock import patch

from engine.runs import RunRecord


@dataclass
class Said:
    """The result of a job, and what it printed."""

    lasting: bool = False
    """Whether the disk failed until its end."""
    value: object = None
    sentence: str = ""
    """The sentence of the InklingError that it ended with."""
    out: str = ""
    err: str = ""
    faults: list[str] = field(default_factory=list)
    """Tracebacks, also of other threads, and threads that did not end."""


@contextmanager
def listened() -> Iterator[Said]:
    """Collect what the job prints, logs and raises in all its threads, and the threads that do not end."""
    said, before = Said(), set(threading.enumerate())
    out, err = io.StringIO(), io.StringIO()
    handlers = logging.getLogger("inkling").handlers[:]

    def of_thread(told: threading.ExceptHookArgs) -> None:
        said.faults.append("in a thread: " + shown(told.exc_value))

    def unraisable(told: "sys.UnraisableHookArgs") -> None:
        said.faults.append("unraisable: " + shown(told.exc_value))

    with (
        redirect_stdout(out),
        redirect_stderr(err),
        patch.object(threading, "excepthook", of_thread),
        patch.object(sys, "unraisablehook", unraisable),
    ):
        yield said
        said.faults += [f"left over: {thread.name}" for thread in _left(before)]
    for handler in set(logging.getLogger("inkling").handlers) - set(handlers):
        logging.getLogger("inkling").removeHandler(handler)
        # Logging does this when a process ends.
        with suppress(OSError, ValueError):
            handler.close()
    said.out, said.err = out.getvalue(), err.getvalue()
    said.faults += [said.err] * ("Traceback" in said.err)


def shown(error: BaseException | None) -> str:
    """The exception with its innermost place in the program."""
    return "".join(traceback.format_exception(error, limit=-6, chain=False))


def _left(before: set[threading.Thread]) -> list[threading.Thread]:
    """Threads of the job that do not end, without those of the trial's own web server."""
    new = [one for one in set(threading.enumerate()) - before if "process_request_thread" not in one.name]
    for thread in new:
        # A thread that is about to start cannot be joined yet.
        with suppress(RuntimeError):
            thread.join(5.0)
    return [thread for thread in new if thread.is_alive()]


def process_is_gone() -> AbstractContextManager[object]:
    """Treat the training process as ended, as another process would that looks at its files."""
    return patch.object(RunRecord, "going_on", property(lambda _record: False))
