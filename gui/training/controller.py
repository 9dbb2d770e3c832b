"""A run in the window: begun, paused, stepped, steered and ended, as a person asks for it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine import EpochDone, Event, Finished, Started, TrainSettings
from engine.data import is_here, missing
from engine.settings import Value, checked
from gui.background import TrainingSession
from gui.network import Networks
from gui.training.player import Player
from gui.training.run_display import RunDisplay
from gui.training.run_messages import RunMessages
from gui.training.settings_form import SettingsForm
from gui.training.steering import Steering
from gui.training.unsaved import UnsavedNetwork
from gui.widgets import Notices

TRYING = "Page Several trains at this moment, and two trainings would slow each other down."
STOP_TRYING = "Stop those"


class TrainingController(QObject):
    """Does what the player, its keys and other features ask of a run."""

    runs_changed = Signal()
    """A run has begun, finished an epoch, or ended: its row in the table is another one now."""
    begun = Signal()
    """A run is about to begin: what else keeps cores busy should end."""
    ended = Signal()
    """The run is over, and everything about it is shown."""
    discarded = Signal(object)
    """The Path where a discarded run is kept for a while."""
    bring_back_asked = Signal(object)
    """The run that was discarded and is kept at this Path is wanted back."""
    going_on_changed = Signal(bool)
    """Whether there is a run that can be stopped."""
    stop_trying_asked = Signal()
    """The trainings of page Several should be stopped."""

    def __init__(
        self,
        player: Player,
        form: SettingsForm,
        display: RunDisplay,
        message: Notices,
        *,
        session: TrainingSession,
        networks: Networks,
        unsaved: UnsavedNetwork,
    ) -> None:
        super().__init__(player)
        self._player, self._form, self._display, self._message = player, form, display, message
        self._session, self._networks = session, networks
        self._settings: TrainSettings | None = None
        """Of the last run that was begun here."""
        self._then: Callable[[], object] | None = None
        """What to do once the present run has ended."""
        self._digits_learnt = False
        """Whether the network is learning the person's digits, beside which no run may begin."""
        self._trying = False
        """Whether page Several trains, beside which no run may begin."""
        self.folder: Path | None = None
        """The folder of the present or last run; None while a new one has not said it."""
        self.unsaved = unsaved
        self._steering = Steering(player, form, display, session=session)
        self._messages = RunMessages(message, networks=networks, unsaved=unsaved)
        self._does: dict[str, Callable[[], object]] = {
            "train": self.train,
            "pause": self._steering.pause,
            "continue": self._steering.go_on,
            "step": self.step,
            "epoch": self.step_epoch,
            "stop": self.stop,
            "discard": self._steering.discard,
            "restart": self.restart,
        }
        self._connect()

    def _connect(self) -> None:
        self._player.asked.connect(self.do)
        self._session.events_came.connect(self._show_events)
        self._session.resumed.connect(self._display.show_past)
        self._messages.discarded.connect(self.discarded)
        self._messages.bring_back_asked.connect(self.bring_back_asked)
        self._messages.resume_asked.connect(self._resume_last)
        self._messages.training_without_workers_asked.connect(self._train_without_workers)

    @Slot(str)
    def do(self, what: str) -> None:
        """Do one of the things that the player asks for."""
        if what in self._does:
            self._does[what]()

    @property
    def going_on(self) -> bool:
        return self._session.running

    @property
    def cut_off_by_closing(self) -> str:
        """The name of the folder of the run that closing the window now would cut off; "" when there is none."""
        return self.folder.name if self.going_on and self.folder else ""

    @property
    def settings_of_person(self) -> dict[str, Value]:
        """The settings that the form has when no resumed run shows its own there."""
        return self._steering.settings_of_person

    @Slot(bool)
    def show_learning(self, going_on: bool) -> None:
        """Whether the network is learning the person's digits: no run may begin meanwhile."""
        self._digits_learnt = going_on
        self._player.allow(not going_on)
        self._display.say("Learning your digits \u2026" if going_on else "Ready")

    @Slot(bool)
    def show_trying(self, going_on: bool) -> None:
        """Whether page Several trains: no run may begin meanwhile."""
        self._trying = going_on
        if not going_on:
            self._message.withdraw(STOP_TRYING)

    # Beginning a run.

    @Slot()
    def train_or_hold(self) -> None:
        """Do what a click on the large button does. Where that cannot be pressed, say what is missing to train."""
        if self.going_on:
            self._player.press()
        else:
            self.train()

    @Slot()
    def train(self) -> None:
        self._begin_new()

    @Slot(object)
    def resume(self, folder: Path) -> None:
        """Go on with a run that was cut off or stopped."""
        if self.going_on:
            self._message.say("refusal", "Stop training first: one run at a time.")
        else:
            self._begin(folder)

    @Slot()
    def _resume_last(self) -> None:
        if self.folder:
            self.resume(self.folder)

    @Slot()
    def _train_without_workers(self) -> None:
        self._form.show_values({"num_workers": 0})
        self.train()

    def _begin_new(self, *, paused: bool = False) -> None:
        """Begin a run with the settings in the form, unless one of them is no valid value."""
        if not self._form.go_to_refused():
            self._begin(checked(self._form.values()), paused=paused)

    def _begin(self, what: TrainSettings | Path, *, paused: bool = False) -> None:
        if self.going_on or self._digits_learnt:
            return
        if self._trying:
            self._message.say("refusal", TRYING, STOP_TRYING, self.stop_trying_asked.emit)
            return
        if isinstance(what, TrainSettings) and not is_here(what.data):
            self._message.say("refusal", missing(what.data))
            return
        self.begun.emit()
        self.going_on_changed.emit(True)
        self._settings = what if isinstance(what, TrainSettings) else None
        self.folder = what if isinstance(what, Path) else None
        self._messages.begin(resumed=self.folder is not None)
        self._steering.begin(what, paused=paused)

    # Steering and ending it.

    @Slot()
    def step(self) -> None:
        """Learn from one batch; without a run, begin one that waits after its first."""
        if not self._steering.step() and not self.going_on:
            self._begin_new(paused=True)

    @Slot()
    def step_epoch(self) -> None:
        """Learn to the end of the epoch; without a run, begin one that waits there."""
        if not self._steering.step_epoch() and not self.going_on:
            self._begin_new(paused=True)
            # None has begun when its images are missing or the network learns the person's digits.
            self._steering.step_epoch()

    @Slot()
    def stop(self) -> None:
        """End the run and keep what was learnt."""
        self._steering.stop()

    def close(self) -> None:
        """End the run, and begin none after it: the window is about to close."""
        self._then = None
        self._session.stop()

    @Slot()
    def restart(self) -> None:
        """Begin again from the same first weights, which depend on network and seed, with the present settings."""
        if self._form.go_to_refused():
            return
        seed = self._settings.seed if self._settings else None
        if seed is not None:
            self._form.show_values({"seed": seed})
        self.stop_and_then(self.train, "Stopping, to begin again \u2026")

    @Slot(object, str)
    def stop_and_then(self, do: Callable[[], object], words: str) -> None:
        """Call `do` when the run has ended, at once when there is none; `words` say why it is stopped."""
        if self.going_on:
            self._then = do
            self.stop()
            self._display.say(words)
        else:
            do()

    # Following its events.

    @Slot(list)
    def _show_events(self, events: list[Event]) -> None:
        self._display.show_events(events)
        for event in events:
            self._messages.follow(event)
            self._steering.follow(event)
            self._follow(event)
        if isinstance(events[-1], Finished):
            self._finished(events[-1])

    def _follow(self, event: Event) -> None:
        match event:
            case Started():
                self.folder = Path(event.folder)
                self.runs_changed.emit()
            case EpochDone():
                self.runs_changed.emit()

    def _finished(self, event: Finished) -> None:
        self._steering.end()
        self.going_on_changed.emit(False)
        self._networks.take_back()
        self.folder = Path(event.folder) if event.folder else self.folder
        self._messages.show_end(event, has_note=self._display.has_note)
        self.runs_changed.emit()
        self.ended.emit()
        then, self._then = self._then, None
        if then:
            then()
