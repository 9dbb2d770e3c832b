"""Steers a run: begins it, pauses it, lets it take steps, changes its learning rate and ends it."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from engine import Event, Measuring, Paused, RunControl, TrainSettings
from gui.background import TrainingSession
from gui.training.player import STEERABLE, Player
from gui.training.run_display import RunDisplay
from gui.training.settings_form import SettingsForm


class Steering(QObject):
    """Passes on what a person asks of the run, and shows in the player that it was asked."""

    def __init__(self, player: Player, form: SettingsForm, display: RunDisplay, *, session: TrainingSession) -> None:
        super().__init__(player)
        self._player, self._form, self._display, self._session = player, form, display, session
        self._rate = 0.0
        """The learning rate in the form when the run last got it."""
        form.changed.connect(self._follow_learning_rate)

    def begin(self, what: TrainSettings | Path, *, paused: bool) -> None:
        """Begin a run with these settings, or go on with the one in this folder. `paused`: it waits after a step."""
        # Its learning rate is its own until somebody changes the one in the form.
        self._rate = self._rate_in_form()
        self._display.clear()
        self._player.show_state("stepping" if paused else "running")
        self._form.show_running(True)
        self._display.say("Starting \u2026")
        self._session.start(what, paused=paused)

    def end(self) -> None:
        """Show that the run is over."""
        self._player.show_state("ready")
        self._form.show_running(False)

    @property
    def _control(self) -> RunControl | None:
        """None when there is no run, or no step of it is to come."""
        return self._session.control if self._player.state in STEERABLE else None

    def follow(self, event: Event) -> None:
        """Show in the player that the run waits, or that its last step is done."""
        match event:
            case Measuring() if self._player.state in STEERABLE:
                self._player.show_state("measuring")
            case Paused() if self._player.state in ("pausing", "stepping"):
                self._player.show_state("paused")

    @Slot()
    def pause(self) -> None:
        if control := self._control:
            control.pause()
            self._player.show_state("pausing")
            self._display.say("Pausing \u2026")

    @Slot()
    def go_on(self) -> None:
        if control := self._control:
            control.go_on()
            self._player.show_state("running")
            self._display.say("Going on \u2026")

    def step(self) -> bool:
        """Learn from one batch and wait. Returns whether there was a run to do it."""
        if control := self._control:
            control.take_step()
            self._player.show_state("stepping")
        return control is not None

    def step_epoch(self) -> bool:
        """Learn to the end of the epoch and wait. Returns whether there was a run to do it."""
        if control := self._control:
            control.take_epoch()
            self._player.show_state("stepping")
            self._display.say("To the end of the epoch \u2026")
        return control is not None

    @Slot()
    def stop(self) -> None:
        self._end("Stopping \u2026")

    @Slot()
    def discard(self) -> None:
        self._end("Discarding \u2026", discard=True)

    def _end(self, words: str, *, discard: bool = False) -> None:
        if self._session.running and self._player.state != "stopping":
            self._session.stop(discard=discard)
            self._player.show_state("stopping")
            self._display.say(words)

    @Slot()
    def _follow_learning_rate(self) -> None:
        """The learning rate of the form counts at once; everything else counts from the next run on."""
        control, rate = self._session.control, self._rate_in_form()
        if control is not None and rate != self._rate:
            control.learning_rate = self._rate = rate

    def _rate_in_form(self) -> float:
        return float(self._form.values()["learning_rate"])
