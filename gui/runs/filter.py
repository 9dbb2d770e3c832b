"""Hides the runs that do not match what a person looks for."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt

from gui.runs.model import RunsModel


class RunFilter(QSortFilterProxyModel):
    """Shows the runs that contain all of the words."""

    def __init__(self, runs: RunsModel) -> None:
        super().__init__()
        self._runs = runs
        self._words: list[str] = []
        self.setSourceModel(runs)

    def find(self, text: str) -> None:
        self.beginFilterChange()
        self._words = text.casefold().split()
        self.endFilterChange(QSortFilterProxyModel.Direction.Rows)

    def filterAcceptsRow(self, row: int, parent: QModelIndex | QPersistentModelIndex) -> bool:  # noqa: N802, ARG002
        runs = self._runs.runs
        return row < len(runs) and all(word in runs[row].words for word in self._words)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._runs.sort(column, order)
