"""The confusion matrix: a row for each true class, a column for each answer, and how well each class is recognized."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPointF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QSizePolicy, QTableView

from engine.settings import DIGITS
from gui.mistakes.confusion_model import Cell, ConfusionModel
from gui.mistakes.confusion_painting import NAME_FONT, CellDelegate, NameHeader
from gui.theme import Theme, scaled

LAST = 1.3
"""The width of the recall column and the height of the precision row, in cells: room for "99.5" and a gap."""
LEAST, LEAST_OF_MANY = 17, 10
"""The smallest side of a cell in pixels: three digits need 17. Above MANY classes, cells may be too small for numbers;
tooltips and screen readers still give them."""
MANY = 12
WANTED = 330
"""The preferred side in logical pixels; many classes prefer more."""
CHOOSING_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
Across, Down = Qt.Orientation.Horizontal, Qt.Orientation.Vertical


class ConfusionMatrix(QTableView):
    """Click a cell, or go there with the arrow keys and press Enter, to see the images that it counts."""

    chosen = Signal(int, int)
    """The true class and the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._model = ConfusionModel()
        self._delegate = CellDelegate()
        self._headers = NameHeader(Across), NameHeader(Down)
        self.setObjectName("confusion")
        self.setAccessibleName("Confusion matrix")
        self.setHorizontalHeader(self._headers[0])
        self.setVerticalHeader(self._headers[1])
        self.setModel(self._model)
        self.setItemDelegate(self._delegate)
        self._behave()
        self._show_names()
        self.show_cell(0, 0)

    def _behave(self) -> None:
        """Switch off what a table can do and a matrix cannot: scroll, edit, select several cells."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        # Tab leaves the matrix instead of walking through all cells.
        self.setTabKeyNavigation(False)
        self.setAutoScroll(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.entered.connect(self._show_pointer)
        self.viewportEntered.connect(self._show_arrow)

    def set_theme(self, theme: Theme) -> None:
        for part in (self._delegate, *self._headers):
            part.theme = theme
        # The zoom may be another one, too.
        self._show_names()
        for view in (self, *self._headers):
            view.viewport().update()

    def show_confusion(
        self,
        counts: NDArray[np.int64],
        precision: NDArray[np.float64],
        recall: NDArray[np.float64],
        names: Sequence[str] = DIGITS,
    ) -> None:
        """Show counts (C, C) with a row for each true class, shares (C,) from 0 to 1 or NaN, and C names."""
        before = self.cell
        self._model.show_confusion(counts, precision, recall, names)
        self._show_names()
        self.show_cell(*(min(place, len(names) - 1) for place in before))

    def show_shares(self, on: bool) -> None:
        """Show percentages of each true class instead of counts."""
        self._model.show_shares(on)

    def show_cell(self, true: int, answer: int) -> None:
        """Mark this cell as the chosen one, without emitting `chosen`."""
        select = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self._model.index(true, answer), select)

    @property
    def cell(self) -> Cell:
        """The marked cell."""
        return self.currentIndex().row(), self.currentIndex().column()

    def words(self, cell: Cell) -> str:
        """Return a sentence about a cell: "12 of 1,009 fives were read as 3"."""
        return self._model.words(cell)

    # Sizes: the cells are square, and all of them are visible.

    def _show_names(self) -> None:
        short, width = self._model.has_short_names, self.fontMetrics().horizontalAdvance
        widest = 0.0 if short else NAME_FONT * max(map(width, self._model.names))
        self._headers[0].show_names("read as", widest)
        self._headers[1].show_names(self._model.true_title, widest)
        self.updateGeometry()
        self._fit_cells()

    @property
    def _heads(self) -> QSize:
        return QSize(self._headers[1].width(), self._headers[0].height())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        cells = math.ceil(scaled(LEAST) * (len(self._model.names) + LAST))
        return scaled(QSize(WANTED, WANTED)).expandedTo(self._heads + QSize(cells, cells))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        classes = len(self._model.names)
        cells = math.ceil(scaled(LEAST if classes <= MANY else LEAST_OF_MANY) * (classes + LAST))
        return self._heads + QSize(cells, cells)

    def _fit_cells(self) -> None:
        classes, room = len(self._model.names), self.size() - self._heads
        side = max(1, math.floor(min(room.width(), room.height()) / (classes + LAST)))
        for header in self._headers:
            for section in range(classes):
                header.resizeSection(section, side)
            header.resizeSection(classes, round(LAST * side))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._fit_cells()

    # Mouse and keys. Qt calls these overrides. They must not raise: an exception may end the process.

    def _cell_at(self, position: QPointF) -> Cell | None:
        index = self.indexAt(position.toPoint())
        return (index.row(), index.column()) if self._model.holds_count(index) else None

    @Slot(QModelIndex)
    def _show_pointer(self, index: QModelIndex) -> None:
        counts = self._model.holds_count(index)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if counts else Qt.CursorShape.ArrowCursor)

    @Slot()
    def _show_arrow(self) -> None:
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        super().mousePressEvent(event)
        cell = self._cell_at(event.position())
        if cell and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(*cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        # A drag would mark cells without choosing them.
        if not event.buttons():
            super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in CHOOSING_KEYS:
            self.chosen.emit(*self.cell)
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:  # noqa: N802
        """Keep the keyboard out of the margins: End goes to the last class."""
        index = super().moveCursor(action, modifiers)
        last = len(self._model.names) - 1
        return self._model.index(min(index.row(), last), min(index.column(), last))

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 - Qt's name
        """Do not search: digits are keys of the window."""
