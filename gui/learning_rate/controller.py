"""Sweeps over learning rates in the background and shows the losses on the page Rate."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from engine import TrainSettings
from engine.settings import FIELDS
from engine.stack import called
from engine.training import RateFound, RatePoint
from gui.background import Background, Job, TrainingSession
from gui.learning_rate.panel import RatePanel
from gui.widgets import Notices

RELEVANT = ("data", "model", "optimizer", "schedule", "batch_size", "augmentation")
"""The settings on which a good learning rate depends."""


class LearningRateController(QObject):
    """Connects the page Rate to the engine's learning rate finder."""

    page_asked = Signal()
    """The page should be shown."""
    stop_training_asked = Signal(object, str)
    """The run that is going on should be stopped. A function to call after its end, and a sentence for the wait."""
    rate_chosen = Signal(dict)
    """The learning rate for the form, as a setting by name."""

    def __init__(
        self,
        panel: RatePanel,
        *,
        settings: Callable[[], TrainSettings],
        refused: Callable[[], bool],
        session: TrainingSession,
        hindrance: Callable[[], str],
        message: Notices,
        new_background: Callable[[], Background],
    ) -> None:
        """`settings` returns those of the form; `refused` goes to a number in it that is not valid, if any is;
        `hindrance` gives the sentence why a sweep would disturb other work, "" while it would not.
        """
        super().__init__(panel)
        self._panel, self._settings, self._session, self._message = panel, settings, session, message
        self._refused, self._hindrance = refused, hindrance
        self._finder = new_background()
        self._swept: TrainSettings | None = None
        """The settings of the last sweep; None when the form has others now."""
        panel.asked.connect(self.find_rate)
        panel.cancelled.connect(self._cancel)
        panel.applied.connect(self.rate_chosen)
        self._finder.reported.connect(self._show_found)
        self._finder.done.connect(self._end)
        self._finder.failed.connect(panel.show_end)
        self.follow_settings()

    @Slot()
    def find_rate(self) -> None:
        """Start a sweep, or say why it cannot start. Does nothing while one is going on."""
        if self._refused():
            return
        control = self._session.control
        self.page_asked.emit()
        if control and not control.paused:
            self._message.say("refusal", "Pause or stop training first: the sweep would slow it down.")
        elif sentence := self._hindrance():
            self._message.say("refusal", sentence)
        elif not self._finder.busy:
            settings = self._settings()
            words = (FIELDS[name].labels[str(getattr(settings, name))] for name in ("optimizer", "schedule"))
            names = (called(settings.model), *words)
            self._panel.show_start(", ".join(names))
            self._swept = settings
            self._finder.ask(partial(_swept, settings))

    @Slot()
    def find_rate_instead(self) -> None:
        """The run that is going on is not worth its time: stop it, and start a sweep after its end."""
        if not self._refused():
            self.stop_training_asked.emit(self.find_rate, "Stopping, to find a learning rate \u2026")

    @Slot()
    def _cancel(self) -> None:
        self._finder.stop()
        self._panel.show_end("")

    @Slot(object)
    def _show_found(self, found: RatePoint | RateFound) -> None:
        if isinstance(found, RatePoint):
            self._panel.show_point(*found)
        else:
            self._panel.show_found(found)

    @Slot(object)
    def _end(self, _nothing: object) -> None:
        self._panel.show_end("")

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form has changed: what was found holds only for the settings of its sweep."""
        settings, swept = self._settings(), self._swept
        if (
            swept
            and not self._finder.busy
            and any(getattr(settings, name) != getattr(swept, name) for name in RELEVANT)
        ):
            self._swept = None
            self._panel.forget()
        self._panel.show_chosen(settings.learning_rate)


def _swept(settings: TrainSettings, job: Job) -> None:
    from engine.data import splits
    from engine.training import find_rate

    for found in find_rate(settings, splits(settings.data).train, job.stopping):
        job.report(found)
