"""Looking inside: at a network's mistakes, at the images that training sees, and for a learning rate."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from engine.ink import MyDigit
from engine.settings import FIELDS, TrainSettings, checked
from engine.training import RateFound, RatePoint
from gui.app import WindowParts
from gui.background import Job
from gui.training import TrainingWiring

if TYPE_CHECKING:
    from engine.inspection import Mistakes, SeenPage
    from engine.models import Classifier

MATTERING = ("data", "model", "optimizer", "schedule", "batch_size", "augmentation")
"""The settings on which it depends which learning rate is good."""


class LookingWiring(QObject):
    """Does what the pages Mistakes, Data and Rate ask for, beside the window."""

    def __init__(self, window: WindowParts, training: TrainingWiring) -> None:
        super().__init__(window)
        self._window = window
        self._training = training
        self._swept: TrainSettings | None = None
        """For which settings a rate was found."""
        self._data = FIELDS["data"].default
        """Which images the form says."""
        self._examiner, self._reader, self._finder = (window.new_background() for _ in range(3))
        window.mistakes_panel.asked.connect(self.look_at_mistakes)
        window.networks.kept.connect(self._forget_mistakes)
        self._examiner.done.connect(self._show_mistakes)
        self._examiner.failed.connect(window.mistakes_panel.show_waiting)
        window.data_panel.wanted.connect(self._read_images)
        self._reader.done.connect(window.data_panel.show_page)
        self._reader.failed.connect(window.data_panel.show_waiting)
        window.rate_panel.asked.connect(self.find_rate)
        window.rate_panel.cancelled.connect(self._cancel_finding)
        window.rate_panel.applied.connect(window.form.show_values)
        self._finder.reported.connect(self._show_found)
        self._finder.done.connect(self._end_finding)
        self._finder.failed.connect(window.rate_panel.show_end)
        window.note.rate_wanted.connect(self._find_rate_instead)
        window.form.changed.connect(self._follow_form)
        self._follow_form()

    @property
    def _settings(self) -> TrainSettings:
        return checked(self._window.form.values())

    # Mistakes.

    @Slot()
    def look_at_mistakes(self) -> None:
        """Of the network that is kept."""
        networks = self._window.networks
        if networks.kept_reader is None:
            self._window.say("There is no network yet whose mistakes could be looked at: click Train first.")
        else:
            self.look_at_mistakes_of(networks.kept_reader, networks.name)

    @Slot(object, str)
    def look_at_mistakes_of(self, classifier: "Classifier", name: str) -> None:
        self._window.pages.setCurrentWidget(self._window.mistakes_panel)
        self._window.mistakes_panel.show_waiting(f"{name} reads the test images \u2026")
        self._examiner.ask(partial(_examined, classifier, name))

    @Slot(object)
    def _show_mistakes(self, found: "tuple[Mistakes, Any, str] | None") -> None:
        window = self._window
        if found:
            window.mistakes_panel.show_mistakes(*found)
            if window.pages.currentWidget() is window.mistakes_panel and not window.canvas.hasFocus():
                # The button that had the keyboard is gone.
                window.mistakes_panel.setFocus()

    @Slot(object)
    def _forget_mistakes(self, _run: object) -> None:
        self._examiner.stop()
        self._window.mistakes_panel.forget()

    # Data.

    @Slot(int, bool, object, int)
    def _read_images(self, page: int, varied: bool, label: int | None, turn: int) -> None:
        if self._window.engine_ready:
            mine = list(self._window.teaching.digits)
            self._reader.ask(partial(_page, self._settings, mine, (page, varied, label, turn)))

    # Learning rate.

    @Slot()
    def find_rate(self) -> None:
        window = self._window
        control = window.session.control
        window.pages.setCurrentWidget(window.rate_panel)
        if control and not control.paused:
            window.message.say("warning", "Pause or stop training first: the sweep would slow it down.")
        elif not self._finder.busy:
            settings = self._settings
            names = (FIELDS[name].labels[str(getattr(settings, name))] for name in ("model", "optimizer", "schedule"))
            window.measuring.cancel()
            window.rate_panel.show_start(", ".join(names))
            self._swept = settings
            self._finder.ask(partial(_swept, settings))

    @Slot()
    def _find_rate_instead(self) -> None:
        """The run that goes on is not worth its time: stop it, and sweep as soon as it has ended."""
        self._training.stop_and_then(self.find_rate, "Stopping, to find a learning rate \u2026")

    @Slot()
    def _cancel_finding(self) -> None:
        self._finder.stop()
        self._window.rate_panel.show_end("")

    @Slot(object)
    def _show_found(self, found: "RatePoint | RateFound") -> None:
        if isinstance(found, RatePoint):
            self._window.rate_panel.show_point(*found)
        else:
            self._window.rate_panel.show_found(found)

    @Slot(object)
    def _end_finding(self, _nothing: object) -> None:
        self._window.rate_panel.show_end("")

    @Slot()
    def _follow_form(self) -> None:
        """What was found holds for the settings that it was found with."""
        settings = self._settings
        if settings.data != self._data:
            self._data = settings.data
            self._reader.stop()
            self._window.data_panel.forget()
        if (
            self._swept
            and not self._finder.busy
            and any(getattr(settings, name) != getattr(self._swept, name) for name in MATTERING)
        ):
            self._swept = None
            self._window.rate_panel.forget()
        self._window.rate_panel.show_chosen(settings.learning_rate)


def _examined(classifier: "Classifier", name: str, job: Job) -> "tuple[Mistakes, Any, str] | None":
    from engine.data import splits
    from engine.inspection import mistakes_of

    test = splits(classifier.data).test
    found = mistakes_of(classifier, test, job.stopping)
    return (found, test.images[:, 0].numpy(), name) if found else None


def _page(
    settings: TrainSettings, mine: list[MyDigit], wanted: tuple[int, bool, int | None, int], _job: Job
) -> "SeenPage":
    from engine.data import splits, training_images
    from engine.inspection import page_of

    number, varied, label, turn = wanted
    images = training_images(settings, splits(settings.data).train, mine)
    return page_of(images, number, varied=varied, label=label, turn=turn)


def _swept(settings: TrainSettings, job: Job) -> None:
    from engine.data import splits
    from engine.training import find_rate

    found: Iterator[object] = find_rate(settings, splits(settings.data).train, job.stopping)
    for one in found:
        job.report(one)
