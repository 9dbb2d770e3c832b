"""The sentences about a run, above all about how it ended, each with an offer where the program can do something."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from engine import BatchDone, Event, Finished, KeepingFailed, Measuring
from engine.runs import DELETED
from gui.network import RESUME, Networks
from gui.training.end_messages import BRING_BACK, ONE_BEFORE, SAVE_ELSEWHERE, WITHOUT_WORKERS, Came, message_after
from gui.training.unsaved import UnsavedNetwork
from gui.widgets import Notices


class RunMessages(QObject):
    """Follows how far a run comes, because the sentence about its end depends on that."""

    bring_back_asked = Signal(object)
    """The run that was discarded and is kept at this Path is wanted back."""
    discarded = Signal(object)
    """The Path where a discarded run is kept for a while."""
    resume_asked = Signal()
    training_without_workers_asked = Signal()

    def __init__(self, message: Notices, *, networks: Networks, unsaved: UnsavedNetwork) -> None:
        super().__init__(message)
        self._message, self._networks, self._unsaved = message, networks, unsaved
        self._came_to: Came = "new"
        """How far the run came."""
        self._told = ""
        """The sentence about the end of the last run."""
        self._offers: dict[str, Callable[[], object]] = {
            SAVE_ELSEWHERE: unsaved.ask_where_to_save,
            WITHOUT_WORKERS: self.training_without_workers_asked.emit,
            ONE_BEFORE: networks.go_back,
            RESUME: self.resume_asked.emit,
        }

    def begin(self, *, resumed: bool) -> None:
        """A run begins: take back the sentence about the run before, and rescue its network if no file has it."""
        self._came_to = "resumed" if resumed else "new"
        self._message.begin_anew()
        self._message.withdraw(self._told)
        self._unsaved.rescue()

    def follow(self, event: Event) -> None:
        match event:
            case BatchDone():
                self._came_to = "training"
            case Measuring():
                self._came_to = "measuring"
                if event.best_epoch not in (0, event.epochs):
                    self._message.say("info", f"{event.kept}.")
            case KeepingFailed():
                self._message.say("warning", f"{event.message} Training goes on, and writing is tried again.")

    def show_end(self, event: Finished, *, has_note: bool) -> None:
        """`has_note` says that a note beside the curve tells what was wrong with the run."""
        if event.reason == "discarded" and Path(event.folder).parent.name == DELETED:
            place = Path(event.folder)
            self._offers[BRING_BACK] = lambda: self.bring_back_asked.emit(place)
            self.discarded.emit(place)
        if event.saved_to or event.reason == "discarded":
            self._unsaved.forget()
        words = message_after(
            event,
            network_before=self._networks.before is not None,
            came_to=self._came_to,
            unsaved=self._unsaved.run is not None,
        )
        noted = has_note and event.reason == "completed" and event.saved_to is not None
        if words and not noted:
            self._told = words.text
            self._message.say(words.kind, words.text, words.offer, self._offers.get(words.offer))
