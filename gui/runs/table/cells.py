"""The cells of a run as Qt holds them: painting them asks Python nothing, which would wait while a training has it."""

from collections.abc import Iterable
from functools import cache
from html import escape
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QStandardItem

from engine.runs import RunRow
from gui.runs.table.columns import COLUMNS, STATE, TICK, Column, ListedRun
from gui.theme import LIGHT, Theme
from gui.widgets import Role, tooltip

FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
TICKED, UNTICKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
NO_LINE = QIcon()


class Look(NamedTuple):
    """What cells look like, besides what they say."""

    theme: Theme = LIGHT
    swatches: tuple[QIcon, ...] = (NO_LINE,) * 6
    """By the index of a line."""


class RunCells:
    """The cells of one run, one for each column. Only what has changed is written: hundreds of runs have thousands."""

    def __init__(self, run: ListedRun, look: Look) -> None:
        # Copies are Qt's own objects; of those made in Python, Qt asks Python whether they override a function.
        self.items = [empty.clone() for empty in _empty_cells()]
        self._run = run
        self._slot: int | None = None
        self._tell(look)

    def show_run(self, run: ListedRun, look: Look) -> None:
        """Show what is known of the run now."""
        if run != self._run:
            self._run = run
            self._tell(look)

    def show_slot(self, slot: int | None, look: Look) -> None:
        """`slot` is the index of its line; None if it is not ticked."""
        if slot != self._slot:
            self._slot = slot
            self.items[TICK].setCheckState(UNTICKED if slot is None else TICKED)
            self._paint_swatch(look)

    def show_look(self, look: Look) -> None:
        """Take other colours."""
        self.items[STATE].setData(_colour(self._run.row, look.theme), Role.ForegroundRole)
        self._paint_swatch(look)

    def _tell(self, look: Look) -> None:
        for column, item in zip(COLUMNS, self.items, strict=True):
            item.setText(column.text(self._run))
            item.setToolTip(_tip(column, self._run))
        self.items[TICK].setData(f"Curve of {self._run.row.name}", Role.AccessibleTextRole)
        self.items[STATE].setData(_colour(self._run.row, look.theme), Role.ForegroundRole)

    def _paint_swatch(self, look: Look) -> None:
        if self._slot is not None:
            self.items[TICK].setIcon(look.swatches[self._slot])
        elif not self.items[TICK].icon().isNull():
            self.items[TICK].setIcon(NO_LINE)


@cache
def _empty_cells() -> list[QStandardItem]:
    cells = [QStandardItem() for _ in COLUMNS]
    for column, cell in zip(COLUMNS, cells, strict=True):
        cell.setFlags(FLAGS)
        cell.setEditable(bool(column.field))
        cell.setTextAlignment(RIGHT if column.number else LEFT)
    cells[TICK].setCheckable(True)
    return cells


def _tip(column: Column, run: ListedRun) -> str:
    words = (column.detail or column.text)(run)
    # Qt takes a text with a tag for HTML, but a person's words are plain text.
    return f"<p>{escape(words)}</p>" if "<" in words else words


def _colour(row: RunRow, theme: Theme) -> QColor:
    colours = {
        "training": theme.accent,
        "completed": theme.accuracy,
        "stopped": theme.muted,
        "interrupted": theme.warning,
    }
    return QColor(colours.get(row.state, theme.error))


def headings() -> Iterable[QStandardItem]:
    """The heading of each column."""
    for column in COLUMNS:
        heading = QStandardItem(column.title)
        heading.setToolTip(tooltip(column.tip))
        heading.setTextAlignment(RIGHT if column.number else LEFT)
        yield heading
