"""The compressed networks as a Qt model."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from engine.compression import Compressed
from gui.compression.columns import COLUMNS, Beside, in_order
from gui.widgets import Role, RowModel, tooltip

BESIDE = Role.UserRole
"""The role of the comparison with the original's figure."""
AS_THEY_CAME = -1


class CompressionModel(RowModel):
    """Compares all rows with the first one that came, the original."""

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self._came: list[Compressed] = []
        self._order = (AS_THEY_CAME, False)
        self.answers = {
            Role.DisplayRole: lambda row, column: COLUMNS[column].text(row),
            BESIDE: self._beside,
            Role.ToolTipRole: lambda row, _: tooltip(row.explanation),
            Role.TextAlignmentRole: lambda _, column: self.alignment(column),
            Role.AccessibleTextRole: self._spoken,
        }

    def is_number(self, column: int) -> bool:
        return column > 0

    def show_rows(self, rows: Sequence[Compressed]) -> None:
        """Show all rows, given in the order in which they came."""
        self._came = list(rows)
        self.replace(self._in_order())

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._order = (column, order == Qt.SortOrder.DescendingOrder)
        self.rearrange(self._in_order(), key=lambda row: row)

    def _in_order(self) -> list[Compressed]:
        column, descending = self._order
        return list(self._came) if column == AS_THEY_CAME else in_order(self._came, column, descending=descending)

    def _beside(self, row: Compressed, column: int) -> Beside:
        original = self._came[0]
        return Beside() if row is original else COLUMNS[column].beside(row, original)

    def _spoken(self, row: Compressed, column: int) -> str:
        beside = self._beside(row, column).text
        return COLUMNS[column].text(row) + (f", {beside}" if beside else "")
