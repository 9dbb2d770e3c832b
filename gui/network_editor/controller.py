"""Connects the page Build to the network that is edited, to what the engine says of it, and to the settings."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError, TrainSettings
from engine.stack import StackLayer, network_title
from gui.background import Background, EngineLoader, PictureSaver, TrainingSession
from gui.network_editor.blocks import blocks
from gui.network_editor.card_facts import card_facts, end_problem
from gui.network_editor.epoch_trial import EpochTrial
from gui.network_editor.library_controller import LibraryController
from gui.network_editor.model import NetworkModel
from gui.network_editor.panel import NetworkPanel
from gui.network_editor.sums import AFTER_TRAINING, epoch_words, summary, sums
from gui.widgets import Notices

if TYPE_CHECKING:
    from engine.speed import EpochPrediction

EPOCH = "An epoch"
LATER = "as soon as everything is loaded"
MEASURING = "after page Speed has measured this computer"


class NetworkEditorController(QObject):
    """Every edit goes through the model, and all views show what it then has."""

    network_chosen = Signal(dict)
    """The network for the form, as a setting by name."""
    names_changed = Signal(dict)
    """The name of each of My networks by its text."""

    def __init__(
        self,
        panel: NetworkPanel,
        *,
        settings: Callable[[], TrainSettings],
        folder: Path,
        session: TrainingSession,
        loader: EngineLoader,
        measuring: Callable[[], bool],
        new_background: Callable[[], Background],
        message: Notices,
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
    ) -> None:
        """`settings` returns those of the form; `folder` is the data folder; `measuring`: whether page Speed does."""
        super().__init__(panel)
        self._panel, self._settings, self._session, self._loader = panel, settings, session, loader
        self._measuring, self._say = measuring, say
        self.model = NetworkModel(settings().model)
        self._shares: Sequence[float] = ()
        self._epoch = LATER
        self._trial = EpochTrial(self, hindrance=self._hindrance, in_sight=panel.isVisible, background=new_background())
        self._saver = PictureSaver(panel, new_background, say, show_problem)
        self.library = LibraryController(
            panel, folder=folder, text=lambda: self.model.text, message=message, show_problem=show_problem
        )
        self._connect()
        self._show()

    def _connect(self) -> None:
        panel, model = self._panel, self.model
        panel.selected.connect(self._select)
        panel.number_changed.connect(lambda place, name, value: self._edit(model.set_number(place, name, value)))
        panel.moved.connect(lambda place, to: self._edit(model.move(place, to)))
        panel.added.connect(self._add)
        panel.repair_asked.connect(lambda: self._edit(model.repair()))
        panel.pressed.connect(self._do)
        panel.text_entered.connect(self._take)
        panel.start_chosen.connect(self._begin_from)
        panel.used.connect(self._use)
        panel.seen.connect(self._trial.ask_again)
        self._loader.loaded.connect(self._trial.ask_again)
        self._trial.said.connect(self._show_epoch)
        self._trial.predicted.connect(self._show_prediction)
        self.library.changed.connect(self.names_changed)

    # What is remembered.

    @property
    def text(self) -> str:
        return self.model.text

    def restore(self, text: str) -> None:
        """Show the network of an earlier window. A text that describes none is forgotten."""
        try:
            self.model.take(text)
        except InklingError:
            return
        self.model.forget_edits()
        self._show()

    # What a person does.

    def _edit(self, changed: bool) -> None:
        if changed:
            self._shares = ()
            self._panel.tell_problem("")
        self._show()

    @Slot(int)
    def _select(self, place: int) -> None:
        self.model.select(place)
        self._panel.show_selected(self.model.selected, blocks(self.model.examined))
        self._show_possible()

    @Slot(bool, object)
    def _add(self, before: bool, kind: type[StackLayer]) -> None:
        self._edit(self.model.insert(self.model.selected + (not before), kind))
        self._panel.column.setFocus()

    @Slot(str)
    def _do(self, command: str) -> None:
        model, place = self.model, self.model.selected
        steps = {"previous": place - 1, "next": place + 1, "first": 0, "last": len(model.stack.layers) - 1}
        if command in steps:
            self._select(steps[command])
            self._panel.column.setFocus()
            return
        edits: dict[str, Callable[[], bool]] = {
            "undo": model.undo,
            "redo": model.redo,
            "remove": partial(model.remove, place),
            "duplicate": partial(model.duplicate, place),
            "up": partial(model.move, place, place - 1),
            "down": partial(model.move, place, place + 1),
        }
        if command in edits:
            self._edit(edits[command]())
        elif command == "picture":
            self._saver.ask_painted("network.png", self._panel.diagram.picture)

    @Slot(str)
    def _take(self, text: str) -> None:
        """Take the text form; one that is no network stays where it was typed, and the cards stay as they are."""
        try:
            changed = self.model.take(text)
        except InklingError as error:
            self._panel.tell_problem(str(error))
            return
        self._panel.tell_problem("")
        self._edit(changed)

    @Slot(str)
    def _begin_from(self, text: str) -> None:
        self._take(text)
        self._panel.details.library.show_name(self.library.names.get(text, ""))

    @Slot()
    def _use(self) -> None:
        if model := self.model.model:
            self.network_chosen.emit({"model": model})
            self._say(f"{self.library.names.get(model, network_title(model))} is the network of the settings now.")

    # What is shown.

    def _show(self) -> None:
        model, examined = self.model, self.model.examined
        facts = card_facts(examined, self._shares)
        self._panel.show_network(facts, model.selected, end_problem(examined), blocks(examined))
        self._panel.show_text(model.text)
        self._panel.start.show_present(model.model)
        self._show_possible()
        self.follow_settings()
        self._show_sums()

    def _show_possible(self) -> None:
        model, last = self.model, len(self.model.stack.layers) - 1
        possible = {
            "undo": model.can_undo,
            "redo": model.can_redo,
            "add": not model.full,
            "duplicate": not model.full,
            "remove": last > 0,
            "up": model.selected > 0,
            "down": model.selected < last,
        }
        self._panel.show_possible(possible, model.examined.refusal)

    @Slot()
    def follow_settings(self) -> None:
        """Call it when the form has changed, or a run has begun or ended: the time of an epoch depends on them."""
        model = self.model.model
        if not model:
            self._epoch = ""
        self._trial.ask(self._settings().model_copy(update={"model": model}) if model else None)
        self._trial.ask_again()

    def _hindrance(self) -> str:
        if not self._loader.ready:
            return LATER
        if self._session.running:
            return AFTER_TRAINING
        return MEASURING if self._measuring() else ""

    @Slot(str)
    def _show_epoch(self, words: str) -> None:
        self._epoch = words
        self._show_sums()

    @Slot(object)
    def _show_prediction(self, prediction: "EpochPrediction") -> None:
        self._shares = prediction.shares
        self._epoch = epoch_words(prediction.seconds)
        examined = self.model.examined
        self._panel.show_cards(card_facts(examined, self._shares), self.model.selected, end_problem(examined))
        self._show_sums()

    def _show_sums(self) -> None:
        examined = self.model.examined
        every = [*sums(examined, self._settings().batch_size), (EPOCH, self._epoch or "unknown")]
        self._panel.show_sums(every, examined.refusal or summary(examined, self._epoch))
