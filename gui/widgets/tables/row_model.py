"""A Qt model for a table of rows: one function for each role, headings, and an order that can change."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from gui.widgets.tooltip import tooltip

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
NOWHERE = QModelIndex()


class Heading(Protocol):
    """The heading of a column."""

    @property
    def title(self) -> str: ...

    @property
    def tip(self) -> str: ...


class RowModel(QAbstractTableModel):
    """Holds the rows in the order in which they are shown."""

    def __init__(self, columns: Sequence[Heading]) -> None:
        super().__init__()
        self.rows: list[Any] = []
        self.answers: dict[int, Callable[[Any, int], Any]] = {}
        """By role, the function that returns the value for a row and a column."""
        self._columns = columns

    def is_number(self, column: int) -> bool:
        """Whether a column has numbers, which are aligned to the right."""
        raise NotImplementedError

    def alignment(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self.is_number(column) else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter

    def replace(self, rows: list[Any], columns: Sequence[Heading] | None = None) -> None:
        """Show other rows, and other columns if they are given."""
        self.beginResetModel()
        self.rows = rows
        if columns is not None:
            self._columns = columns
        self.endResetModel()

    def rearrange(self, rows: list[Any], key: Callable[[Any], Hashable]) -> None:
        """Show the same rows, identified by their keys, in another order. Qt's indexes follow their rows."""
        if [key(row) for row in rows] == [key(row) for row in self.rows]:
            # Moving thousands of selected cells to where they are takes half a second.
            self.rows = rows
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        held = [key(self.rows[index.row()]) for index in before]
        self.rows = rows
        places = {key(row): place for place, row in enumerate(rows)}
        after = [self.index(places[kept], index.column()) for kept, index in zip(held, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    # What Qt asks.

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        answer = self.answers.get(role)
        return answer(self.rows[index.row()], index.column()) if answer and self.has(index) else None

    def has(self, index: Index) -> bool:
        """Whether the cell exists. Qt may ask late, and an exception inside its call may end the process."""
        return 0 <= index.row() < len(self.rows) and 0 <= index.column() < len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self._columns):
            return None
        match role:
            case Role.DisplayRole:
                return self._columns[section].title
            case Role.ToolTipRole:
                return tooltip(self._columns[section].tip)
            case Role.TextAlignmentRole:
                return self.alignment(section)
        return None
