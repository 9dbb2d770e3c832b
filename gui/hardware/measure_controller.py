"""Measures, for the page Speed, which configuration trains fastest on this computer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from engine import TrainSettings
from gui.background import TrainingSession
from gui.hardware.measure_panel import MeasurePanel
from gui.hardware.measuring import Measuring
from gui.widgets import Notices

TRAINING = "Stop training first: at the same time neither would be as fast as it can be."
ONLY_FLOAT32 = "What is measured is float32, whatever the precision is set to: page CPU has the other one."


class MeasureController(QObject):
    """Connects the page Speed to a measurement in a process of its own."""

    page_asked = Signal()
    """The page should be shown."""
    doing = Signal(str)
    """What is worked on; "" when that has ended."""
    settings_chosen = Signal(dict)
    """The fastest settings, by name, for the form."""

    def __init__(
        self,
        panel: MeasurePanel,
        *,
        measuring: Measuring,
        settings: Callable[[], TrainSettings],
        refused: Callable[[], bool],
        session: TrainingSession,
        hindrance: Callable[[], str],
        say: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`settings` returns those of the form; `refused` goes to a number in it that is not valid, if any is;
        `hindrance` gives the sentence why other work would disturb it, "" while none would.
        """
        super().__init__(panel)
        self._panel, self._measuring, self._settings, self._refused = panel, measuring, settings, refused
        self._session, self._hindrance, self._say, self._message = session, hindrance, say, message
        panel.asked.connect(self.measure)
        panel.cancelled.connect(measuring.cancel)
        panel.applied.connect(self.settings_chosen)
        measuring.found.connect(panel.show_finding)
        measuring.ended.connect(self._end)

    @Slot()
    def measure(self) -> None:
        """Start a measurement, or say why it cannot start. Does nothing while one is going on."""
        if self._refused():
            return
        self.page_asked.emit()
        if self._session.running:
            self._message.say("refusal", TRAINING)
        elif sentence := self._hindrance():
            self._message.say("refusal", sentence)
        elif not self._measuring.running:
            settings = self._settings()
            if settings.precision != "float32":
                self._say(ONLY_FLOAT32)
            self._panel.show_start()
            self.doing.emit("Measuring this computer \u2026")
            self._measuring.start(settings.model, settings.batch_size, settings.augmentation)

    @Slot(str)
    def _end(self, sentence: str) -> None:
        self._panel.show_end(sentence)
        self.doing.emit("")
