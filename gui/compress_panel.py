"""The page "Smaller": makes the present network smaller, and compares what came of it in a table and a picture."""

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from engine.compression.findings import Doing, Finding, Smaller
from gui.button import Button
from gui.smaller_columns import story
from gui.smaller_plot import TIMES, SmallerPlot
from gui.smaller_settings import SmallerSettings
from gui.smaller_table import SmallerTable
from gui.theme import Theme
from gui.upright_scroll import UprightScroll

EXPLANATION = (
    "Makes copies of a trained network that are smaller or faster: with whole numbers of eight bits, with fewer "
    "channels or neurons, or as a small student of a large teacher. Each is measured here; the network itself stays."
)
NO_NETWORK = "There is no trained network yet: click Train first."
CANCELLED = "Cancelled: the table shows what was ready by then."
NO_ROW = "there is nothing in the table yet."
BUSY = "wait until all is measured, or cancel: it would disturb the times."
CAPTION = "Above: reads more rightly. Left: faster. Hollow: int8. A click chooses the row of a point."
PICTURE = 380
"""Logical pixels of width that the picture needs to stand beside the table and not under it."""
SETTINGS = 560
"""Logical pixels: a longer slider is no easier to set."""


class CompressPanel(QWidget):
    """Shows the findings that it is given; says what is to be made smaller how, and what is to be done with a row."""

    asked = Signal()
    cancelled = Signal()
    draw_asked = Signal(object)
    """The row (Smaller), as in the two signals below."""
    keep_asked = Signal(object)
    export_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Smaller] = []
        """In the order in which they came, the original first."""
        self._about = _label("Which network is made smaller")
        self._about.setText(NO_NETWORK)
        self.settings = SmallerSettings()
        self._make = Button("Make it smaller", "Measure the network, and make smaller ones of it (F11)")
        self._cancel = Button("Cancel", "End it; the rows that are ready stay")
        self._bar = QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName("Progress")
        self._words = _label("What is being done")
        self._words.setText(EXPLANATION)
        self.table = SmallerTable()
        self._story = _label("About the network in the table")
        self._draw = Button("Draw with it", "")
        self._keep = Button("Keep", "")
        self._export = Button("Export \u2026", "")
        self._time = QComboBox()
        self._time.setAccessibleName("Which time the picture shows")
        self._time.setToolTip("Which time the picture shows")
        for key, (words, _) in TIMES.items():
            self._time.addItem(f"Test accuracy against {words}", key)
        self._time.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.plot = SmallerPlot()
        self._caption = _label("About the picture")
        self._caption.setObjectName("muted")
        self._caption.setText(CAPTION)
        self._lay_out()
        self._connect()
        self._show_running(False)
        self._show_results()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        for widget, stretch in ((self._make, 0), (self._cancel, 0), (self._bar, 1)):
            head.addWidget(widget, stretch)
        head.addStretch()
        does = QHBoxLayout()
        for button in (self._draw, self._keep, self._export):
            does.addWidget(button)
        does.addStretch()
        self._left = _column(self.table, self._story, does)
        self._right = _column(self._time, self.plot, self._caption)
        self._results = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._results.setSpacing(12)
        self._results.addWidget(self._left, 0, Qt.AlignmentFlag.AlignTop)
        self._results.addWidget(self._right, 1)
        self.settings.setMaximumWidth(SETTINGS)
        self._body = _column(self._about, self.settings, head, self._words, self._results)
        self._scroll = UprightScroll(self._body, self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._scroll)
        self.setFocusProxy(self.settings)

    def _connect(self) -> None:
        self._make.clicked.connect(self.asked)
        self._cancel.clicked.connect(self.cancelled)
        self.table.chosen.connect(self._show_chosen)
        self.table.draw_asked.connect(self._draw.click)
        self.plot.picked.connect(self.table.select)
        self._time.currentIndexChanged.connect(self._show_time)
        for button, signal in (
            (self._draw, self.draw_asked),
            (self._keep, self.keep_asked),
            (self._export, self.export_asked),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.table.current))

    def set_theme(self, theme: Theme) -> None:
        self.table.set_theme(theme)
        self.plot.set_theme(theme)

    # What it is given.

    def show_network(self, words: str) -> None:
        """Which network will be made smaller, as in "Small CNN, completed after 2,585 steps"; "" for none."""
        self._about.setText(f"This network is made smaller: {words}." if words else NO_NETWORK)

    def show_start(self) -> None:
        """A job begins."""
        self.rows = []
        self._show_results()
        self._bar.setValue(0)
        self._words.setText(EXPLANATION)
        self._show_running(True)

    @Slot(object)
    def show_finding(self, finding: Finding) -> None:
        if isinstance(finding, Doing):
            self._bar.setValue(round(100 * finding.share))
            self._words.setText(finding.sentence)
            return
        self.rows.append(finding)
        self._show_results()
        if len(self.rows) == 1:
            # Only then is there something below to scroll to.
            QTimer.singleShot(0, self._bring_results_up)

    @Slot()
    def _bring_results_up(self) -> None:
        """In a low window the settings make room for what comes of them."""
        self._scroll.verticalScrollBar().setValue(self._bar.y() - self._bar.height())

    @Slot(str)
    def show_end(self, sentence: str) -> None:
        """The job is over; `sentence` says how, or what came of it."""
        self._show_running(False)
        self._words.setText(sentence)

    def tell(self, sentence: str) -> None:
        """What became of something that was asked for."""
        self._words.setText(sentence)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    @property
    def story(self) -> str:
        """What is said of the row that the keyboard is on."""
        return self._story.text()

    @property
    def working(self) -> bool:
        return not self._cancel.isHidden()

    # What it shows.

    def _show_running(self, running: bool) -> None:
        had_focus = self._make.hasFocus() or self._cancel.hasFocus()
        self._make.setVisible(not running)
        self._cancel.setVisible(running)
        self._bar.setVisible(running)
        self.settings.setEnabled(not running)
        if had_focus:
            (self._cancel if running else self._make).setFocus()

    def _show_results(self) -> None:
        self.table.show_rows(self.rows)
        self.plot.show_rows(self.rows)
        for part in (self.table, self._right):
            part.setVisible(bool(self.rows))
        self._show_chosen()

    @Slot()
    def _show_chosen(self) -> None:
        row = self.table.current
        self._story.setText(story(row) if row else "")
        self.plot.mark(row.name if row else "")
        for button, tip in (
            (self._draw, "Let this network read what is on the paper (Enter)"),
            (self._keep, "Make it a run of its own, which page Runs lists"),
            (self._export, "Write this network to a file for other programs"),
        ):
            button.setEnabled(row is not None)
            button.setToolTip(tip if row else f"{tip}: {NO_ROW}")
        if row and self.table.hasFocus():
            place = self.table.visualRect(self.table.currentIndex()).center()
            inside = self.table.viewport().mapTo(self._body, place)
            self._scroll.ensureVisible(inside.x(), inside.y(), 0, self.table.rowHeight(0))

    @Slot()
    def _show_time(self) -> None:
        self.plot.show_time(self._time.currentData())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
        beside = event.size().width() >= self.table.wanted_width + PICTURE
        self._left.setMinimumWidth(self.table.wanted_width if beside else 0)
        self._results.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setWordWrap(True)
    label.setAccessibleName(name)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label


def _column(*parts: QWidget | QBoxLayout) -> QWidget:
    """Below each other, with what room is left at the end."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    for part in parts:
        layout.addWidget(part) if isinstance(part, QWidget) else layout.addLayout(part)
    return column
