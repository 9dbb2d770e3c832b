"""Counts in the background how many of a person's digits the kept network classifies correctly."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.ink import MyDigit
from engine.settings import has_digits
from gui.background import Background, Job
from gui.network import Networks

if TYPE_CHECKING:
    from engine.models import Classifier
    from engine.runs import SavedRun

AT_ONCE = 100
"""Drawings read before it is asked whether somebody still wants the answer: some 30 ms."""


class Counting(QObject):
    """Emits one count for the network and the drawings that it was asked about last."""

    begun = Signal(int)
    """Another network reads so many drawings anew: the figure of the one before is not its own."""
    counted = Signal(int, int, int)
    """How many digits the kept network classifies correctly, of how many that count, and how many there are."""

    failed = Signal(str)
    """A sentence about why there is no figure."""

    def __init__(self, parent: QObject, networks: Networks, background: Background) -> None:
        super().__init__(parent)
        self._networks, self._background = networks, background
        self._reader: Classifier | None = None
        self._known: dict[str, bool] = {}
        """Whether `_reader` read each drawing correctly, by lesson. Only the background's jobs change it."""
        self._shown: Classifier | None = None
        """The network that the last figure was about."""
        background.done.connect(self._tell)
        background.failed.connect(self._fail)

    @property
    def busy(self) -> bool:
        """Whether a figure is still to come."""
        return self._background.busy

    def count(self, digits: Sequence[MyDigit]) -> None:
        """Count them with the kept network; an earlier question gets no answer any more."""
        run, reader = self._networks.run, self._networks.kept_reader
        if run is None or reader is None or not digits or not has_digits(run.settings.data):
            self._background.stop()
            self._shown = None
            self.counted.emit(0, 0, len(digits))
            return
        if reader is not self._reader:
            self._reader, self._known = reader, {}
        if reader is not self._shown:
            self.begun.emit(len(digits))
        self._background.ask(partial(_counted, run, reader, digits, self._known))

    @Slot(object)
    def _tell(self, found: tuple[int, int, int] | None) -> None:
        if found is not None:
            self._shown = self._reader
            self.counted.emit(*found)

    @Slot(str)
    def _fail(self, sentence: str) -> None:
        self._shown = None
        self.counted.emit(0, 0, 0)
        self.failed.emit(sentence)


def _counted(
    run: "SavedRun", reader: "Classifier", digits: Sequence[MyDigit], known: dict[str, bool], job: Job
) -> tuple[int, int, int] | None:
    """In the background: the three figures of `counted`, or None when stopped."""
    from engine.training import classified_correctly

    right = counted = 0
    for begin in range(0, len(digits), AT_ONCE):
        if job.stopping():
            return None
        these = classified_correctly(reader, digits[begin : begin + AT_ONCE], run.result.learnt, known)
        right, counted = right + these[0], counted + these[1]
    return right, counted, len(digits)
