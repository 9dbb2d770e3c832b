"""The rows of "Make it smaller" as Qt asks for them."""

from collections.abc import Callable, Sequence
from textwrap import fill
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from engine.compression.findings import Smaller
from gui.smaller_columns import COLUMNS, Beside, in_order

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()
BESIDE = Role.UserRole
"""The role of what a figure is beside the original's."""
TOOLTIP_COLUMNS = 64
AS_THEY_CAME = -1


class SmallerModel(QAbstractTableModel):
    """The first row that came is the one that all others are compared with."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Smaller] = []
        """In the order in which they are shown."""
        self._came: list[Smaller] = []
        self._order = (AS_THEY_CAME, False)
        self._answers: dict[int, Callable[[Smaller, int], Any]] = {
            Role.DisplayRole: lambda row, column: COLUMNS[column].text(row),
            BESIDE: self._beside,
            Role.ToolTipRole: lambda row, _: fill(row.explanation, TOOLTIP_COLUMNS),
            Role.TextAlignmentRole: lambda _, column: _alignment(column),
            Role.AccessibleTextRole: self._spoken,
        }

    def show_rows(self, rows: Sequence[Smaller]) -> None:
        """All rows, in the order in which they came."""
        self.beginResetModel()
        self._came = list(rows)
        self.rows = self._in_order()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """The same rows in another order: whoever holds a place keeps its row."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [self.rows[index.row()] for index in before]
        self._order = (column, order == Qt.SortOrder.DescendingOrder)
        self.rows = self._in_order()
        after = [self.index(self.rows.index(row), index.column()) for row, index in zip(held, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self) -> list[Smaller]:
        column, descending = self._order
        return list(self._came) if column == AS_THEY_CAME else in_order(self._came, column, descending=descending)

    # What Qt asks.

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        answer = self._answers.get(role)
        return answer(self.rows[index.row()], index.column()) if answer else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Vertical:
            return None
        match role:
            case Role.DisplayRole:
                return COLUMNS[section].title
            case Role.ToolTipRole:
                return COLUMNS[section].tip
            case Role.TextAlignmentRole:
                return _alignment(section)
        return None

    def _beside(self, row: Smaller, column: int) -> Beside:
        original = self._came[0]
        return Beside() if row is original else COLUMNS[column].beside(row, original)

    def _spoken(self, row: Smaller, column: int) -> str:
        beside = self._beside(row, column).text
        return COLUMNS[column].text(row) + (f", {beside}" if beside else "")


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
