"""The page Compression: its settings, the job's progress and the results."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from engine.compression import Doing, Finding
from gui.compression.results import CompressionResults
from gui.compression.settings import CompressionSettingsView
from gui.theme import Theme, sized
from gui.widgets import Button, Compound, JobRow, UprightScroll, WrappedLabel

EXPLANATION = (
    "Makes copies of a trained network that are smaller or faster: with integers of eight bits, with fewer channels "
    "or neurons, or as a small student of a large teacher. Each is measured here; the network itself is kept."
)
NO_NETWORK = "There is no trained network yet: click Train first."
BAR_GAP = 6
"""Logical pixels between the page and its scroll bar."""
SETTINGS = 560
"""Maximum width in logical pixels: a longer slider is not easier to set."""


class CompressPanel(Compound):
    """Shows the findings that it is given, and emits what a person wants."""

    asked = Signal()
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._about = WrappedLabel("Which network is made smaller")
        self._about.setText(NO_NETWORK)
        self.settings = CompressionSettingsView()
        sized(self.settings.setMaximumWidth, SETTINGS)
        self._make = Button("Make it smaller", "Measure the network and smaller copies of it (F12)")
        self._row = JobRow(self._make, "Stop; the rows that are ready stay", "Progress")
        self._row.asked.connect(self.asked)
        self._row.cancelled.connect(self.cancelled)
        self._words = WrappedLabel("What is being done")
        self._words.setText(EXPLANATION)
        self.results = CompressionResults()
        self.results.table.chosen.connect(self._keep_row_in_sight)
        self._lay_out()

    def _lay_out(self) -> None:
        self._body = QWidget()
        column = QVBoxLayout(self._body)
        sized(column.setContentsMargins, 0, 0, BAR_GAP, 0)
        column.addWidget(self._about)
        column.addWidget(self.settings)
        column.addWidget(self._row)
        column.addWidget(self._words)
        column.addWidget(self.results, 1)
        self._scroll = UprightScroll(self._body, self._make)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._scroll)
        self.enter_at(self.settings)

    def set_theme(self, theme: Theme) -> None:
        self.results.set_theme(theme)

    # What it shows.

    def show_network(self, words: str) -> None:
        """Name the network to compress, as in "Small CNN, completed after 2,585 steps"; "" for none."""
        self._about.setText(f"This network is made smaller: {words}." if words else NO_NETWORK)

    def show_start(self) -> None:
        """A job begins."""
        self.results.clear()
        self._row.show_share(0)
        self._words.setText(EXPLANATION)
        self._show_running(True)

    @Slot(object)
    def show_finding(self, finding: Finding) -> None:
        if isinstance(finding, Doing):
            self._row.show_share(finding.share)
            self._words.setText(finding.sentence)
            return
        self.results.add(finding)
        if len(self.results.rows) == 1:
            # Before the first row there is nothing below to scroll to.
            QTimer.singleShot(0, self._bring_results_up)

    @Slot(str)
    def show_end(self, sentence: str) -> None:
        """The job is over; `sentence` says how it ended."""
        self._show_running(False)
        self.tell(sentence)

    @Slot(str)
    def tell(self, sentence: str) -> None:
        """Show a sentence about the result of an action."""
        self._words.setText(sentence)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    def _show_running(self, running: bool) -> None:
        focused = QApplication.focusWidget()
        # Qt takes the focus from what is hidden or disabled.
        had_focus = bool(focused and self.settings.isAncestorOf(focused))
        self._row.show_running(running)
        self.settings.setEnabled(not running)
        if had_focus:
            self._row.setFocus()

    @Slot()
    def _bring_results_up(self) -> None:
        """Scroll the settings away in a low window."""
        self._scroll.verticalScrollBar().setValue(self._row.y())

    @Slot()
    def _keep_row_in_sight(self) -> None:
        """Scroll the page, as the table does not scroll."""
        table = self.results.table
        if table.hasFocus() and table.current:
            place = table.viewport().mapTo(self._body, table.visualRect(table.currentIndex()).center())
            self._scroll.ensureVisible(place.x(), place.y(), 0, table.rowHeight(0))
