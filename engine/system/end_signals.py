"""SIGINT, SIGTERM and SIGHUP: what goes on is asked to end, and the exit status says which signal it was.

Imports nothing heavy: the handlers must be there before torch, which takes seconds to import.
"""

import math
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any, NoReturn

from engine.system.exit_status import SIGNAL

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""No system has all of them."""
TICK_SECONDS = 0.1
SAME_SECONDS = 0.5
"""A signal that comes once more within this time is the same request: `timeout` sends it to the process and then to
its group, and a terminal that is closed hangs up itself and through its shell."""


class Interrupted(KeyboardInterrupt):
    """Raised by a signal's handler in work that has nothing to keep but files that must not be left half-written."""


class EndSignals:
    """What the process does about a signal at the moment. One object: signals are the process's.

    The first signal asks what goes on to end; it ends the process at once when nothing goes on that could be lost. A
    second one ends it at once. Handlers only call what is safe between any two instructions.
    """

    def __init__(self) -> None:
        self.number = 0
        """The signal that came; 0 while none did."""
        self.each_tick: Callable[[], object] | None = None
        """Called ten times a second after a signal, wherever the main thread is: raises where it waits for ever."""
        self._stop: Callable[[], object] | None = None
        self._came = -math.inf

    @property
    def status(self) -> int:
        """The exit status that a signal asks for; 0 while none came."""
        return SIGNAL + self.number if self.number else 0

    def listen(self) -> None:
        """From here on a signal ends the process in this way; to be called in the main thread."""
        for name in NAMES:
            number = getattr(signal, name, None)
            # Ignored from the start: `nohup` wants the program to outlive its terminal.
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, self._heard)

    @contextmanager
    def stopping(self, stop: Callable[[], object]) -> Iterator[None]:
        """Meanwhile the first signal calls `stop`, also if it came before; what goes on then ends by itself."""
        before, self._stop = self._stop, stop
        try:
            if self.number:
                stop()
            yield
        finally:
            self._stop = before

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """Meanwhile the first signal raises Interrupted. Not for imports, which may swallow it."""
        with self.stopping(_interrupt):
            yield

    def _heard(self, number: int, _frame: Any) -> None:
        if number == self.number and monotonic() < self._came + SAME_SECONDS:
            return
        if self.number or self._stop is None:
            end_at_once(SIGNAL + number)
        self.number, self._came = number, monotonic()
        if self.each_tick and hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._tick)
            signal.setitimer(signal.ITIMER_REAL, TICK_SECONDS, TICK_SECONDS)
        self._stop()

    def _tick(self, *_: Any) -> None:
        if self.each_tick:
            self.each_tick()


def _interrupt() -> NoReturn:
    raise Interrupted


def end_at_once(status: int) -> NoReturn:
    """End the process without waiting for anything, but leave no worker and no folder of workers behind."""
    # Not imported here: a signal may come in the middle of an import, and who never imported it has no workers.
    workers: Any = sys.modules.get("multiprocessing.process")
    # Whatever state the program is in when it is cut off, it must end.
    with suppress(Exception):
        for worker in workers.active_children():
            worker.kill()
    with suppress(Exception):
        shutil.rmtree(workers.current_process()._config["tempdir"])
    os._exit(status)


SIGNALS = EndSignals()
