"""The table of compressed networks: as high as its rows, with its own keys."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from engine.compression import Compressed
from gui.compression.columns import COLUMNS
from gui.compression.model import AS_THEY_CAME, CompressionModel
from gui.compression.two_line_delegate import SIDE, TwoLineDelegate
from gui.theme import Theme, scaled
from gui.widgets import ENTER, SingleRowTable, SortsByAnother, sorted_instead

ROOM = 10
"""Logical pixels above and below the two lines of a row together."""
GAP = 5
"""Logical pixels between the texts of two columns, besides their own margins."""
Key = Qt.Key
INSTEAD = sorted_instead(COLUMNS)
OURS = (*ENTER, Key.Key_Left, Key.Key_Right)


class CompressionTable(SingleRowTable):
    """Enter draws with a row, Ctrl+Up and Ctrl+Down sort by the column that has the keyboard focus."""

    draw_asked = Signal()

    def __init__(self) -> None:
        self._model = CompressionModel()
        super().__init__(self._model, "Networks made smaller", OURS)
        self._delegate = TwoLineDelegate(self)
        self.setItemDelegate(self._delegate)
        self._size_columns()
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(AS_THEY_CAME, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().setSortIndicatorClearable(True)
        SortsByAnother(self.horizontalHeader(), INSTEAD)
        self.doubleClicked.connect(self.draw_asked)

    def _size_columns(self) -> None:
        width, header = self.fontMetrics().horizontalAdvance, self.horizontalHeader()
        self._measured = self.fontMetrics().height()
        """The height of a line when the columns got their widths: a person may change these."""
        for place, column in enumerate(COLUMNS):
            header.resizeSection(place, max(width(column.widest), width(column.title)) + scaled(2 * SIDE + GAP))
        self.wanted_width = header.length() + 2 * self.frameWidth()
        """The width of all columns without scrolling, in logical pixels."""
        header.setStretchLastSection(True)
        self.verticalHeader().setDefaultSectionSize(2 * self.fontMetrics().height() + scaled(ROOM))

    def set_theme(self, theme: Theme) -> None:
        self._delegate.set_theme(theme)
        if self.fontMetrics().height() != self._measured:
            self._size_columns()
            self.updateGeometry()
        self.viewport().update()

    # Rows.

    def show_rows(self, rows: Sequence[Compressed]) -> None:
        """Show rows, given in the order in which they came, the original first. The current row stays."""
        name, column = self.current.name if self.current else "", max(0, self.currentIndex().column())
        self._model.show_rows(rows)
        self._go_to(name, column)
        self.updateGeometry()

    def select(self, name: str) -> None:
        """Make the row with this name the current one."""
        self._go_to(name, max(0, self.currentIndex().column()))

    def _go_to(self, name: str, column: int) -> None:
        """Go to the row with this name, or to the first row if there is none."""
        self.go_to([row.name for row in self._model.rows], name, column)

    @property
    def current(self) -> Compressed | None:
        """The row that has the keyboard focus."""
        index = self.currentIndex()
        return self._model.rows[index.row()] if index.isValid() else None

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Key.Key_Return | Key.Key_Enter:
                self.draw_asked.emit()
            case Key.Key_Up | Key.Key_Down if control:
                down = event.key() == Key.Key_Down
                order = Qt.SortOrder.DescendingOrder if down else Qt.SortOrder.AscendingOrder
                column = max(0, self.currentIndex().column())
                self.sortByColumn(INSTEAD.get(column, column), order)
            case _:
                super().keyPressEvent(event)
