"""A table of which one row is the current one, and which is as high as its rows: its page scrolls instead."""

from collections.abc import Collection, Hashable, Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView

from gui.widgets.tables.row_model import Index

WHOLE_ROW = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SingleRowTable(QTableView):
    """A subclass has the widths of columns, the heights of rows, and what its keys do."""

    chosen = Signal()
    """Another row is the current one, or the current one has changed."""

    def __init__(self, model: QAbstractTableModel, name: str, keys: Collection[Qt.Key]) -> None:
        """`name` is for screen readers; `keys` are those that the window would take while the table has the focus."""
        super().__init__()
        self._keys = keys
        self.wanted_width = 0
        """Logical pixels, for a layout that asks."""
        self.setModel(model)
        self.setAccessibleName(name)
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
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def go_to(self, keys: Sequence[Hashable], key: Hashable, column: int = 0) -> None:
        """Make the row with this key the current one, or the first if none has it; `keys` are those of all rows."""
        if keys:
            row = keys.index(key) if key in keys else 0
            self.selectionModel().setCurrentIndex(self.model().index(row, column), WHOLE_ROW)
        self.chosen.emit()

    # As high as its rows, and the bar if its columns are wider than its place.

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        header = self.horizontalHeader()
        rows = self.model().rowCount() * self.verticalHeader().defaultSectionSize()
        bar = self.horizontalScrollBar().sizeHint().height() if header.length() > self.viewport().width() else 0
        return QSize(self.wanted_width, header.sizeHint().height() + rows + bar + 2 * self.frameWidth())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        return QSize(0, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self.updateGeometry()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that the window uses too while the table has the keyboard focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in self._keys:
            event.accept()
            return True
        return super().event(event)
