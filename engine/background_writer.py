"""Writes to the disk beside training, which must not wait for it."""

import threading
from collections.abc import Callable

from engine.errors import InklingError


class BackgroundWriter:
    """One job at a time, in a thread of its own; a job that still waits is replaced by a newer one.

    A disk that cannot keep up then gets fewer checkpoints, and training is not held up by it.
    """

    def __init__(self) -> None:
        self.problem = ""
        """What went wrong with the last job; "" when nothing did."""
        self._job: Callable[[], object] | None = None
        self._closing = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def write(self, job: Callable[[], object]) -> None:
        """Do this as soon as the present job is done. It may raise InklingError, which becomes `problem`."""
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
            problem = ""
            try:
                job()
            except InklingError as error:
                problem = str(error)
            finally:
                self.problem = problem

    def _next(self) -> Callable[[], object] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._job is not None or self._closing)
            job, self._job = self._job, None
            return job
