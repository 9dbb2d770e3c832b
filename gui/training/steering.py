"""Steers a run: begins it, pauses it, lets it take steps, changes its learning rate and ends it."""

from pathlib import Path

from PySide6.QtCore import QObject, Slot

from engine import Event, LearningRateChanged, Measuring, Paused, RunControl, TrainSettings
from engine.runs import row_of
from engine.settings import Value
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
        self._of_person: dict[str, Value] = {}
        """The settings that were in the form before it showed those of a resumed run."""
        self._of_run: dict[str, Value] = {}
        """What the form shows of a resumed run; empty for any other."""
        form.changed.connect(self._follow_learning_rate)
        session.resumed.connect(self._show_newest_rate)

    def begin(self, what: TrainSettings | Path, *, paused: bool) -> None:
        """Begin a run with these settings, or go on with the one in this folder. `paused`: it waits after a step."""
        if isinstance(what, Path):
            self._show_settings_of(what)
        # Its learning rate is its own until somebody changes the one in the form.
        self._rate = self._rate_in_form()
        self._display.clear()
        self._player.show_state("stepping" if paused else "running")
        self._form.show_running(True, resumed=bool(self._of_run))
        self._display.say("Starting \u2026")
        self._session.start(what, paused=paused)

    def end(self) -> None:
        """Show that the run is over."""
        self._player.show_state("ready")
        # After any other run nothing is touched: somebody may be typing.
        if self._of_run:
            theirs, self._of_run = self.settings_of_person, {}
            self._form.show_values(theirs)
        self._form.show_running(False)

    # The settings of a resumed run.

    def _show_settings_of(self, folder: Path) -> None:
        settings = row_of(folder).settings
        # A record without them is refused when the run begins.
        if settings is not None:
            self._of_person, self._of_run = self._form.values(), settings.model_dump()
            self._form.show_values(self._of_run)

    @Slot(list)
    def _show_newest_rate(self, past: list[Event]) -> None:
        """Show the learning rate with which a run goes on, if somebody changed it and nobody has typed another one."""
        changes = [event.learning_rate for event in past if isinstance(event, LearningRateChanged)]
        if self._of_run and changes and self._rate_in_form() == self._rate:
            self._rate = self._of_run["learning_rate"] = changes[-1]
            self._form.show_values({"learning_rate": self._rate})
            self._form.show_running(True, resumed=True)

    @property
    def settings_of_person(self) -> dict[str, Value]:
        """Those in the form; during a resumed run those that were there before it.

        If something was changed that counts from the next run on, the person has made the run's settings theirs.
        """
        now, of_run = self._form.values(), self._of_run
        changed = {name: value for name, value in now.items() if of_run and value != of_run[name]}
        return {**self._of_person, **changed} if of_run and changed.keys() <= {"learning_rate"} else now

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
