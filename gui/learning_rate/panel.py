"""Page Learning rate: the loss at each rate of a short sweep, the rate to use, and those that are too large."""

import math

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from engine.settings import FIELDS
from engine.training import RateFound, beyond_the_cliff, plain
from gui.learning_rate.plot import HEIGHT, HIGHEST, LOWEST, RatePlot
from gui.theme import LIGHT, Theme, sized
from gui.widgets import Button, Compound, JobRow, WhenSeen, WrappedLabel

RATE = FIELDS["learning_rate"].title.lower()
EXPLANATION = (
    f"Trains a fresh network for some hundred steps, each with a larger {RATE}, and draws the loss. A good rate lies "
    "where the loss has fallen; where it rises again, the steps are too large. This takes some seconds and changes no "
    "network."
)
CANCELLED = "Cancelled: the curve ends where the sweep was."


class RatePanel(Compound):
    """Shows the points of a sweep as they come, and the rate that the sweep suggests."""

    asked = Signal()
    cancelled = Signal()
    applied = Signal(dict)
    """The rate that was found, as a setting by name."""

    def __init__(self) -> None:
        super().__init__()
        self._points: list[tuple[float, float]] = []
        self._found: RateFound | None = None
        self._chosen: float | None = None
        self._about = ""
        find = Button(f"Find a {RATE}", f"Try some hundred rates on a fresh network and suggest a {RATE}")
        self._row = JobRow(find, "End the sweep", "Progress of the sweep")
        self._row.asked.connect(self.asked)
        self._row.cancelled.connect(self.cancelled)
        self._apply = Button("", f"Put this {RATE} into the settings")
        self._apply.clicked.connect(self._apply_clicked)
        self._words = WrappedLabel("What was found")
        self._warning = WrappedLabel("Warning", "problem")
        self._warning.hide()
        self._theme = LIGHT
        self._chart = WhenSeen(self._new_plot)
        sized(self._chart.setMinimumHeight, HEIGHT)
        self._lay_out()
        self._words.setText(EXPLANATION)
        self.show_end("")

    def _lay_out(self) -> None:
        self._row.add(self._apply)
        self.enter_at(self._row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(self._row)
        layout.addWidget(self._words)
        layout.addWidget(self._warning)
        layout.addWidget(self._chart, 1)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if plot := self._chart.made:
            plot.set_theme(theme)

    @property
    def words(self) -> str:
        """The sentence shown."""
        return self._words.text()

    @property
    def sweeping(self) -> bool:
        """Whether a sweep is being shown."""
        return self._row.running

    @property
    def warning(self) -> str:
        """What is wrong with the rate in the settings, or ""."""
        return "" if self._warning.isHidden() else self._warning.text()

    def show_start(self, about: str = "") -> None:
        """A sweep begins; `about` names its settings, as in "Small CNN, AdamW"."""
        self._points, self._found, self._about = [], None, about
        self._show_points()
        self._words.setText(EXPLANATION)
        self._row.show_share(0)
        self._show_marks()
        self._show_running(True)

    @Slot(float, float)
    def show_point(self, learning_rate: float, loss: float) -> None:
        self._points.append((learning_rate, loss))
        self._show_points()
        self._row.show_share((math.log10(learning_rate) - LOWEST) / (HIGHEST - LOWEST))

    @Slot(object)
    def show_found(self, found: RateFound) -> None:
        """Show the result of the sweep."""
        self._found = found
        about = f" for {self._about}" if self._about else ""
        cliff = f" From {plain(found.cliff)} on the loss rises instead of falling." if found.cliff else ""
        self._words.setText(f"Take {plain(found.suggested)}{about}.{cliff}")
        self._apply.setText(f"Use {plain(found.suggested)}")
        self._show_marks()

    @Slot(str)
    def show_end(self, problem: str) -> None:
        """The sweep is over; `problem` says what went wrong, or is ""."""
        self._show_running(False)
        if problem:
            self._words.setText(problem)
        elif self._points and not self._found:
            self._words.setText(CANCELLED)

    def forget(self) -> None:
        """Remove the result: it was found for other settings."""
        self._words.setText(EXPLANATION)
        self._found, self._points = None, []
        self._show_points()
        self._show_running(False)
        self._show_marks()

    @Slot(float)
    def show_chosen(self, rate: float) -> None:
        """Mark the learning rate of the settings."""
        self._chosen = rate
        self._show_marks()

    def _show_running(self, running: bool) -> None:
        self._row.show_running(running)
        self._apply.setVisible(not running and self._found is not None)

    def _show_marks(self) -> None:
        found = self._found
        if plot := self._chart.made:
            self._mark(plot)
        warning = beyond_the_cliff(self._chosen, found) if found and self._chosen else ""
        self._warning.setText(warning)
        self._warning.setVisible(bool(warning))

    def _new_plot(self) -> RatePlot:
        plot = RatePlot()
        plot.set_theme(self._theme)
        plot.show_points(self._points)
        self._mark(plot)
        return plot

    def _show_points(self) -> None:
        if plot := self._chart.made:
            plot.show_points(self._points)

    def _mark(self, plot: RatePlot) -> None:
        found = self._found
        plot.show_marks(found and found.suggested, found and found.cliff, self._chosen)

    @Slot()
    def _apply_clicked(self) -> None:
        if self._found:
            self.applied.emit({"learning_rate": self._found.suggested})
