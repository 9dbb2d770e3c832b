"""Jobs in the background, whose answers are delivered only while they are still wanted."""

import logging
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, Signal, Slot

from engine import InklingError
from engine.errors import Stopped

log = logging.getLogger("inkling")

NAP = 0.01
"""Seconds after which a job that rests notices that it should end."""


class Job:
    """One piece of work. Its reports and its result carry it along, so that late ones can be dropped."""

    def __init__(self, work: "Callable[[Job], Any]", tell: Callable[["Job", str, object], None]) -> None:
        self._work, self._tell = work, tell
        self._stopping = False

    def stop(self) -> None:
        """Ask the work to end: nobody wants the answer any more."""
        self._stopping = True

    def stopping(self) -> bool:
        """Whether the work should end soon, because its answer will be dropped."""
        return self._stopping

    def rest(self, seconds: float) -> None:
        """Wait so long, or until the work should end: who computes without a pause slows training and the window."""
        end = time.monotonic() + seconds
        while not self._stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(left, NAP))

    def report(self, what: object) -> None:
        """Emit `reported` in the window's thread. The work calls this while it goes on."""
        self._tell(self, "reported", what)

    def run(self) -> None:
        """Call the work, and report its result or the sentence about its failure."""
        if self._stopping:
            return
        try:
            self._tell(self, "done", self._work(self))
        except Stopped:
            # Somebody else is asked by now, or nobody: no answer is wanted.
            return
        except InklingError as error:
            self._tell(self, "failed", str(error))
        except Exception:
            log.exception("Something in the background ended by a fault of the program")
            self._tell(self, "failed", "Inkling made a mistake: the log tells more. Your networks are safe.")


class Background(QThread):
    """Does one job after the other in a thread, and emits the answers in the window's thread.

    An answer waits in Qt's queue until its turn comes. By then the job may have been stopped or replaced: `_deliver`
    is the one place that drops what is no longer wanted.
    """

    reported = Signal(object)
    """Whatever the work reports before its end."""
    done = Signal(object)
    """The value that the work returned."""
    failed = Signal(str)
    """A sentence about what went wrong."""
    _told = Signal(object, str, object)
    """From the thread to the window: the Job, the name of a signal above, and its value."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ended = False
        self._wanted: list[Job] = []
        """Jobs without an answer yet, oldest first."""
        self._waiting: deque[Job] = deque()
        """The jobs among them that have not begun."""
        self._present: Job | None = None
        self._told.connect(self._deliver)
        self.finished.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether a job has no answer yet; one that was stopped does not count."""
        return bool(self._wanted)

    def ask(self, work: Callable[[Job], Any]) -> None:
        """Call `work(job)` in the background. Earlier jobs are stopped, and their answers are dropped."""
        self.stop()
        self.do(work)

    def do(self, work: Callable[[Job], Any]) -> None:
        """The same after all earlier jobs, which are done and answered as well."""
        if self._ended:
            return
        job = Job(work, self._told.emit)
        self._wanted.append(job)
        self._waiting.append(job)
        self._go_on()

    def stop(self) -> None:
        """Ask the work to end, and forget the jobs that wait. No answer comes from either."""
        for job in self._wanted:
            job.stop()
        self._wanted.clear()
        self._waiting.clear()

    def settle(self) -> None:
        """Wait until all jobs are done, and deliver their answers."""
        while self._wanted:
            self.wait()
            # Its answer, and that it has ended, which begins the next.
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def end(self) -> None:
        """Stop for good, and wait until the thread has ended: it must not outlive the window."""
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
