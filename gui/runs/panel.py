"""The page Runs: a table to find, rename and choose runs, and the curves of the ticked ones."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from engine.formats import count
from engine.runs import RunRow, apart
from gui.runs.actions import Choice
from gui.runs.chart.compare_chart import CompareChart
from gui.runs.chart.curves import RunCurves
from gui.runs.run_menu import RunMenu
from gui.runs.table.table import RunsTable
from gui.theme import LIGHT, Theme, sized
from gui.widgets import ButtonRow, Compound, NamedLabel, WhenSeen, tab_through

if TYPE_CHECKING:
    from engine.runs import SavedRun

HOW_TO = "Space: tick. Enter: draw with it. F2: rename. Del: delete. Ctrl+Up, Ctrl+Down: sort by a column."
TABLE, CHART = 300, 340
LEAST_ABOVE = 236
NO_CURVES = RunCurves(())


class RunsPanel(Compound):
    """Shows the runs that it is given, and emits what a person wants to do with them."""

    renamed = Signal(object, str)
    """Folder (a Path, as in all signals below) and new name; "" restores the name of the folder."""
    noted = Signal(object, str)
    deleted = Signal(list)
    undo_asked = Signal()
    folder_asked = Signal(object)
    use_settings = Signal(object)
    resume_asked = Signal(object)
    draw_asked = Signal(list)
    """One folder, or two folders whose answers are shown side by side."""
    mistakes_asked = Signal(object)
    export_asked = Signal(object)
    measure_asked = Signal(object)
    pack_asked = Signal(object)
    experiment_asked = Signal(object)
    ticked = Signal(list)
    """The folders of the runs whose curves are wanted."""
    refresh_asked = Signal()
    """The list should be read: the page has been shown, or a person has asked for it."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: dict[Path, RunCurves] = {}
        self._about_chosen = ""
        self._told = ""
        self._can_undo = False
        self._awaited: Path | None = None
        """A run to select as soon as it is listed."""
        self._find = QLineEdit()
        self._find.setPlaceholderText("Find a run")
        self._find.setAccessibleName("Find a run")
        self._find.setToolTip("Words of its name, its note, its network or its settings")
        self._find.setClearButtonEnabled(True)
        self._refresh = QPushButton("Refresh")
        self._refresh.setToolTip("Look again which runs are kept")
        self._short = QToolButton()
        self._short.setObjectName("more")
        self._short.setCheckable(True)
        self._short.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._short.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._short.setToolTip("Show or fold away the runs that were given up before their first epoch was done")
        self.table = RunsTable()
        sized(self.table.setMinimumHeight, 90)
        self._words = NamedLabel("About the run")
        self._words.setObjectName("muted")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self.menu = RunMenu(self)
        self.buttons = ButtonRow(self.menu.for_buttons, self.menu, "Everything that can be done with the selected runs")
        self._theme = LIGHT
        self._chart = WhenSeen(self._new_chart)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._show_choice()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._find, 1)
        head.addWidget(self._short)
        head.addWidget(self._refresh)
        above = QWidget()
        column = QVBoxLayout(above)
        column.setContentsMargins(0, 0, 0, 0)
        sized(column.setSpacing, 6)
        column.addLayout(head)
        column.addWidget(self.table, 1)
        column.addWidget(self._words)
        column.addWidget(self.buttons)
        # The minimum height of a label that wraps does not include a second line.
        sized(above.setMinimumHeight, LEAST_ABOVE)
        for part, stretch in ((above, TABLE), (self._chart, CHART)):
            self.splitter.addWidget(part)
            self.splitter.setStretchFactor(self.splitter.count() - 1, stretch)
        self.splitter.setSizes([TABLE, CHART])
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(8)
        # In a low window the page scrolls; otherwise the window would be higher than the screen.
        scroll = QScrollArea()
        scroll.setWidget(self.splitter)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(scroll)
        self.enter_at(self.table)

    @Slot(str)
    def _do(self, name: str) -> None:
        """What a person asked the menu for, with the runs that are chosen now."""
        does: dict[str, Callable[[Choice], object]] = {
            "draw": lambda choice: self.draw_asked.emit(choice.to_draw_with),
            "draw ticked": lambda choice: self.draw_asked.emit(choice.ticked_to_draw_with),
            "settings": partial(_emit_current, self.use_settings),
            "resume": partial(_emit_current, self.resume_asked),
            "mistakes": partial(_emit_current, self.mistakes_asked),
            "folder": partial(_emit_current, self.folder_asked),
            "export": partial(_emit_current, self.export_asked),
            "measure": partial(_emit_current, self.measure_asked),
            "pack": partial(_emit_current, self.pack_asked),
            "experiment": partial(_emit_current, self.experiment_asked),
            "delete": lambda choice: self.deleted.emit(choice.to_delete),
            "tick": lambda _: self.table.tick_selected(),
            "rename": lambda _: self.table.rename(),
            "undo": lambda _: self.undo_asked.emit(),
        }
        does[name](self.choice)

    def _connect(self) -> None:
        self._find.textChanged.connect(self.table.show_only)
        self._find.returnPressed.connect(self.table.setFocus)
        QShortcut(Qt.Key.Key_Escape, self._find, self._find.clear, context=Qt.ShortcutContext.WidgetShortcut)
        self._find.installEventFilter(self)
        self._refresh.clicked.connect(self.refresh_asked)
        self._short.toggled.connect(self._unfold)
        self.table.chosen.connect(self._show_choice)
        self.table.draw_asked.connect(self.menu.trigger("draw"))
        self.table.delete_asked.connect(self.menu.trigger("delete"))
        # Not by the menu: where there is nothing to undo, the key gets an answer too.
        self.table.undo_asked.connect(self.undo_asked)
        # Not exec(), which would block until the menu is closed.
        self.table.menu_asked.connect(self.menu.popup)
        self.menu.asked.connect(self._do)
        self.table.runs.renamed.connect(self.renamed)
        self.table.runs.noted.connect(self.noted)
        self.table.runs.said.connect(self.tell)
        self.table.runs.ticked.connect(self._ticked)

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)
        self._theme = theme
        if chart := self._chart.made:
            chart.set_theme(theme)

    # What it shows.

    def show_rows(self, rows: Sequence[RunRow]) -> None:
        """Show all kept runs. Selection and ticks stay with their folders."""
        told = self._told
        self.table.show_rows(rows)
        if self._awaited and any(row.folder == self._awaited for row in rows):
            self.select(self._awaited)
        if told:
            # A row that vanished has changed the selection, which no person did.
            self.tell(told)
        self._show_curves()

    def show_curves(self, curves: Mapping[Path, RunCurves]) -> None:
        """Show the curves of ticked runs, by folder, besides those that were shown before."""
        ticked = set(self.table.runs.slots)
        known = {folder: before for folder, before in self._curves.items() if folder in ticked}
        self._curves = known | dict(curves)
        self._show_curves()

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Show a sentence below the table until another run is chosen."""
        self._told = sentence
        self._words.setText(sentence)

    @Slot()
    def stop_telling(self) -> None:
        """What it told is over: show again what can be done with the chosen run."""
        self._told = ""
        self._words.setText(self._about_chosen)

    def select(self, folder: Path) -> None:
        """Select this run, if need be when it is listed. Clear the search and unfold short runs if they hide it."""
        listed = any(run.row.folder == folder for run in self.table.runs.runs)
        self._awaited = None if listed else folder
        if listed and not self.table.select(folder):
            self._find.clear()
            self._short.setChecked(folder in self.table.runs.short)
            self.table.select(folder)

    @Slot(object)
    def select_trained(self, run: "SavedRun") -> None:
        """Select a run that has ended, unless somebody looks at this page: the next click there is about it."""
        if run.folder and not self.isVisible():
            self.select(run.folder)

    def show_undo(self, possible: bool) -> None:
        """Offer to bring back deleted runs, or do not."""
        self._can_undo = possible
        self.menu.show_choice(self.choice)

    @property
    def words(self) -> str:
        """The sentence shown below the table."""
        return self._words.text()

    @property
    def choice(self) -> Choice:
        table = self.table
        rows = {run.row.folder: run.row for run in table.runs.runs}
        return Choice(
            table.current,
            table.selected,
            [rows[folder] for folder in table.runs.slots if folder in rows],
            any(row.state == "training" for row in rows.values()),
            self._can_undo,
        )

    # What a person does.

    def event(self, event: QEvent) -> bool:
        """Claim Ctrl+Z wherever the keyboard is on this page: the window would take back a stroke of the drawing."""
        if _is_undo(event, QEvent.Type.ShortcutOverride):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The field of the search takes back what was typed, and only then runs come back."""
        if watched is self._find and not self._find.isUndoAvailable() and _is_undo(event, QEvent.Type.KeyPress):
            self.undo_asked.emit()
            return True
        return super().eventFilter(watched, event)

    @Slot()
    def _show_choice(self) -> None:
        choice = self.choice
        self._show_short()
        self.menu.show_choice(choice)
        if (about := self._about(choice)) != self._about_chosen:
            self._about_chosen, self._told = about, ""
            self._words.setText(about)

    def _about(self, choice: Choice) -> str:
        if choice.current and choice.current.problem:
            return f"{choice.current.name}: {choice.current.problem}"
        if len(choice.selected) > 1:
            return f"{count(len(choice.selected), 'run')} selected. {HOW_TO}"
        if choice.current and choice.current.opened_from:
            return f"It came from {choice.current.opened_from}. {HOW_TO}"
        return HOW_TO

    @Slot(bool)
    def _unfold(self, shown: bool) -> None:
        self.table.unfold(shown)

    def _show_short(self) -> None:
        short, shown = self.table.runs.short, self._short.isChecked()
        self._short.setText(count(len(short), "short run"))
        self._short.setArrowType(Qt.ArrowType.DownArrow if shown else Qt.ArrowType.RightArrow)
        self._short.setVisible(bool(short))

    @Slot(list)
    def _ticked(self, folders: list[Path]) -> None:
        self._show_curves()
        self.menu.show_choice(self.choice)
        self.ticked.emit(folders)

    def _new_chart(self) -> CompareChart:
        chart = CompareChart()
        chart.set_theme(self._theme)
        self._show_curves_in(chart)
        return chart

    def _show_curves(self) -> None:
        if chart := self._chart.made:
            self._show_curves_in(chart)

    def _show_curves_in(self, chart: CompareChart) -> None:
        slots = self.table.runs.slots
        names = apart([run.row for run in self.table.runs.runs if run.row.folder in slots])
        runs = [(names[folder], self._curves.get(folder, NO_CURVES)) for folder in slots]
        chart.show_runs(runs, list(slots.values()))

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        # The chart has been made since the page was put into the window.
        tab_through(self)
        self.refresh_asked.emit()


def _emit_current(signal: SignalInstance, choice: Choice) -> None:
    if choice.current:
        signal.emit(choice.current.folder)


def _is_undo(event: QEvent, kind: QEvent.Type) -> bool:
    return event.type() == kind and isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Undo)
