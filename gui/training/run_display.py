"""Shows a run's events: in the curve, the time bar, the status line, the note beside the curve, and the log."""

import logging
from pathlib import Path

from PySide6.QtCore import Slot

from engine import Event
from engine.training import Diagnosis, LogLines
from gui.training.chart.loss_chart import LossChart
from gui.training.chart.time_bar import TimeBar
from gui.training.note_label import NoteLabel
from gui.training.status_strip import StatusStrip

log = logging.getLogger("inkling")


class RunDisplay:
    """The views that show a run and do not steer it."""

    def __init__(self, chart: LossChart, note: NoteLabel, time_bar: TimeBar, status: StatusStrip) -> None:
        self._chart, self._note, self._time_bar, self._status = chart, note, time_bar, status
        self._log_lines = LogLines()
        self._diagnosis = Diagnosis()

    @property
    def has_note(self) -> bool:
        """Whether a note says what is wrong with the run."""
        return self._note.text != ""

    def clear(self) -> None:
        """Forget the run before. Its curve stays until the new run has started."""
        self._note.clear()
        self._time_bar.clear()

    @property
    def folder(self) -> Path | None:
        """The folder of the run whose curve is shown."""
        return self._chart.folder

    def show_kept(self, name: str, events: list[Event]) -> None:
        """Show the curve of a kept run; without events there is none."""
        self.clear()
        self._chart.forget()
        self._chart.add(events)
        self._chart.draw()
        self._chart.show_name(name)

    def say(self, words: str) -> None:
        """Say in the status line what the program is doing."""
        self._status.say(words)

    @Slot(list)
    def show_past(self, events: list[Event]) -> None:
        """Draw the curve of a resumed run up to where it was cut off."""
        self._chart.begin_anew()
        self._chart.add(events)
        self._chart.draw()

    def show_events(self, events: list[Event]) -> None:
        self._chart.add(events)
        self._chart.draw()
        self._time_bar.show_events(events)
        self._status.show_events(events)
        for event in events:
            self._tell(event)

    def _tell(self, event: Event) -> None:
        for line in self._log_lines.of(event):
            log.info(line)
        if note := self._diagnosis.add(event):
            self._note.show_note(note.kind, note.text)
            log.info(note.text)
