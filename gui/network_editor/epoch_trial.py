"""Asks how long an epoch would take, a moment after the last edit, and never while something else uses the CPU."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from engine import TrainSettings
from gui.background import WINDOWS_CORES, Background, Job

if TYPE_CHECKING:
    from engine.speed import EpochPrediction

PAUSE = 700
"""Milliseconds after an edit: who clicks on wants no trial yet."""
TRYING = "a short trial measures it \N{HORIZONTAL ELLIPSIS}"


class EpochTrial(QObject):
    """One trial at a time, of the settings that were asked for last; what is outdated is dropped."""

    said = Signal(str)
    """What there is to say while there is no answer."""
    predicted = Signal(object)
    """EpochPrediction."""

    def __init__(
        self, parent: QObject, *, hindrance: Callable[[], str], in_sight: Callable[[], bool], background: Background
    ) -> None:
        """`hindrance` says why no trial may run now, or ""; `in_sight`, whether anybody would read the answer."""
        super().__init__(parent)
        self._hindrance, self._in_sight, self._background = hindrance, in_sight, background
        self._wanted: TrainSettings | None = None
        self._is_answered = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._timer.timeout.connect(self._begin)
        background.done.connect(self._answer)
        background.failed.connect(self.said)

    def ask(self, settings: TrainSettings | None) -> None:
        """Want an answer for these settings, or for none because there is no such network."""
        if settings != self._wanted:
            self._background.stop()
            self._timer.stop()
            self._wanted, self._is_answered = settings, False
        self.ask_again()

    @Slot()
    def ask_again(self) -> None:
        """Call it when a hindrance or the page may have gone or come."""
        if self._wanted is None or self._is_answered:
            return
        if hindrance := self._hindrance():
            self._background.stop()
            self._timer.stop()
            self.said.emit(hindrance)
        elif self._in_sight() and not self._background.busy:
            self.said.emit(TRYING)
            self._timer.start()

    @Slot()
    def _begin(self) -> None:
        if self._wanted is None or not self._in_sight():
            return
        if hindrance := self._hindrance():
            self.said.emit(hindrance)
        else:
            self._background.ask(partial(_predicted, self._wanted))

    @Slot(object)
    def _answer(self, prediction: "EpochPrediction") -> None:
        self._is_answered = True
        self.predicted.emit(prediction)


def _predicted(settings: TrainSettings, job: Job) -> "EpochPrediction":
    from engine.speed import predict_epoch

    return predict_epoch(settings, job.stopping, WINDOWS_CORES)
