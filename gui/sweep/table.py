"""The table of trials: as high as its rows. Enter or a double click opens the run of a row."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent

from engine.sweep import TrialEnded
from gui.sweep.model import FIGURES, Marks, TrialModel
from gui.theme import scaled
from gui.widgets import ENTER, SingleRowTable

ROOM, GAP = 8, 10
"""Logical pixels above and below a row's text together, and beside that of a cell."""
WIDEST, NARROWEST = 150, 80
"""Of a column of a setting: a longer name of a network is cut, and the row's tooltip has all of it."""


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
        for place, width in enumerate(self._widths()):
            self.horizontalHeader().resizeSection(place, width)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + scaled(ROOM))
        self.updateGeometry()

    def _widths(self) -> list[int]:
        """As wide as their texts; in a narrow window the columns of settings give way, the widest first."""
        columns, rows, marks = self._model.columns, self._model.rows, self._model.marks
        width, gap = self.fontMetrics().horizontalAdvance, scaled(GAP)
        texts = [[one.title, one.widest, *(one.text(row, marks) for row in rows)] for one in columns]
        widths = [max(map(width, some)) + gap for some in texts]
        settings = range(len(columns) - len(FIGURES))
        for place in sorted(settings, key=lambda place: -widths[place]):
            room = widths[place] - sum(widths) + self.viewport().width()
            least = max(width(columns[place].title) + gap, scaled(NARROWEST))
            widths[place] = min(widths[place], max(room, least), max(scaled(WIDEST), least))
        return widths

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.size_columns()

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

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in ENTER:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
