"""Collects Python's cyclic garbage between two events of the window's thread, and nowhere else."""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

MILLISECONDS = 100
"""Short enough that one collection examines only the young objects of a tenth of a second."""


class GarbageCollector(QObject):
    """Replaces automatic collection while the window is open.

    Python collects wherever an object happens to be created: in the training thread, or while a widget is painted.
    Destroying Qt objects there ends the process (pyqtgraph's issue 1628 shows how). A timer collects instead, by
    Python's own thresholds.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._collect)
        self._timer.start(MILLISECONDS)

    def end(self) -> None:
        """Let Python collect by itself again, after the window has closed."""
        self._timer.stop()
        gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Collect the oldest generation that is due, and with it the younger ones."""
        due = [count > most > 0 for count, most in zip(gc.get_count(), gc.get_threshold(), strict=True)]
        generations = due.index(False) if False in due else len(due)
        if generations:
            gc.collect(generations - 1)
