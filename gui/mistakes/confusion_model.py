"""The confusion matrix as a Qt model: the number, the tint, the tooltip and the spoken text of each cell."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QAbstractTableModel, QModelIndex, Qt

from engine.formats import count, exact_percent
from engine.settings import CLASSES, DIGITS
from gui.widgets import Index, Role

PLURALS = ("zeros", "ones", "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines")
CORRECT_TINT, WRONG_TINT = 0.28, 0.85
"""The tints of the diagonal and of the most frequent mistake, 0 to 1."""
TINT = Role.UserRole
"""The role of a cell's tint, 0 to 1; None outside the counts."""
NOWHERE = QModelIndex()
Flag = Qt.ItemFlag

Cell = tuple[int, int]
"""The true class and the answer."""


class ConfusionModel(QAbstractTableModel):
    """Has a row for each true class and a column for each answer, then a column with recall and a row with precision.

    Its overrides must not raise: Qt calls them, and an exception may end the process.
    """

    def __init__(self) -> None:
        super().__init__()
        self.names: Sequence[str] = DIGITS
        self._counts, self._tints = np.zeros((CLASSES, CLASSES), np.int64), np.zeros((CLASSES, CLASSES))
        self._precision = self._recall = np.full(CLASSES, np.nan)
        self._in_shares = False

    def show_confusion(
        self,
        counts: NDArray[np.int64],
        precision: NDArray[np.float64],
        recall: NDArray[np.float64],
        names: Sequence[str],
    ) -> None:
        """Show counts (C, C) with a row for each true class, shares (C,) from 0 to 1 or NaN, and C names."""
        self.beginResetModel()
        self._counts, self._precision, self._recall, self.names = counts, precision, recall, names
        self._tints = _tints(counts)
        self.endResetModel()

    def show_shares(self, on: bool) -> None:
        """Show percentages of each true class instead of counts."""
        self._in_shares = on
        last = len(self.names) - 1
        self.dataChanged.emit(self.index(0, 0), self.index(last, last), [Role.DisplayRole])

    @property
    def has_short_names(self) -> bool:
        """Whether each name is a single character."""
        return max(map(len, self.names)) == 1

    @property
    def true_title(self) -> str:
        """The words before the name of a true class."""
        return "the digit was a" if self.names is DIGITS else "it was"

    def words(self, cell: Cell) -> str:
        """Return a sentence about a cell: "12 of 1,009 fives were read as 3"."""
        true, answer = cell
        times, every = int(self._counts[cell]), int(self._counts[true].sum())
        were = "was" if times == 1 else "were"
        how = "classified correctly" if true == answer else f"read as {self.names[answer]}"
        return f"{times:,} of {every:,} {self._plural(true)} {were} {how}"

    def _plural(self, true: int) -> str:
        return PLURALS[true] if self.names is DIGITS else f"images of {self.names[true]}"

    # What Qt asks.

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.names) + 1

    columnCount = rowCount  # noqa: N815 - Qt's name

    def flags(self, index: Index) -> Flag:
        """Only the counts can be chosen."""
        counts = self.holds_count(index)
        return Flag.ItemIsEnabled | Flag.ItemIsSelectable if counts else Flag.NoItemFlags

    def holds_count(self, index: Index) -> bool:
        """Whether the index is a count; False in the margins and for an index from before a reset."""
        classes = range(len(self.names))
        return index.row() in classes and index.column() in classes

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if self.holds_count(index):
            return self._of_count((index.row(), index.column()), role)
        if 0 <= index.row() < len(self.names):
            return self._of_recall(index.row(), role)
        if 0 <= index.column() < len(self.names):
            return self._of_precision(index.column(), role)
        return None

    def _of_count(self, cell: Cell, role: int) -> Any:
        true, answer = cell
        match role:
            case Role.DisplayRole:
                return self._figure(cell)
            case Role.ToolTipRole:
                return f"{self.words(cell)}: click to see them"
            case Role.AccessibleTextRole:
                images = count(int(self._counts[cell]), "image")
                return f"{self.names[true]} read as {self.names[answer]}: {images}"
            case Role.AccessibleDescriptionRole:
                return self.words(cell)
            case _ if role == TINT:
                return float(self._tints[cell])
        return None

    def _of_recall(self, true: int, role: int) -> Any:
        share, name = exact_percent(self._recall[true]), self.names[true]
        match role:
            case Role.DisplayRole:
                return share
            case Role.ToolTipRole:
                return f"Recall: {share}% of the {self._plural(true)} were read as {name}"
            case Role.AccessibleTextRole:
                return f"Recall of {name}: {share}%"
        return None

    def _of_precision(self, answer: int, role: int) -> Any:
        share, name = exact_percent(self._precision[answer]), self.names[answer]
        match role:
            case Role.DisplayRole:
                return share
            case Role.ToolTipRole:
                return f"Precision: {share}% of the images read as {name} were labelled {name}"
            case Role.AccessibleTextRole:
                return f"Precision of {name}: {share}%"
        return None

    def _figure(self, cell: Cell) -> str:
        """The number in a cell; zeros stay empty, so that mistakes stand out."""
        times, every = int(self._counts[cell]), int(self._counts[cell[0]].sum())
        if not times:
            return ""
        return exact_percent(times / every) if self._in_shares else str(times)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        across = orientation == Qt.Orientation.Horizontal
        if role not in (Role.DisplayRole, Role.AccessibleTextRole) or not 0 <= section <= len(self.names):
            return None
        if section == len(self.names):
            return "%" if role == Role.DisplayRole else "Recall, %" if across else "Precision, %"
        name = self.names[section]
        if role == Role.DisplayRole:
            return name
        return f"read as {name}" if across else f"{self.true_title} {name}"


def _tints(counts: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return the tints (C, C) from 0 to 1.

    The tint of a mistake grows with the square root of its count, so that a three is visible beside a thousand.
    """
    diagonal = np.eye(len(counts), dtype=bool)
    mistakes = counts * ~diagonal
    wrong = WRONG_TINT * np.sqrt(mistakes / max(1, mistakes.max()))
    return np.where(diagonal, CORRECT_TINT * (counts > 0), wrong)
