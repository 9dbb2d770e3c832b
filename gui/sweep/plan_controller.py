"""Says beside the plan how many trainings it means, and how long they will take."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot

from engine import InklingError, TrainSettings
from engine.formats import count
from engine.runs import RunRow
from engine.sweep import Measured, about, measured_runs, seconds_left
from gui.sweep.panel import SweepPanel


class PlanController(QObject):
    """Follows the form, the plan, and the kept runs, which tell how long a training takes here."""

    def __init__(self, panel: SweepPanel, *, settings: Callable[[], TrainSettings]) -> None:
        """`settings` returns those of the form, which all trainings share."""
        super().__init__(panel)
        self._panel, self._settings = panel, settings
        self._measured: list[Measured] = []
        """The times of kept runs."""
        panel.plan.changed.connect(self.follow_settings)
        self.follow_settings()

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form or the plan has changed."""
        try:
            trials = self._panel.plan.sweep(self._settings()).trials()
        except InklingError as problem:
            self._panel.show_about("", str(problem))
            return
        left = seconds_left([(one, 0) for one in trials], self._measured)
        time = f", {about(left)}" if left is not None else "; how long the first takes tells how long all take"
        self._panel.show_about(f"{count(len(trials), 'training')}{time}.", "")

    def follow_runs(self, rows: list[RunRow]) -> None:
        """Call it with the runs that are kept."""
        self._measured = measured_runs(rows)
        self.follow_settings()
