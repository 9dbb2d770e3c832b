"""Writing to the disk in a thread, so that training need not wait."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path

from engine.errors import InklingError, cannot_write

log = logging.getLogger("inkling")

FAULT = "A part of the run could not be saved by a fault of the program: the log file tells more."


class BackgroundWriter:
    """Runs one job at a time in a thread; a newer job replaces one that still waits.

    So a slow disk gets fewer checkpoints and does not delay training.
    """

    def __init__(self) -> None:
        self.problem = ""
        """The sentence why the last job failed; "" if it did not."""
        self._job: Callable[[], object] | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def write(self, job: Callable[[], object]) -> None:
        """Run the job after the present one. Anything it raises becomes `problem`; the thread goes on."""
        with self._changed:
            self._job = job
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="checkpoints", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def close(self) -> None:
        """Wait for all jobs and end the thread. A later job starts a new one."""
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
    """Run the job and return the sentence why it failed, or "". A fault of the program goes into the log."""
    try:
        job()
    except InklingError as error:
        return str(error)
    except OSError as error:
        # From a disk that cannot even be listed.
        return str(cannot_write(Path(error.filename or "the run"), error))
    except Exception:
        log.exception("A part of the run could not be kept")
        return FAULT
    return ""
