"""The table of all kept runs, with its own keys."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QItemSelection, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QColor, QContextMenuEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QHeaderView, QLineEdit, QTableView

from engine.runs import RunRow
from gui.runs.table.columns import COLUMNS, NAME, NOTE, TICK, WHEN
from gui.runs.table.kept_choice import ALONE, KeptChoice
from gui.runs.table.model import SWATCH, RunsModel
from gui.runs.table.widths import shared
from gui.theme import LIGHT, ZOOM, Theme, scaled, sized
from gui.widgets import Index, SortsByAnother, TickDelegate, sorted_instead

NO_RUNS = "No runs yet: train a network, and its run is kept here."
NONE_FOUND = "No run has these words in its name, note, network or settings."
CELL_MARGIN, ROW_MARGIN = 20, 9
CHECK_BOX = 30
INSTEAD = sorted_instead(COLUMNS)
Key = Qt.Key


class RunsTable(QTableView):
    """Space ticks, F2 renames, Ctrl+Up and Ctrl+Down sort by the column that has the keyboard focus."""

    chosen = Signal()
    """Other rows are selected, or the selected ones have changed."""
    draw_asked = Signal()
    delete_asked = Signal()
    undo_asked = Signal()
    menu_asked = Signal(QPoint)
    """The position on the screen."""

    def __init__(self) -> None:
        super().__init__()
        self._theme = LIGHT
        self._percent = ZOOM.percent
        """The zoom for which the columns have their widths."""
        self._sizing = self._dragged = False
        """Whether the table sets the widths of columns right now, and whether a person has set one."""
        # All that `selectionChanged` asks for is there before the model: an exception in it may end the process.
        self.runs = RunsModel()
        self._choice = KeptChoice(self.runs)
        self.setModel(self.runs)
        self._choice.follow(self.selectionModel())
        self._tick_delegate = TickDelegate(self)
        self.setItemDelegateForColumn(TICK, self._tick_delegate)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("Runs")
        # Tab leaves the table instead of walking through thousands of cells.
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        sized(self.setIconSize, SWATCH)
        self.setSortingEnabled(True)
        self._size_columns()
        SortsByAnother(self.horizontalHeader(), INSTEAD)
        self.horizontalHeader().setSortIndicator(WHEN, Qt.SortOrder.DescendingOrder)
        self.set_theme(LIGHT)
        ZOOM.changed.connect(self._follow_zoom)

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        self._share_width()
        header.sectionResized.connect(self._note_dragging)
        header.setSectionsMovable(True)
        header.setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._size_rows()

    def _share_width(self) -> None:
        if self._dragged:
            return
        header, width, margin = self.horizontalHeader(), self.fontMetrics().horizontalAdvance, scaled(CELL_MARGIN)
        least = [header.sectionSizeHint(place) for place in range(len(COLUMNS))]
        wanted = [max(width(column.widest) + margin, least[place]) for place, column in enumerate(COLUMNS)]
        wanted[TICK] = scaled(SWATCH.width() + CHECK_BOX)
        self._set_widths(shared(wanted, least, self.viewport().width(), margin))

    def _set_widths(self, widths: Sequence[int]) -> None:
        self._sizing = True
        for place, wide in enumerate(widths):
            self.horizontalHeader().resizeSection(place, wide)
        self._sizing = False

    @Slot()
    def _note_dragging(self) -> None:
        """Widths that a person has chosen stay; the last column takes what is free then."""
        if not self._sizing and not self._dragged:
            self._dragged = True
            self.horizontalHeader().setStretchLastSection(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._share_width()

    def _size_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + scaled(ROW_MARGIN))

    @Slot()
    def _follow_zoom(self) -> None:
        """Keep the columns in proportion: a person may have changed their widths."""
        factor, self._percent = ZOOM.percent / self._percent, ZOOM.percent
        header = self.horizontalHeader()
        self._set_widths([round(header.sectionSize(place) * factor) for place in range(header.count())])
        self._share_width()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._size_rows()
        self.runs.set_theme(theme, self.devicePixelRatioF())

    # Rows.

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show these runs. The selection stays; the neighbour of a run that vanished is selected instead."""
        self.runs.show_rows(rows)
        self.chosen.emit()

    def show_only(self, text: str) -> None:
        """Show only the runs that contain all words of `text`."""
        self.runs.find(text)
        self.chosen.emit()

    def unfold(self, shown: bool) -> None:
        """Show the short runs too, or fold them away."""
        self.runs.unfold(shown)
        self.chosen.emit()

    def select(self, folder: Path) -> bool:
        """Select this run alone and scroll to it. Returns whether it is in the table."""
        place = self.runs.place(folder)
        if place is None:
            return False
        index = self.runs.index(place, NAME)
        self.selectionModel().setCurrentIndex(index, ALONE)
        self.scrollTo(index)
        return True

    def _row(self, index: Index) -> RunRow:
        row: RunRow = self.runs.rows[index.row()].row
        return row

    @property
    def current(self) -> RunRow | None:
        """The run in the row that has the keyboard focus."""
        index = self.currentIndex()
        return self._row(index) if index.isValid() else None

    @property
    def selected(self) -> list[RunRow]:
        """The selected runs from top to bottom."""
        return [self.runs.rows[place].row for place in self._choice.places]

    # What a person does.

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:  # noqa: N802
        super().selectionChanged(selected, deselected)
        if not self._choice.recalling:
            self.chosen.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802 - Qt's name
        super().currentChanged(current, previous)
        if not self._choice.recalling:
            self.chosen.emit()

    def event(self, event: QEvent) -> bool:
        """Claim the keys that the window uses too while the table has the keyboard focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _meant_for_table(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt or self.state() == QAbstractItemView.State.EditingState:
            # The Enter that ends a name must not draw.
            super().keyPressEvent(event)
            return
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Key.Key_Space:
                self.tick_selected()
            case Key.Key_Delete:
                self.delete_asked.emit()
            case Key.Key_Z if control:
                self.undo_asked.emit()
            case Key.Key_Up | Key.Key_Down if control:
                self._sort_by_current(event.key() == Key.Key_Down)
            case Key.Key_Return | Key.Key_Enter:
                self.draw_asked.emit()
            case Key.Key_F2:
                self.rename()
            case Key.Key_F10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self._ask_menu_at_current()
            case Key.Key_Menu:
                self._ask_menu_at_current()
            case _:
                super().keyPressEvent(event)

    def rename(self) -> None:
        """Let a person edit the name, or the note in the column of notes."""
        self._end_writing()
        index = self.currentIndex()
        if index.isValid():
            self.edit(index.siblingAtColumn(NOTE if index.column() == NOTE else NAME))

    def _end_writing(self) -> None:
        """Finish the cell that is being edited: Qt refuses to open another editor beside it."""
        for field in self.viewport().findChildren(QLineEdit):
            if field.isVisible():
                self.commitData(field)
                self.closeEditor(field, QAbstractItemDelegate.EndEditHint.NoHint)

    def tick_selected(self) -> None:
        """Tick all selected rows; untick them if all are ticked."""
        indices = self.selectionModel().selectedRows() or [self.currentIndex()]
        places = [index.row() for index in indices if index.isValid()]
        on = not all(self.runs.rows[place].row.folder in self.runs.slots for place in places)
        self.runs.tick(places, on=on)

    def _sort_by_current(self, descending: bool) -> None:
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        column = max(NAME, self.currentIndex().column())
        self.sortByColumn(INSTEAD.get(column, column), order)
        self.scrollTo(self.currentIndex())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())

    @Slot()
    def _ask_menu_at_current(self) -> None:
        self.menu_asked.emit(self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center()))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        super().paintEvent(event)
        if not self.runs.rows:
            with QPainter(self.viewport()) as painter:
                painter.setPen(QColor(self._theme.muted))
                inside = self.viewport().rect().adjusted(CELL_MARGIN, 0, -CELL_MARGIN, 0)
                words = NONE_FOUND if self.runs.runs else NO_RUNS
                painter.drawText(inside, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def _meant_for_table(event: QKeyEvent) -> bool:
    """Whether the table wants the key. Letters and digits search for a name; keys with Alt belong to the window."""
    if event.modifiers() & Qt.KeyboardModifier.AltModifier:
        return False
    control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
    if control and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
        return event.key() in (Key.Key_Z, Key.Key_Up, Key.Key_Down)
    ours = (Key.Key_Delete, Key.Key_Space, Key.Key_F2, Key.Key_Return, Key.Key_Enter, Key.Key_Left, Key.Key_Right)
    return event.key() in ours or (event.text().isprintable() and bool(event.text()) and not control)
