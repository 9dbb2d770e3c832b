"""The table of trials: as high as its rows. Enter or a double click opens the run of a row."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QKeyEvent

from engine.sweep import TrialEnded
from gui.sweep.model import COLUMNS, Marks, TrialModel
from gui.theme import scaled
from gui.widgets import ENTER, SingleRowTable

ROOM, GAP = 8, 12
"""Logical pixels above and below a row's text together, and beside that of a cell."""


class TrialTable(SingleRowTable):
    opened = Signal()
    """The current row's run should be shown."""

    def __init__(self) -> None:
        self._model = TrialModel()
        super().__init__(self._model, "Trainings that were tried", ENTER)
        self.horizontalHeader().setStretchLastSection(True)
        self.doubleClicked.connect(self.opened)
        self.size_columns()

    def size_columns(self) -> None:
        """Call it when the type has another size."""
        width = self.fontMetrics().horizontalAdvance
        for place, column in enumerate(COLUMNS):
            texts = [column.title, column.widest, *(column.text(row, self._model.marks) for row in self._model.rows)]
            self.horizontalHeader().resizeSection(place, max(map(width, texts)) + scaled(GAP))
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + scaled(ROOM))
        self.updateGeometry()

    def show_rows(self, rows: Sequence[TrialEnded], marks: Marks) -> None:
        """The current row stays."""
        place = self.current.place if self.current else 0
        self._model.show(rows, marks)
        self.size_columns()
        self.select(place)

    def select(self, place: int) -> None:
        """Make the trial with this number the current one, or the first if there is none."""
        self.go_to([row.place for row in self._model.rows], place)

    @property
    def current(self) -> TrialEnded | None:
        index = self.currentIndex()
        return self._model.rows[index.row()] if self._model.has(index) else None

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.rows_height + self.horizontalScrollBar().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in ENTER:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
