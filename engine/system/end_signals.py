"""SIGINT, SIGTERM and SIGHUP: they ask running work to end, and the exit status names the signal.

Imports nothing heavy: the handlers must be set before torch is imported, which takes seconds.
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
"""No system has all of these."""
TICK_SECONDS = 0.1
SAME_SECONDS = 0.5
"""A signal repeated within this time is the same request: `timeout` sends it to the process and then to its group, and
a closing terminal sends SIGHUP itself and through its shell."""


class Interrupted(KeyboardInterrupt):
    """Raised by a signal handler in work that has nothing to save; files are still closed in order."""


class EndSignals:
    """What the process does about signals. There is one object, as there is one process.

    The first signal asks the running work to end, or ends the process at once if there is no such work. The second
    ends it at once. Handlers only call code that is safe between any two instructions.
    """

    def __init__(self) -> None:
        self.number = 0
        """The number of the first signal; 0 before one arrives."""
        self.each_tick: Callable[[], object] | None = None
        """Called ten times a second in the main thread after a signal; raises where that thread would block."""
        self._stop: Callable[[], object] | None = None
        self._came_at = -math.inf

    @property
    def status(self) -> int:
        """The exit status for the signal; 0 before one arrives."""
        return SIGNAL + self.number if self.number else 0

    def listen(self) -> None:
        """Install the handlers. Call this in the main thread."""
        for name in NAMES:
            number = getattr(signal, name, None)
            # `nohup` ignores SIGHUP so that the program outlives its terminal; leave it ignored.
            if number is not None and not (name == "SIGHUP" and signal.getsignal(number) == signal.SIG_IGN):
                signal.signal(number, self._on_signal)

    @contextmanager
    def stopping(self, stop: Callable[[], object]) -> Iterator[None]:
        """Within this context the first signal calls `stop`, even if it came earlier; the work ends by itself."""
        before, self._stop = self._stop, stop
        try:
            if self.number:
                stop()
            yield
        finally:
            self._stop = before

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """Within this context the first signal raises Interrupted. Not for imports, which may swallow it."""
        with self.stopping(_interrupt):
            yield

    def _on_signal(self, number: int, _frame: Any) -> None:
        if number == self.number and monotonic() < self._came_at + SAME_SECONDS:
            return
        if self.number or self._stop is None:
            end_at_once(SIGNAL + number)
        self.number, self._came_at = number, monotonic()
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
    """End the process without waiting, but leave no loader worker and no folder of theirs behind."""
    # Not imported here: a signal may arrive during an import, and without this module there are no workers.
    workers: Any = sys.modules.get("multiprocessing.process")
    # The program must end, whatever state it is in.
    with suppress(Exception):
        for worker in workers.active_children():
            worker.kill()
    with suppress(Exception):
        shutil.rmtree(workers.current_process()._config["tempdir"])
    os._exit(status)


SIGNALS = EndSignals()
