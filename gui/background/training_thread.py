"""The thread that trains. It puts the engine's events into a queue, which the window's thread empties."""

import logging
from collections import deque
from pathlib import Path

from PySide6.QtCore import QObject, QThread

from engine import Event, Finished, InklingError, RunControl, Started, TrainSettings
from engine.system import give_back_freed_memory, give_way

WINDOWS_CORES = 1
"""Training leaves so many cores to the window: otherwise they would wait for each other."""

log = logging.getLogger("inkling")


class TrainingThread(QThread):
    """Runs the engine and queues its events. The last event is always a Finished, whatever happens."""

    def __init__(self, what: TrainSettings | Path, parent: QObject) -> None:
        """`what` is the settings to train with, or the folder of the run to go on with."""
        super().__init__(parent)
        self.control = RunControl()
        self.events: deque[Event] = deque()
        self.past: list[Event] = []
        """The events of a resumed run from before; complete when its Started is queued."""
        self._what = what

    def run(self) -> None:
        give_way()
        try:
            self._pull()
        except InklingError as error:
            self._fail(str(error))
        except Exception:
            log.exception("Training ended by a fault of the program")
            self._fail("Training ended by a fault of the program: the log file tells more.")
        give_back_freed_memory()

    def _pull(self) -> None:
        from engine import resume, train
        from engine.runs import read_history

        if isinstance(self._what, Path):
            events = resume(self._what, self.control, spare_cores=WINDOWS_CORES)
        else:
            events = train(self._what, self.control, spare_cores=WINDOWS_CORES)
        for event in events:
            if isinstance(event, Started) and event.first_step:
                self.past = read_history(Path(event.folder))
            self.events.append(event)

    def _fail(self, message: str) -> None:
        self.events.append(Finished("failed", message, seconds=0.0, test_accuracy=None, saved_to=None))
