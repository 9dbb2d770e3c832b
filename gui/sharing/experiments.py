"""Experiments in the window: copied as a text, taken from one, and compared when the training has ended."""

import logging
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from engine import InklingError, TrainSettings
from engine.formats import count
from engine.runs import read_record
from engine.settings import CORES, FIELDS, Value, recovered
from gui.background import Background, EngineLoader, Job, TrainingSession
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.sharing import Comparison, Experiment

log = logging.getLogger("inkling")

PUT_BACK = "Undo settings"
"""The offer to have the settings again that an experiment has replaced."""
NOT_NOW = "Training goes on: take the experiment when it has ended."
MOST_TOLD = 5
"""Settings that a sentence names."""
HOW_TO_TAKE = "Another Inkling takes it with Ctrl+V."
UNTRAINED = " Its losses are not in it, as it has not been trained with these settings: train first to send them too."
NO_LOSSES = " Its losses are not in it: the run has learnt from your own digits, or has taken no step."
TRAIN = "Click Train to repeat it."


class _Copied(NamedTuple):
    text: str
    without: str = ""
    """Why the losses are not in it."""


class ExperimentsController(QObject):
    """Copies what a run or the form is, and fills the form with what another Inkling has copied."""

    settings_chosen = Signal(object)
    """Settings for the form, by name."""

    def __init__(
        self,
        window: QWidget,
        *,
        settings: Callable[[], TrainSettings],
        last_run: Callable[[], Path | None],
        session: TrainingSession,
        loader: EngineLoader,
        new_background: Callable[[], Background],
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
        message: Notices,
    ) -> None:
        """`settings` returns those of the form, `last_run` the folder of the run that was trained last here."""
        super().__init__(window)
        self._settings, self._last_run, self._session, self._loader = settings, last_run, session, loader
        self._say, self._message = say, message
        self._taken: Experiment | None = None
        """The experiment that the next training may be."""
        self._copier, self._judge = new_background(), new_background()
        self._copier.done.connect(self._show_copied)
        self._copier.failed.connect(show_problem)
        self._judge.done.connect(self._show_comparison)
        self._judge.failed.connect(show_problem)

    # Copying.

    @Slot()
    def copy(self) -> None:
        """Copy the settings in the form, with the losses of the last run if it had them."""
        self._copier.ask(partial(_text_of_settings, self._settings(), self._last_run()))

    @Slot(object)
    def copy_run(self, folder: Path) -> None:
        """Copy the experiment that a kept run was."""
        self._copier.ask(partial(_text_of_run, folder))

    @Slot(object)
    def _show_copied(self, copied: _Copied) -> None:
        QGuiApplication.clipboard().setText(copied.text)
        length = count(len(copied.text), "character")
        told = f"The experiment is on the clipboard ({length}): paste it into a mail or a chat. {HOW_TO_TAKE}"
        self._say(f"{told}{copied.without}")

    # Taking.

    @Slot(str)
    def take(self, text: str) -> None:
        """Fill the form with the settings of the experiment in a text, or say why not."""
        from engine.sharing import experiment_in

        if self._session.running:
            self._message.say("refusal", NOT_NOW)
            return
        try:
            experiment = experiment_in(text)
        except InklingError as error:
            self._message.say("refusal", str(error))
            return
        before = self._settings().model_dump()
        changed = {name: before[name] for name, value in experiment.values.items() if value != before[name]}
        self._taken = experiment
        self.settings_chosen.emit({name: experiment.values[name] for name in changed})
        offer = ""
        if changed:
            told = f"The settings are those of the experiment now: {_told(changed, experiment.values)}."
            offer = PUT_BACK
        else:
            told = "The settings were those of the experiment already."
        self._message.say("info", f"{told} {TRAIN} {self._expected()}".strip(), offer, partial(self._put_back, changed))

    def _put_back(self, values: Mapping[str, Value]) -> None:
        self._taken = None
        self.settings_chosen.emit(dict(values))

    def _expected(self) -> str:
        """What to expect of the losses; "" while nobody knows this CPU, or if there is nothing to compare with."""
        from engine.sharing import made_here, same_computer

        experiment = self._taken
        if experiment is None or experiment.losses is None or not self._loader.ready:
            return ""
        threads = experiment.made.threads
        return same_computer(experiment.made, made_here(threads if threads <= CORES else CORES))

    # Comparing.

    @Slot()
    def run_ended(self) -> None:
        """A run has ended: if it was the experiment, say whether its losses came out."""
        if self._taken and (folder := self._last_run()):
            self._judge.ask(partial(_comparison, self._taken, folder))

    @Slot(object)
    def _show_comparison(self, found: "Comparison | None") -> None:
        if found and found.verdict != "unknown":
            # The foot of the window keeps it for whoever comes back after the notice has gone.
            log.info(found.sentence)
            self._message.say("warning" if found.verdict == "different" else "info", found.sentence)


def _told(changed: Mapping[str, Value], values: Mapping[str, Value]) -> str:
    """The settings that have changed, with their values as a person reads them."""
    told = [f"{FIELDS[name].title} {FIELDS[name].label(values[name])}" for name in changed]
    more = f" and {len(told) - MOST_TOLD} more" if len(told) > MOST_TOLD else ""
    return ", ".join(told[:MOST_TOLD]) + more


# In the background.


def _text_of_run(folder: Path, _job: Job) -> _Copied:
    from engine.sharing import experiment_of, text_of

    experiment = experiment_of(folder)
    return _Copied(text_of(experiment), "" if experiment.losses else NO_LOSSES)


def _text_of_settings(settings: TrainSettings, last_run: Path | None, job: Job) -> _Copied:
    from engine.sharing import experiment_of_settings, text_of

    if last_run and _settings_of(last_run) == settings:
        return _text_of_run(last_run, job)
    return _Copied(text_of(experiment_of_settings(settings)), UNTRAINED)


def _comparison(experiment: "Experiment", folder: Path, _job: Job) -> "Comparison | None":
    from engine.sharing import compared

    settings = _settings_of(folder)
    return compared(experiment, folder) if settings and experiment.is_that_of(settings) else None


def _settings_of(folder: Path) -> TrainSettings | None:
    try:
        return recovered(read_record(folder).settings)
    except InklingError:
        return None
