"""Keeps the chosen runs chosen when the table shows other rows, which makes Qt forget them."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QObject, Slot

from gui.runs.table.columns import COLUMNS, NAME, TICK
from gui.runs.table.model import RunsModel

Flag = QItemSelectionModel.SelectionFlag
ALONE = Flag.ClearAndSelect | Flag.Rows
"""Select the row of the current cell, and no other one."""


class Chosen(NamedTuple):
    """The runs that a person has chosen."""

    folders: set[Path]
    """Those of the selected runs."""
    current: Path | None
    """The folder of the run that has the keyboard focus."""
    row: int
    column: int
    """Where its cell is."""


class KeptChoice(QObject):
    """Remembers the choice before the model shows other rows, and makes it again."""

    def __init__(self, runs: RunsModel) -> None:
        super().__init__()
        self._runs = runs
        self._selection: QItemSelectionModel | None = None
        self._before = Chosen(set(), None, 0, NAME)
        self.recalling = False
        """Whether the selection changes without a person's doing."""
        runs.modelAboutToBeReset.connect(self._remember)

    def follow(self, selection: QItemSelectionModel) -> None:
        """Keep the choice of this selection. Call it when the view has connected the model to itself."""
        self._selection = selection
        self._runs.modelReset.connect(self._recall)

    @property
    def folders(self) -> set[Path]:
        """Those of the selected runs."""
        return {self._runs.rows[place].row.folder for place in self.places}

    @property
    def places(self) -> list[int]:
        """The selected rows, from top to bottom."""
        if self._selection is None:
            return []
        # Whole rows are selected. selectedRows() checks every cell, which takes a second when 700 runs are selected.
        parts = self._selection.selection()
        return sorted({row for part in parts for row in range(part.top(), part.bottom() + 1)})  # type: ignore[attr-defined]

    @Slot()
    def _remember(self) -> None:
        if self._selection is None:
            return
        index = self._selection.currentIndex()
        current = self._runs.rows[index.row()].row.folder if index.isValid() else None
        self._before = Chosen(self.folders, current, max(0, index.row()), max(NAME, index.column()))

    @Slot()
    def _recall(self) -> None:
        """Choose the same runs again; instead of one that vanished, its neighbour."""
        folders, current, row, column = self._before
        rows = self._runs.rows
        if not rows or self._selection is None:
            return
        chosen = QItemSelection()
        for place in (place for place, run in enumerate(rows) if run.row.folder in folders):
            chosen.select(self._runs.index(place, TICK), self._runs.index(place, len(COLUMNS) - 1))
        here = self._runs.place(current) if current else None
        if here is None:
            here = min(row, len(rows) - 1)
        self.recalling = True
        try:
            self._selection.select(chosen, Flag.ClearAndSelect)
            flags = Flag.NoUpdate if chosen else ALONE
            self._selection.setCurrentIndex(self._runs.index(here, column), flags)
        finally:
            self.recalling = False
