"""Things that are done beside the window, and reported to whoever asked: only while the answer is still wanted."""

import logging
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThread, Signal, Slot

from engine.errors import InklingError

log = logging.getLogger("inkling")


class Job:
    """One question, or one thing to do, as the work on it sees it; every report and result carries it along."""

    def __init__(self, work: "Callable[[Job], Any]", tell: Callable[["Job", str, object], None]) -> None:
        self._work, self._tell = work, tell
        self._stopping = False

    def stop(self) -> None:
        """Nobody wants the answer any more."""
        self._stopping = True

    def stopping(self) -> bool:
        """Whether the work should end soon, as nothing more of it is heard."""
        return self._stopping

    def report(self, what: object) -> None:
        """Called by the work on its way."""
        self._tell(self, "reported", what)

    def run(self) -> None:
        """Call the work, and tell what it returned or why it failed."""
        if self._stopping:
            return
        try:
            self._tell(self, "done", self._work(self))
        except InklingError as error:
            self._tell(self, "failed", str(error))
        except Exception:
            log.exception("Something in the background ended by a fault of the program")
            self._tell(self, "failed", "Inkling made a mistake: the log tells more. Your networks are safe.")


class Background(QThread):
    """Does one thing after the other beside the window, and reports there what still belongs to what was asked.

    What the thread tells waits in the window's queue until its turn comes. By then the job may have been stopped, or
    another question asked: whether it is still wanted is looked at when it arrives, and nowhere else.
    """

    reported = Signal(object)
    """Something on the way; what, is for whoever asked to know."""
    done = Signal(object)
    """What the work returned."""
    failed = Signal(str)
    """A sentence."""
    _told = Signal(object, str, object)
    """From the thread to the window: the Job, which of the signals above, and with what."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ended = False
        self._wanted: list[Job] = []
        """What was asked for and is not answered yet, oldest first."""
        self._waiting: deque[Job] = deque()
        """Those of them that were not begun."""
        self._present: Job | None = None
        self._told.connect(self._deliver)
        self.finished.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether something that was asked for is not answered yet; what was stopped does not count."""
        return bool(self._wanted)

    def ask(self, work: Callable[[Job], Any]) -> None:
        """Call `work(job)` in the background. What was asked before is stopped, and nothing more is heard of it."""
        self.stop()
        self.do(work)

    def do(self, work: Callable[[Job], Any]) -> None:
        """The same after everything that was asked before, which is done and told as well."""
        if self._ended:
            return
        job = Job(work, self._told.emit)
        self._wanted.append(job)
        self._waiting.append(job)
        self._go_on()

    def stop(self) -> None:
        """Ask the work to end, and forget what waits; nothing more is heard of either."""
        for job in self._wanted:
            job.stop()
        self._wanted.clear()
        self._waiting.clear()

    def end(self) -> None:
        """Stop for good, and wait until it has: a thread must not outlive the window."""
        self._ended = True
        self.stop()
        self.wait()

    def run(self) -> None:
        from engine.hardware import use_one_thread

        use_one_thread()
        assert self._present is not None
        self._present.run()

    @Slot()
    def _go_on(self) -> None:
        if self._waiting and not self.isRunning():
            self._present = self._waiting.popleft()
            self.start()

    @Slot(object, str, object)
    def _deliver(self, job: Job, name: str, what: object) -> None:
        if job not in self._wanted:
            return
        if name != "reported":
            self._wanted.remove(job)
        getattr(self, name).emit(what)
