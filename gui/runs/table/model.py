"""The kept runs as a Qt model: Qt asks only for the cells that are visible."""

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QIcon

from engine.runs import RunRow
from gui.runs.chart.lines import MOST, run_lines, swatch
from gui.runs.table.columns import COLUMNS, STATE, TICK, WHEN, ListedRun, in_order, listed
from gui.theme import LIGHT, Theme
from gui.widgets import Index, Role, RowModel

SWATCH = QSizeF(30, 12)
FLAGS = [
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemNeverHasChildren
    | (Qt.ItemFlag.ItemIsUserCheckable if number == TICK else Qt.ItemFlag.NoItemFlags)
    | (Qt.ItemFlag.ItemIsEditable if column.field else Qt.ItemFlag.NoItemFlags)
    for number, column in enumerate(COLUMNS)
]
"""By column. Qt asks for them thousands of times in a selection of hundreds of runs."""


class RunsModel(RowModel):
    """Sorts its rows itself: Qt's proxy model would call Python twenty times for each row."""

    renamed = Signal(object, str)
    """Folder and new name; "" restores the name of the folder."""
    noted = Signal(object, str)
    ticked = Signal(list)
    """The folders of all ticked runs, in the order in which they were ticked."""
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__(COLUMNS)
        self.runs: list[ListedRun] = []
        """All kept runs in the order in which they are shown; `rows` are those that a person looks for."""
        self._words: list[str] = []
        self.slots: dict[Path, int] = {}
        """The ticked runs, and the index of each one's line."""
        self._order = (WHEN, True)
        self._theme = LIGHT
        self._swatches: list[QIcon] = []
        self.answers = {
            Role.DisplayRole: lambda run, column: COLUMNS[column].text(run),
            Role.EditRole: lambda run, column: COLUMNS[column].text(run),
            Role.ToolTipRole: self._tip,
            Role.TextAlignmentRole: lambda _, column: self.alignment(column),
            Role.ForegroundRole: self._colour,
            Role.CheckStateRole: self._check,
            Role.DecorationRole: self._swatch,
            Role.AccessibleTextRole: self._spoken,
        }

    def is_number(self, column: int) -> bool:
        return COLUMNS[column].number

    def set_theme(self, theme: Theme, ratio: float) -> None:
        """`ratio` is the number of screen pixels per logical pixel."""
        self._theme = theme
        self._swatches = [swatch(line, SWATCH, ratio) for line in run_lines(theme)]
        self._all_changed()

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
        found = [run for run in self.runs if all(word in run.words for word in self._words)]
        if list(map(_folder, found)) == list(map(_folder, self.rows)):
            self.rows = found
            self._all_changed()
        else:
            self.replace(found)

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

    def _all_changed(self) -> None:
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(COLUMNS) - 1))

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
            self._all_changed()
            self.ticked.emit(list(self.slots))

    def _make_room(self) -> None:
        first = next(iter(self.slots))
        del self.slots[first]
        name = next((run.row.name for run in self.runs if run.row.folder == first), first.name)
        self.said.emit(f"{MOST} curves at most: {name} is no longer ticked.")

    # What Qt asks.

    def flags(self, index: Index) -> Qt.ItemFlag:
        return FLAGS[index.column()] if self.has(index) else Qt.ItemFlag.NoItemFlags

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:  # noqa: N802 - Qt's name
        """Show at once what a person writes. The slot that keeps it shows the rows again."""
        if not self.has(index):
            return False
        if role == Role.CheckStateRole:
            self.tick([index.row()], on=Qt.CheckState(value) == Qt.CheckState.Checked)
            return True
        run, field, text = self.rows[index.row()], COLUMNS[index.column()].field, str(value).strip()
        if role != Role.EditRole or not field or text == getattr(run.row, field):
            return False
        row = replace(run.row, note=text) if field == "note" else replace(run.row, name=text or run.row.folder.name)
        written = ListedRun(row, run.different, run.every)
        self.rows[index.row()] = written
        self.runs = [written if one is run else one for one in self.runs]
        self._all_changed()
        (self.renamed if field == "name" else self.noted).emit(row.folder, text)
        return True

    def _tip(self, run: ListedRun, column: int) -> str:
        if column == TICK:
            return COLUMNS[TICK].tip
        words = (COLUMNS[column].detail or COLUMNS[column].text)(run)
        # Qt takes a text with a tag for HTML, but a person's words are plain text.
        return f"<p>{escape(words)}</p>" if "<" in words else words

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


def _folder(run: ListedRun) -> Path:
    return run.row.folder
