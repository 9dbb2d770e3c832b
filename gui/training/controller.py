"""A run in the window: begun, held, stepped, steered and ended, and its events shown wherever they belong."""

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine.data import is_here, missing
from engine.events import BatchDone, EpochDone, Event, Finished, KeepingFailed, Measuring, Paused, Started
from engine.runs import DELETED
from engine.settings import TrainSettings, checked
from engine.training import Diagnosis, LogLines, RunControl
from gui.app import WindowParts
from gui.network import BRING_BACK, ONE_BEFORE, RESUME, SAVE_ELSEWHERE, WITHOUT_WORKERS, Came, message_after
from gui.training.player import STEERABLE
from gui.training.unsaved import UnsavedNetwork

if TYPE_CHECKING:
    from engine.runs import SavedRun

log = logging.getLogger("inkling")


class TrainingWiring(QObject):
    """Does what the player, the keys and the Runs page ask for."""

    bring_back_asked = Signal()
    """The run that was thrown away last is wanted back."""
    discarded = Signal(object)
    """Where a run waits (a Path) that was thrown away."""
    runs_changed = Signal()
    """A run has begun, finished an epoch, or ended: its row in the table is another one now."""
    begun = Signal()
    """A run is about to begin: what else keeps cores busy should end."""
    ended = Signal()
    """The run is over, and everything about it has been shown."""

    def __init__(self, window: WindowParts) -> None:
        super().__init__(window)
        self._window = window
        self._log_lines = LogLines()
        self._diagnosis = Diagnosis()
        self._settings: TrainSettings | None = None
        """Of the last run that was begun here."""
        self._rate = 0.0
        """What the form said when it was last heeded."""
        self._then: Callable[[], object] | None = None
        """What to do once the run that goes on has ended."""
        self.folder: Path | None = None
        """Of the run that goes on, or was the last to; None while a new one has not said it."""
        self._came_to: Came = "new"
        """How far that run came."""
        self.unsaved = UnsavedNetwork(window)
        self._does: dict[str, Callable[[], object]] = {
            "train": self.train,
            "pause": self.pause,
            "continue": self.go_on,
            "step": self.step,
            "epoch": self.step_epoch,
            "stop": self.stop,
            "discard": self.discard,
            "restart": self.restart,
        }
        self._offers: dict[str, Callable[[], object]] = {
            SAVE_ELSEWHERE: self.unsaved.ask_where_to_save,
            WITHOUT_WORKERS: self._train_without_workers,
            ONE_BEFORE: window.networks.go_back,
            BRING_BACK: self.bring_back_asked.emit,
            RESUME: self._resume_last,
        }
        window.player.asked.connect(self.do)
        window.session.events_came.connect(self._show_events)
        window.session.resumed.connect(self._show_past)
        window.session.network_changed.connect(window.networks.lend)
        window.session.trained.connect(window.networks.keep_trained)
        window.networks.kept.connect(self.show_result)
        window.form.changed.connect(self._follow_learning_rate)

    # What a person asks for.

    @Slot(str)
    def do(self, what: str) -> None:
        """One of the things that the player asks for."""
        if what in self._does:
            self._does[what]()

    def show_possible(self, *, going_on: bool) -> None:
        """What the menu offers only while a run goes on."""
        for name in ("stop", "discard"):
            self._window.commands[name].setEnabled(going_on)

    @property
    def going_on(self) -> bool:
        return self._window.session.running

    @Slot()
    def train_or_stop(self) -> None:
        if self.going_on:
            self.stop()
        else:
            self.train()

    @Slot()
    def train(self) -> None:
        self._begin(checked(self._window.form.values()))

    def _begin(self, what: TrainSettings | Path, *, paused: bool = False) -> None:
        window = self._window
        if self.going_on or window.teaching.learner.busy:
            return
        if isinstance(what, TrainSettings) and not is_here(what.data):
            window.message.say("warning", missing(what.data))
            return
        self.begun.emit()
        self._settings = what if isinstance(what, TrainSettings) else None
        self.folder = what if isinstance(what, Path) else None
        self._came_to = "new" if self.folder is None else "resumed"
        self.show_possible(going_on=True)
        self._rate = self._rate_in_form()
        window.message.hide()
        self.unsaved.rescue()
        window.note.clear()
        window.time_bar.clear()
        window.measuring.cancel()
        window.pages.setCurrentWidget(window.chart_page)
        window.player.show_state("stepping" if paused else "running")
        window.result.show_learning()
        window.form.show_running(True)
        window.remembered.keep()
        # The network being trained is the one that reads; another one would be shown for a blink.
        window.commands["open"].setEnabled(False)
        window.status.say("Starting \u2026")
        window.session.start(what, paused=paused)

    def resume(self, folder: Path) -> None:
        """Go on with a run that was cut off or stopped."""
        if self.going_on:
            self._window.message.say("warning", "Stop training first: one run at a time.")
        else:
            self._begin(folder)

    def _resume_last(self) -> None:
        if self.folder:
            self.resume(self.folder)

    @property
    def _steerable(self) -> RunControl | None:
        """What steers the run; None when there is none, or no step of it is to come."""
        return self._window.session.control if self._window.player.state in STEERABLE else None

    @Slot()
    def pause(self) -> None:
        if control := self._steerable:
            control.pause()
            self._window.player.show_state("pausing")
            self._window.status.say("Pausing \u2026")

    @Slot()
    def go_on(self) -> None:
        if control := self._steerable:
            control.go_on()
            self._window.player.show_state("running")
            self._window.status.say("Going on \u2026")

    @Slot()
    def step(self) -> None:
        """Learn from one batch; without a run, begin one that waits after its first."""
        if control := self._steerable:
            control.take_step()
            self._window.player.show_state("stepping")
        elif not self.going_on:
            self._begin(checked(self._window.form.values()), paused=True)

    @Slot()
    def step_epoch(self) -> None:
        if control := self._steerable:
            control.take_epoch()
            self._window.player.show_state("stepping")
            self._window.status.say("To the end of the epoch \u2026")
        elif not self.going_on:
            self._begin(checked(self._window.form.values()), paused=True)
            # None has begun when its images are missing or the network learns the person's digits.
            if self.going_on:
                self.step_epoch()

    @Slot()
    def stop(self) -> None:
        self._end("Stopping \u2026")

    @Slot()
    def discard(self) -> None:
        self._end("Discarding \u2026", discard=True)

    def _end(self, words: str, *, discard: bool = False) -> None:
        if self.going_on and self._window.player.state != "stopping":
            self._window.session.stop(discard=discard)
            self._window.player.show_state("stopping")
            self._window.status.say(words)

    def close(self) -> None:
        """The window is to be closed: end the run, and begin none after it."""
        self._then = None
        self._window.session.stop()

    @Slot()
    def restart(self) -> None:
        """From the same first weights, which depend on the network and the seed, with the settings of this moment."""
        seed = self._settings.seed if self._settings else None
        if seed is not None:
            self._window.form.show_values({"seed": seed})
        self.stop_and_then(self.train, "Stopping, to begin again \u2026")

    def stop_and_then(self, do: Callable[[], object], words: str) -> None:
        """At once when no run goes on; `words` say meanwhile why it is stopped."""
        if self.going_on:
            self._then = do
            self.stop()
            self._window.status.say(words)
        else:
            do()

    @Slot()
    def _train_without_workers(self) -> None:
        self._window.form.show_values({"num_workers": 0})
        self.train()

    @Slot()
    def _follow_learning_rate(self) -> None:
        """The learning rate of the form counts at once; everything else from the next run on."""
        control, rate = self._window.session.control, self._rate_in_form()
        if control is not None and rate != self._rate:
            control.learning_rate = self._rate = rate

    def _rate_in_form(self) -> float:
        return float(self._window.form.values()["learning_rate"])

    # What the run tells.

    @Slot(list)
    def _show_past(self, events: list[Event]) -> None:
        self._window.chart.begin_anew()
        self._window.chart.add(events)
        self._window.chart.draw()

    @Slot(list)
    def _show_events(self, events: list[Event]) -> None:
        window = self._window
        window.chart.add(events)
        window.chart.draw()
        window.time_bar.show_events(events)
        window.status.show_events(events)
        for event in events:
            self._show(event)
        if isinstance(events[-1], Finished):
            self._finished(events[-1])

    def _show(self, event: Event) -> None:
        for line in self._log_lines.of(event):
            log.info(line)
        if note := self._diagnosis.add(event):
            self._window.note.show_note(note.kind, note.text)
            log.info(note.text)
        match event:
            case Started():
                self.folder = Path(event.folder)
                self.runs_changed.emit()
            case BatchDone():
                self._came_to = "training"
            case Measuring():
                self._came_to = "measuring"
                if self._window.player.state in STEERABLE:
                    self._window.player.show_state("measuring")
            case KeepingFailed():
                self._window.message.say("warning", f"{event.message} Training goes on, and writing is tried again.")
            case Paused() if self._window.player.state in ("pausing", "stepping"):
                self._window.player.show_state("paused")
            case EpochDone():
                self.runs_changed.emit()

    def _finished(self, event: Finished) -> None:
        window = self._window
        window.player.show_state("ready")
        self.show_possible(going_on=False)
        window.form.show_running(False)
        window.commands["open"].setEnabled(True)
        window.networks.take_back()
        self.show_result(window.networks.run)
        if event.reason == "discarded" and Path(event.folder).parent.name == DELETED:
            self.discarded.emit(Path(event.folder))
        # A note beside the curve has said already what was wrong with a run that came to its end.
        told = window.note.text != "" and event.reason == "completed" and event.saved_to is not None
        self.folder = Path(event.folder) if event.folder else self.folder
        if event.saved_to or event.reason == "discarded":
            self.unsaved.forget()
        words = message_after(
            event,
            network_before=window.networks.before is not None,
            came_to=self._came_to,
            unsaved=self.unsaved.run is not None,
        )
        if words and not told:
            window.message.say(words.kind, words.text, words.offer, self._offers.get(words.offer))
        self.runs_changed.emit()
        self.ended.emit()
        then, self._then = self._then, None
        if then:
            then()

    @Slot(object)
    def show_result(self, run: "SavedRun | None") -> None:
        if run:
            self._window.result.show_result(run.result.test_accuracy, run.summary)
        else:
            self._window.result.show_nothing()
