"""The table of trials: as high as its rows. Enter or a double click opens the run of a row."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from engine.sweep import TrialEnded
from gui.sweep.model import COLUMNS, Marks, TrialModel
from gui.theme import scaled
from gui.widgets import Index

ROOM, GAP = 8, 12
"""Logical pixels above and below a row's text together, and beside that of a cell."""
WHOLE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TrialTable(QTableView):
    chosen = Signal()
    """Another row is the current one."""
    opened = Signal()
    """The current row's run should be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._model = TrialModel()
        self.setModel(self._model)
        self.setAccessibleName("Trainings that were tried")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        # Tab leaves the table instead of walking through all cells.
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setStretchLastSection(True)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
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
        places = [row.place for row in self._model.rows]
        if places:
            row = places.index(place) if place in places else 0
            self.selectionModel().setCurrentIndex(self._model.index(row, 0), WHOLE_ROW)
        self.chosen.emit()

    @property
    def current(self) -> TrialEnded | None:
        index = self.currentIndex()
        return self._model.rows[index.row()] if self._model.has(index) else None

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self.chosen.emit()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        rows = self._model.rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height()
        return QSize(0, self.horizontalHeader().sizeHint().height() + rows + bar + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return self.sizeHint()

    def event(self, event: QEvent) -> bool:
        """Claim Enter while the table has the keyboard focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in ENTER:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in ENTER:
            self.opened.emit()
        else:
            super().keyPressEvent(event)
