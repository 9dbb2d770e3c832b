"""The kept runs as Qt's table views want them: only what is in sight is ever asked for."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from engine.run_row import RunRow
from gui.run_columns import COLUMNS, STATE, TICK, WHEN, ListedRun, in_order, listed
from gui.run_lines import MOST, run_lines, swatch
from gui.theme import LIGHT, Theme

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SWATCH = QSizeF(30, 12)
Role = Qt.ItemDataRole


class RunsModel(QAbstractTableModel):
    """Rows sort themselves in Python: asking Qt's proxy to do it takes twenty calls from C++ for each of them."""

    renamed = Signal(object, str)
    """Folder and name; with "" it is to have the one of its folder again."""
    noted = Signal(object, str)
    ticked = Signal(list)
    """The folders of all runs that are ticked, in the order in which that was done."""
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.runs: list[ListedRun] = []
        self.slots: dict[Path, int] = {}
        """The ticked runs, and which of the lines stands for each."""
        self._order = (WHEN, True)
        self._theme = LIGHT
        self._swatches: list[QIcon] = []
        self._answers: dict[int, Callable[[ListedRun, int], Any]] = {
            Role.DisplayRole: lambda run, column: COLUMNS[column].text(run),
            Role.EditRole: lambda run, column: COLUMNS[column].text(run),
            Role.ToolTipRole: self._tip,
            Role.TextAlignmentRole: lambda _, column: _alignment(column),
            Role.ForegroundRole: self._colour,
            Role.CheckStateRole: self._check,
            Role.DecorationRole: self._swatch,
            Role.AccessibleTextRole: self._spoken,
        }

    def set_theme(self, theme: Theme, ratio: float) -> None:
        """`ratio` is how many pixels of the screen one of Qt's is."""
        self._theme = theme
        self._swatches = [swatch(line, SWATCH, ratio) for line in run_lines(theme)]
        self._all_changed()

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """In the order that was sorted by; ticks stay with their folders."""
        runs = in_order(listed(rows), self._order[0], descending=self._order[1])
        if {row.folder for row in rows} == {run.row.folder for run in self.runs}:
            self._rearrange(runs)
            self._all_changed()
        else:
            self.beginResetModel()
            self.runs = runs
            self.endResetModel()
        self._keep_ticks({row.folder for row in rows})

    def _keep_ticks(self, there: set[Path]) -> None:
        kept = {folder: slot for folder, slot in self.slots.items() if folder in there}
        if kept != self.slots:
            self.slots = kept
            self.ticked.emit(list(kept))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        # Qt sorts by column -1 when there is to be no order.
        if column > TICK:
            self._order = (column, order == Qt.SortOrder.DescendingOrder)
            self._rearrange(in_order(self.runs, column, descending=self._order[1]))

    def _rearrange(self, runs: list[ListedRun]) -> None:
        """The same runs in another order: whoever holds a place keeps its run."""
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        folders = [self.runs[index.row()].row.folder for index in before]
        self.runs = runs
        places = {run.row.folder: place for place, run in enumerate(runs)}
        after = [self.index(places[f], index.column()) for f, index in zip(folders, before, strict=True)]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _all_changed(self) -> None:
        if self.runs:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.runs) - 1, len(COLUMNS) - 1))

    # Ticks.

    def tick(self, row: int, on: bool) -> None:
        """Show its curve, or no longer; of too many the one that was ticked first makes room."""
        run = self.runs[row].row
        if on == (run.folder in self.slots):
            return
        if not on:
            del self.slots[run.folder]
        else:
            if len(self.slots) == MOST:
                self._make_room()
            self.slots[run.folder] = next(slot for slot in range(MOST) if slot not in self.slots.values())
        self._all_changed()
        self.ticked.emit(list(self.slots))

    def _make_room(self) -> None:
        first = next(iter(self.slots))
        del self.slots[first]
        name = next(run.row.name for run in self.runs if run.row.folder == first)
        self.told.emit(f"{MOST} curves at most: {name} is no longer ticked.")

    # What Qt asks.

    def rowCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index = NOWHERE) -> int:  # noqa: N802 - Qt's name
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        answer = self._answers.get(role)
        return answer(self.runs[index.row()], index.column()) if answer else None

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

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
        if index.column() == TICK:
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags | Qt.ItemFlag.ItemIsEditable if COLUMNS[index.column()].field else flags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802 - Qt's name
        """What a person writes is shown at once; whoever keeps it shows the rows anew."""
        if role == Role.CheckStateRole:
            self.tick(index.row(), Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        run, field, text = self.runs[index.row()], COLUMNS[index.column()].field, str(value).strip()
        if role != Role.EditRole or not field or text == getattr(run.row, field):
            return False
        row = replace(run.row, note=text) if field == "note" else replace(run.row, name=text or run.row.folder.name)
        self.runs[index.row()] = ListedRun(row, run.different, run.every)
        self._all_changed()
        (self.renamed if field == "name" else self.noted).emit(row.folder, text)
        return True

    def _tip(self, run: ListedRun, column: int) -> str:
        if column == TICK:
            return COLUMNS[TICK].tip
        return (COLUMNS[column].detail or COLUMNS[column].text)(run)

    def _colour(self, run: ListedRun, column: int) -> QColor | None:
        if column != STATE:
            return None
        theme = self._theme
        return QColor(
            {
                "training": theme.accent,
                "completed": theme.accuracy,
                "stopped": theme.muted,
                "interrupted": theme.warning,
            }.get(run.row.state, theme.error)
        )

    def _check(self, run: ListedRun, column: int) -> Qt.CheckState | None:
        if column != TICK:
            return None
        return Qt.CheckState.Checked if run.row.folder in self.slots else Qt.CheckState.Unchecked

    def _swatch(self, run: ListedRun, column: int) -> QIcon | None:
        slot = self.slots.get(run.row.folder) if column == TICK else None
        return None if slot is None or not self._swatches else self._swatches[slot]

    def _spoken(self, run: ListedRun, column: int) -> str:
        return f"Curve of {run.row.name}" if column == TICK else COLUMNS[column].text(run)


def _alignment(column: int) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
