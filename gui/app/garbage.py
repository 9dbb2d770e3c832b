"""Python's cyclic garbage is collected between two events of the window's thread, and nowhere else."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

MILLISECONDS = 100
"""Often enough that a collection has little to look at: the young objects of a tenth of a second."""


class GarbageCollector(QObject):
    """Python collects wherever an object happens to be made: in the training thread, or in the middle of a painting.

    Qt objects that are destroyed there end the process (pyqtgraph's issue 1628 shows how). So automatic collection is
    off while the window is open, and a timer collects what it would have, by the same thresholds.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(MILLISECONDS)

    def end(self) -> None:
        """The window is closed: Python may collect by itself again."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Up to the oldest generation that is due; collecting one collects the younger ones too."""
        due = [count > most > 0 for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        generations = due.index(False) if False in due else len(due)
        if generations:
            gc.collect(generations - 1)
