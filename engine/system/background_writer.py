"""Writes to the disk beside training, which must not wait for it."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from engine.errors import InklingError, cannot_write

log = logging.getLogger("inkling")

FAULT = "A part of the run could not be kept by a fault of the program: the log file tells more."


class BackgroundWriter:
    """One job at a time, in a thread of its own; a job that still waits is replaced by a newer one.

    A disk that cannot keep up then gets fewer checkpoints, and training is not held up by it.
    """

    def __init__(self) -> None:
        self.problem = ""
        """Why the last job failed, as a sentence; "" when it did not."""
        self._job: Callable[[], object] | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def write(self, job: Callable[[], object]) -> None:
        """Do this as soon as the present job is done. Whatever it raises becomes `problem`, and the thread goes on."""
        with self._changed:
            self._job = job
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """Wait for every job, and end the thread. The next job starts another one."""
        with self._changed:
            thread, self._closing = self._thread, True
            self._changed.notify_all()
        if thread:
            thread.join()
        self._thread, self._closing = None, False

    def _work(self) -> None:
        while (job := self._next()) is not None:
            self.problem = problem_of(job)

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._job is not None or self._closing)
            job, self._job = self._job, None
            return job


def problem_of(job: Callable[[], object]) -> str:
    """Do the job; why it failed, as a sentence, or "" when it did not. A fault of the program goes into the log."""
    try:
        job()
    except InklingError as error:
        return str(error)
    except OSError as error:
        # Of a disk that cannot even say what is on it.
        return str(cannot_write(Path(error.filename or "the run"), error))
    except Exception:
        log.exception("A part of the run could not be kept")
        return FAULT
    return ""
