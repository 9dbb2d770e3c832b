"""The results of a compression: the table, the buttons for its current row, and the plot."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.compression import Compressed
from gui.compression.columns import story
from gui.compression.plot import TIMES, CompressionPlot
from gui.compression.table import CompressionTable
from gui.theme import LIGHT, Theme, scaled, sized
from gui.widgets import Button, ChoiceBox, WhenSeen, WrappedLabel

NO_ROW = "the table is empty."
CAPTION = (
    "Higher: more validation images classified correctly. Left: faster. Hollow: int8. Point at a marker to read its "
    "values; click it to choose its row."
)
PICTURE = 380
"""The width in logical pixels that the plot needs to stand beside the table and not below it."""
DRAW_TIP = "Classify the drawing on the canvas with this network (Enter)"
KEEP_TIP = "Keep it as a run, which page Runs lists"
EXPORT_TIP = "Write this network to a file for other programs, or as a web page to play with"


class CompressionResults(QWidget):
    """Shows rows as they come, and asks for what the person wants to do with the current one."""

    draw_asked = Signal(object)
    """The row (Compressed), as in the two signals below."""
    keep_asked = Signal(object)
    export_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Compressed] = []
        """In the order of their arrival, the original first."""
        self.table = CompressionTable()
        self._story = WrappedLabel("About the network in the table")
        self.draw, self.keep, self.export = Button("Draw with it", ""), Button("Keep", ""), Button("Export \u2026", "")
        self.time = ChoiceBox()
        self.time.setAccessibleName("Which time the picture shows")
        self.time.setToolTip("Which time the picture shows")
        for key, (words, _) in TIMES.items():
            self.time.addItem(f"Validation accuracy against {words}", key)
        self.time.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._theme = LIGHT
        self._picture = WhenSeen(self._new_plot)
        self._caption = WrappedLabel("About the picture", "muted")
        self._caption.setText(CAPTION)
        self._lay_out()
        self._connect()
        self._show_all()

    def _lay_out(self) -> None:
        does = QHBoxLayout()
        for button in (self.draw, self.keep, self.export):
            does.addWidget(button)
        does.addStretch()
        self._left, self._right = QWidget(), QWidget()
        left, right = QVBoxLayout(self._left), QVBoxLayout(self._right)
        left.addWidget(self.table)
        # Above the story, whose height differs from row to row: buttons must not move.
        left.addLayout(does)
        left.addWidget(self._story)
        right.addWidget(self.time)
        right.addWidget(self._picture, 1)
        right.addWidget(self._caption)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        sized(self._layout.setSpacing, 12)
        for layout in (left, right, self._layout):
            layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self._layout.addWidget(self._right, 1)

    def _connect(self) -> None:
        self.table.chosen.connect(self._show_chosen)
        self.table.draw_asked.connect(self.draw.click)
        self.time.currentIndexChanged.connect(self._show_time)
        self.draw.clicked.connect(partial(self._ask, self.draw_asked.emit))
        self.keep.clicked.connect(partial(self._ask, self.keep_asked.emit))
        self.export.clicked.connect(partial(self._ask, self.export_asked.emit))

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)
        self._theme = theme
        if plot := self._picture.made:
            plot.set_theme(theme)
        self._arrange()

    def clear(self) -> None:
        self.rows = []
        self._show_all()

    def add(self, row: Compressed) -> None:
        """Add a row; the first one is the original."""
        self.rows.append(row)
        self._show_all()

    @property
    def story(self) -> str:
        """The sentence about the current row."""
        return self._story.text()

    def _show_all(self) -> None:
        if plot := self._picture.made:
            plot.show_rows(self.rows)
        self.table.show_rows(self.rows)
        for part in (self.table, self._story, self._right):
            part.setVisible(bool(self.rows))

    @Slot()
    def _show_chosen(self) -> None:
        row = self.table.current
        self._story.setText(story(row) if row else "")
        if plot := self._picture.made:
            plot.mark(row.name if row else "")
        for button, tip in ((self.draw, DRAW_TIP), (self.keep, KEEP_TIP), (self.export, EXPORT_TIP)):
            button.setEnabled(row is not None)
            button.setToolTip(tip if row else f"{tip}: {NO_ROW}")

    def _ask(self, emit: Callable[[Compressed], object], _checked: bool = False) -> None:
        if row := self.table.current:
            emit(row)

    @Slot()
    def _show_time(self) -> None:
        if plot := self._picture.made:
            plot.show_time(self.time.currentData())

    def _new_plot(self) -> CompressionPlot:
        plot, row = CompressionPlot(), self.table.current
        plot.picked.connect(self.table.select)
        plot.set_theme(self._theme)
        plot.show_time(self.time.currentData())
        plot.show_rows(self.rows)
        plot.mark(row.name if row else "")
        return plot

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        beside = self.width() >= self.table.wanted_width + scaled(PICTURE)
        self._left.setMinimumWidth(self.table.wanted_width if beside else 0)
        self._layout.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
