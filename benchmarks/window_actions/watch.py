"""Checks the window: one ending for each run, no exception, no warning of Qt, no long wait."""

import gc
import logging
import os
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import psutil
from PySide6.QtCore import QMessageLogContext, QObject, QThread, QTimer, QtMsgType, Slot, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from benchmarks.window_actions.stack import place_of
from engine import Event, Finished
from gui.app import MainWindow

LONGEST_MILLISECONDS = 300
TICK_MILLISECONDS = 10
LOOK_SECONDS = 0.02
"""The interval at which another thread samples what the window's thread does."""
OFF_SCREEN = ("propagateSizeHints", "This plugin does not support")
"""Parts of messages that Qt prints off screen."""
TRACKER = "resource_tracker"
"""Python's helper process for spawned processes; it ends with its parent."""
SCHEDULED = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/schedstat")


class Block(NamedTuple):
    """A time in which the event loop did not run."""

    milliseconds: float
    computed: float
    """Milliseconds for which the window's thread itself was on a core."""
    queued: float
    """Milliseconds for which it was ready but other programs had the cores; known only on Linux."""
    did: str
    where: str
    """The lines of the program that were sampled most often."""

    @property
    def own(self) -> float:
        """Milliseconds that would have passed without other programs."""
        return self.milliseconds - self.queued


class Watch(QObject):
    """Collects faults. `doing` describes the last action."""

    def __init__(self, window: MainWindow, doing: Callable[[], str]) -> None:
        super().__init__()
        self.faults: list[str] = []
        self.blocks: list[Block] = []
        self.endings: Counter[str] = Counter()
        """Counts of runs by ending."""
        self.failures: Counter[str] = Counter()
        """Counts of failed runs by what the window said."""
        self._window, self._doing = window, doing
        self._begun = 0
        self._ended = threading.Event()
        self._others = set(psutil.Process().children(recursive=True))
        """Processes that were there before the window did anything."""
        window.controllers.training.begun.connect(self._count_begun)
        window.session.events_came.connect(self._count_endings)
        self._hook()
        self._beat, self._computed, self._queued = time.perf_counter(), time.thread_time(), _queued()
        self._seen: Counter[str] = Counter()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._tick)
        self._timer.start(TICK_MILLISECONDS)
        self._looker = threading.Thread(target=self._look, args=(threading.get_ident(),), daemon=True)
        self._looker.start()

    # Exceptions and warnings.

    def _hook(self) -> None:
        self._hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._report
        threading.excepthook = lambda told: self._report(told.exc_type, told.exc_value, told.exc_traceback)
        sys.unraisablehook = lambda told: self._report(told.exc_type, told.exc_value, told.exc_traceback)
        self._qt = qInstallMessageHandler(self._hear)
        self._handler = _Faults(self.fault)
        logging.getLogger("inkling").addHandler(self._handler)

    def fault(self, what: str) -> None:
        self.faults.append(f"{what} [after: {self._doing()}]")

    def _report(
        self, kind: type[BaseException], fault: BaseException | None, trace: TracebackType | None = None
    ) -> None:
        self.fault("".join(traceback.format_exception(kind, fault, trace)).strip())

    def _hear(self, kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
        harmless = kind in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) or any(said in words for said in OFF_SCREEN)
        if not harmless:
            self.fault(f"Qt: {words}")

    # Endings.

    @Slot()
    def _count_begun(self) -> None:
        self._begun += 1

    @Slot(list)
    def _count_endings(self, events: list[Event]) -> None:
        endings = [event for event in events if isinstance(event, Finished)]
        self.endings.update(event.reason for event in endings)
        self.failures.update(event.message for event in endings if event.reason == "failed")
        if endings and (len(endings) > 1 or events[-1] is not endings[0]):
            self.fault("A run had more to say after its end")

    @property
    def runs(self) -> int:
        return self._begun

    def check(self) -> None:
        """Check that every run that began has ended, except the one that goes on."""
        ended = sum(self.endings.values())
        if self._begun - ended != int(self._window.session.running):
            self.fault(f"{self._begun} runs have begun, {ended} have ended")
            self._begun = ended + int(self._window.session.running)

    # The event loop.

    @Slot()
    def _tick(self) -> None:
        now, computed, queued = time.perf_counter(), time.thread_time(), _queued()
        late = (now - self._beat) * 1000
        seen, self._seen = self._seen, Counter()
        if late > LONGEST_MILLISECONDS:
            where = "; ".join(f"{count}x {place}" for place, count in seen.most_common(2))
            waited = (queued - self._queued) * 1000
            self.blocks.append(Block(late, (computed - self._computed) * 1000, waited, self._doing(), where))
        self._beat, self._computed, self._queued = now, computed, queued

    def _look(self, thread: int) -> None:
        """Sample the window's stack, in a thread of its own, whenever the event loop has not ticked for a while."""
        while not self._ended.wait(LOOK_SECONDS):
            if time.perf_counter() - self._beat > LONGEST_MILLISECONDS / 3000:
                self._seen[place_of(thread)] += 1

    # The end.

    def left_behind(self) -> list[str]:
        """Threads, processes and windows that are left after the window was closed."""
        left = [f"thread {thread.name}" for thread in threading.enumerate() if _lives_on(thread, self._looker)]
        new = set(psutil.Process().children(recursive=True)) - self._others
        left += [command for child in new if TRACKER not in (command := _command(child))]
        threads = (one for one in gc.get_objects() if isinstance(one, QThread))
        left += [f"thread {type(one).__name__}" for one in threads if _runs(one)]
        left += [f"window {type(one).__name__}" for one in QApplication.topLevelWidgets() if one.isVisible()]
        return left

    @contextmanager
    def telling_of_mistakes(self) -> Iterator[None]:
        """Let an exception in an action end the session as usual, with its traceback."""
        try:
            yield
        except BaseException:
            self.end()
            raise

    def end(self) -> None:
        """Stop listening and counting."""
        self._timer.stop()
        self._ended.set()
        self._looker.join()
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks
        qInstallMessageHandler(self._qt)
        logging.getLogger("inkling").removeHandler(self._handler)


class _Faults(logging.Handler):
    """Collects the exceptions that the program caught and logged as its own mistakes."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        super().__init__()
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info:
            self._tell(f"{record.getMessage()}: {logging.Formatter().formatException(record.exc_info)}")


def megabytes() -> float:
    """Memory of this process in megabytes, after unused memory was given back."""
    gc.collect()
    return float(psutil.Process().memory_info().rss / 2**20)


def _queued() -> float:
    """Seconds for which the first thread of this process was ready but had no core."""
    try:
        return int(SCHEDULED.read_text(encoding="ascii").split()[1]) / 1e9
    except (OSError, IndexError, ValueError):
        return 0.0


def _lives_on(thread: threading.Thread, looker: threading.Thread) -> bool:
    ours = thread in (threading.main_thread(), looker) or isinstance(thread, threading._DummyThread)
    return thread.is_alive() and not ours and not thread.name.startswith("pymp")


def _command(process: psutil.Process) -> str:
    return f"process {process.pid}: {' '.join(process.cmdline())}"


def _runs(thread: QThread) -> bool:
    try:
        return thread.isRunning()
    except RuntimeError:
        # Qt has deleted it already.
        return False
