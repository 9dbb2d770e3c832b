"""The page Several: the plan, the progress, the table of trainings and their scatter."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from engine.sweep import TrialEnded
from gui.sweep.model import Marks
from gui.sweep.plan_form import PlanForm
from gui.sweep.plot import COSTS, SweepPlot
from gui.sweep.table import TrialTable
from gui.theme import LIGHT, Theme, sized
from gui.widgets import Button, ChoiceBox, Compound, JobRow, UprightScroll, WhenSeen, WrappedLabel

EXPLANATION = (
    "Trains one network after the other in the background, each with other values of the settings you choose here. "
    "Every one is kept as a run."
)
CAPTION = (
    "Diamonds on the line are the best front: nothing that costs less is as accurate, apart from chance. Point at a "
    "marker to read it; click it to choose its row."
)
BAR_GAP, PLOT_HEIGHT = 6, 240


class SweepPanel(Compound):
    """Shows what it is given, and emits what a person wants."""

    asked = Signal()
    cancelled = Signal()
    resume_asked = Signal()
    run_asked = Signal(str)
    """The name of a run's folder, whose run should be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[TrialEnded] = []
        self._marks, self._theme = Marks(), LIGHT
        self.plan = PlanForm()
        self._about = WrappedLabel("What will be trained")
        self._start = Button("Try several", "Train all of them, one after the other")
        self._row = JobRow(self._start, "Stop after this step; it can go on later", "Progress of all trainings")
        self._go_on = Button("Go on", "Go on with the trainings that are left, where they were stopped")
        self._show_run = Button("Show run", "Show the run of the chosen row on page Runs (Enter)")
        self._words = WrappedLabel("What is being done")
        self._words.setText(EXPLANATION)
        self.table = TrialTable()
        self._cost = ChoiceBox()
        self._cost.setAccessibleName("What the picture compares accuracy with")
        self._cost.setToolTip("What the picture compares accuracy with")
        self._cost.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        for key, (label, _) in COSTS.items():
            self._cost.addItem(f"Validation accuracy against {label}", key)
        self._picture = WhenSeen(self._new_plot)
        sized(self._picture.setMinimumHeight, PLOT_HEIGHT)
        self._caption = WrappedLabel("About the picture", "muted")
        self._caption.setText(CAPTION)
        self._lay_out()
        self._connect()
        self.show_rows([], Marks())
        self.show_end("", can_go_on=False)

    def _lay_out(self) -> None:
        self._row.add(self._go_on)
        does = QHBoxLayout()
        does.addWidget(self._show_run)
        does.addWidget(self._cost, 1)
        self._results = QWidget()
        column = QVBoxLayout(self._results)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        column.addLayout(does)
        column.addWidget(self._picture)
        column.addWidget(self._caption)
        body = QWidget()
        page = QVBoxLayout(body)
        sized(page.setContentsMargins, 0, 0, BAR_GAP, 0)
        for part in (self._words, self.plan, self._about, self._row, self._results):
            page.addWidget(part)
        page.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 0)
        layout.addWidget(UprightScroll(body, self._start))
        self.enter_at(self._row)

    def _connect(self) -> None:
        self._row.asked.connect(self.asked)
        self._row.cancelled.connect(self.cancelled)
        self._go_on.clicked.connect(self.resume_asked)
        self._show_run.clicked.connect(self._open)
        self.table.opened.connect(self._open)
        self.table.chosen.connect(self._choose)
        self._cost.currentIndexChanged.connect(self._show_cost)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.table.size_columns()
        if plot := self._picture.made:
            plot.set_theme(theme)

    # What it shows.

    @property
    def words(self) -> str:
        return self._words.text()

    @property
    def about(self) -> str:
        """How many trainings there will be, and how long they will take."""
        return self._about.text()

    def show_about(self, sentence: str, problem: str) -> None:
        self._about.setText(sentence)
        self._about.setVisible(bool(sentence))
        self.plan.show_problem(problem)

    def show_running(self, words: str, share: float | None = None) -> None:
        """A sweep goes on."""
        if not self._row.running:
            self._row.show_running(True)
            self.plan.setEnabled(False)
            self._go_on.hide()
        self._row.show_share(share or 0)
        self._words.setText(words)

    def show_end(self, sentence: str, *, can_go_on: bool) -> None:
        """No sweep goes on; `can_go_on` says whether the last one has trainings left."""
        self._row.show_running(False)
        self.plan.setEnabled(True)
        self._go_on.setVisible(can_go_on)
        self._words.setText(sentence or EXPLANATION)

    def show_rows(self, rows: Sequence[TrialEnded], marks: Marks) -> None:
        self._rows, self._marks = list(rows), marks
        self.table.show_rows(rows, marks)
        if plot := self._picture.made:
            plot.show_rows(rows, marks)
        self._results.setVisible(bool(rows))

    def _new_plot(self) -> SweepPlot:
        plot = SweepPlot()
        plot.picked.connect(self.table.select)
        plot.set_theme(self._theme)
        plot.show_cost(self._cost.currentData())
        plot.show_rows(self._rows, self._marks)
        plot.mark(self.table.current.place if self.table.current else 0)
        return plot

    @Slot()
    def _show_cost(self) -> None:
        if plot := self._picture.made:
            plot.show_cost(self._cost.currentData())

    @Slot()
    def _choose(self) -> None:
        row = self.table.current
        self._show_run.setEnabled(bool(row and row.run))
        if plot := self._picture.made:
            plot.mark(row.place if row else 0)

    @Slot()
    def _open(self) -> None:
        if (row := self.table.current) and row.run:
            self.run_asked.emit(row.run)
