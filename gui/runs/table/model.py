"""The kept runs as a Qt model that holds its cells, so that Qt paints them without asking Python."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QStandardItemModel

from engine.runs import RunRow, made_name
from gui.runs.chart.lines import MOST, run_lines, swatch
from gui.runs.table.cells import Look, RunCells, headings
from gui.runs.table.columns import COLUMNS, TICK, WHEN, ListedRun, in_order, listed
from gui.theme import Theme, scaled
from gui.widgets import Index, Role

SWATCH = QSize(30, 12)
"""The line of a ticked run, in logical pixels at 100 %."""


class RunsModel(QStandardItemModel):
    """Sorts its rows itself: Qt's proxy model would call Python twenty times for each row.

    It overrides no function that Qt calls while it paints: one of them costs a lock for every cell.
    """

    renamed = Signal(object, str)
    """Folder and new name; "" restores the name of the folder."""
    noted = Signal(object, str)
    ticked = Signal(list)
    """The folders of all ticked runs, in the order in which they were ticked."""
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.rows: list[ListedRun] = []
        """The runs in the order in which they are shown."""
        self.runs: list[ListedRun] = []
        """All kept runs in the same order; `rows` are those that a person looks for."""
        self._words: list[str] = []
        self.slots: dict[Path, int] = {}
        """The ticked runs, and the index of each one's line."""
        self.short: set[Path] = set()
        """Those that were given up after a few steps, which are folded away."""
        self._unfolded = False
        self._order = (WHEN, True)
        self._look = Look()
        self._cells: dict[Path, RunCells] = {}
        """Those of all kept runs, by folder."""
        for column, heading in enumerate(headings()):
            self.setHorizontalHeaderItem(column, heading)

    def set_theme(self, theme: Theme, ratio: float) -> None:
        """`ratio` is the number of screen pixels per logical pixel."""
        size = QSizeF(scaled(SWATCH))
        self._look = Look(theme, tuple(swatch(line, size, ratio) for line in run_lines(theme)))
        # Each change of a cell would be a signal of its own.
        with QSignalBlocker(self):
            for cells in self._cells.values():
                cells.show_look(self._look)
        if self.rows:
            self.dataChanged.emit(self.index(0, TICK), self.index(len(self.rows) - 1, len(COLUMNS) - 1))

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs in the present order. Ticks stay with their folders."""
        self._show(listed(rows))
        self._keep_ticks({row.folder for row in rows})

    def find(self, text: str) -> None:
        """Show only the runs that contain all words of `text`."""
        self._words = text.casefold().split()
        self._show(self.runs)

    def _show(self, runs: Sequence[ListedRun]) -> None:
        """Reset the model only if other rows are seen: with a thousand selected cells Qt takes half a second to follow
        each of them to its new place.
        """
        column, descending = self._order
        self.runs = in_order(runs, column, descending=descending)
        self.short = self._short()
        folded = set() if self._unfolded or self._words else self.short - self.slots.keys()
        found = [run for run in self.runs if all(word in run.words for word in self._words)]
        found = [run for run in found if run.row.folder not in folded]
        self._fill_cells()
        if list(map(_folder, found)) == list(map(_folder, self.rows)):
            self.rows = found
        else:
            self._replace(found)

    def _short(self) -> set[Path]:
        """All short runs but the newest run, which may be what a person is about to resume. One alone is not folded."""
        newest = max((run.row.started for run in self.runs), default="")
        short = {run.row.folder for run in self.runs if run.is_short and run.row.started != newest}
        return short if len(short) > 1 else set()

    def unfold(self, shown: bool) -> None:
        """Show the short runs too, or fold them away."""
        self._unfolded = shown
        self._show(self.runs)

    def _fill_cells(self) -> None:
        before = self._cells
        self._cells = {}
        for run in self.runs:
            folder = run.row.folder
            self._cells[folder] = cells = before.get(folder) or RunCells(run, self._look)
            cells.show_run(run, self._look)

    def _replace(self, found: list[ListedRun]) -> None:
        """Show these rows. Those at the top and at the bottom that stay where they are are not touched."""
        self.beginResetModel()
        before, after = list(map(_folder, self.rows)), list(map(_folder, found))
        top = _same(before, after)
        bottom = _same(before[top:][::-1], after[top:][::-1])
        with QSignalBlocker(self):
            for place in reversed(range(top, len(before) - bottom)):
                self.takeRow(place)
            for place in range(top, len(after) - bottom):
                self.insertRow(place, self._cells[after[place]].items)
        self.rows = found
        self.endResetModel()

    def _keep_ticks(self, there: set[Path]) -> None:
        kept = {folder: slot for folder, slot in self.slots.items() if folder in there}
        if kept != self.slots:
            self.slots = kept
            self.ticked.emit(list(kept))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        # Qt sorts by column -1 for no order.
        if column > TICK:
            self._order = (column, order == Qt.SortOrder.DescendingOrder)
            self._show(self.runs)

    def place(self, folder: Path) -> int | None:
        """The row of the run in this folder; None when it is not shown."""
        return next((place for place, run in enumerate(self.rows) if run.row.folder == folder), None)

    # Ticks.

    def tick(self, places: Sequence[int], *, on: bool) -> None:
        """Tick or untick rows. If there are too many, those that were ticked first are unticked."""
        before = dict(self.slots)
        for folder in [self.rows[place].row.folder for place in places]:
            if not on:
                self.slots.pop(folder, None)
            elif folder not in self.slots:
                if len(self.slots) == MOST:
                    self._make_room()
                self.slots[folder] = next(slot for slot in range(MOST) if slot not in self.slots.values())
        if self.slots != before:
            self._show_slots(before.keys() ^ self.slots.keys())
            self.ticked.emit(list(self.slots))

    def _show_slots(self, folders: Iterable[Path]) -> None:
        for folder in folders:
            if folder in self._cells:
                self._cells[folder].show_slot(self.slots.get(folder), self._look)

    def _make_room(self) -> None:
        first = next(iter(self.slots))
        del self.slots[first]
        name = next((run.row.name for run in self.runs if run.row.folder == first), first.name)
        self.said.emit(f"{MOST} curves at most: {name} is no longer ticked.")

    # What Qt asks.

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Show at once what a person writes. The slot that keeps it shows the rows again."""
        if not self._has(index):
            return False
        if role == Role.CheckStateRole:
            self.tick([index.row()], on=Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        run, field, text = self.rows[index.row()], COLUMNS[index.column()].field, str(value).strip()
        if role != Role.EditRole or not field or text == getattr(run.row, field):
            return False
        row = replace(run.row, note=text) if field == "note" else replace(run.row, name=text or made_name(run.row))
        written = ListedRun(row, run.different, run.every)
        self.rows[index.row()] = written
        self.runs = [written if one is run else one for one in self.runs]
        self._cells[row.folder].show_run(written, self._look)
        (self.renamed if field == "name" else self.noted).emit(row.folder, text)
        return True

    def _has(self, index: Index) -> bool:
        """Whether the cell exists. Qt may ask late, and an exception inside its call may end the process."""
        return 0 <= index.row() < len(self.rows) and 0 <= index.column() < len(COLUMNS)


def _folder(run: ListedRun) -> Path:
    return run.row.folder


def _same(one: Sequence[Path], other: Sequence[Path]) -> int:
    """How many of them are equal from the beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
