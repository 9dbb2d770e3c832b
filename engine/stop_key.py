"""Ctrl+C in the terminal: asks what goes on to end in an orderly way."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def stopped_by_ctrl_c(stop: Callable[[], object]) -> Iterator[None]:
    """The first Ctrl+C calls `stop`, so that what was done so far is kept; a second one ends the program."""

    def heard(_signal: int, _frame: Any) -> None:
        signal.signal(signal.SIGINT, before)
        stop()

    before = signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
