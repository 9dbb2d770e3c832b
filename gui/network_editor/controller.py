"""Connects the page Build to the network that is edited, to what the engine says of it, and to the settings."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from engine import InklingError, TrainSettings
from engine.stack import StackLayer, called
from gui.background import Background, PictureSaver
from gui.network_editor.blocks import blocks
from gui.network_editor.card_facts import end_problem
from gui.network_editor.costs_controller import CostsController
from gui.network_editor.library_controller import LibraryController
from gui.network_editor.model import NetworkModel
from gui.network_editor.panel import NetworkPanel
from gui.widgets import Notices


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
        hindrance: Callable[[], str],
        new_background: Callable[[], Background],
        message: Notices,
        say: Callable[[str], object],
        show_problem: Callable[[str], object],
    ) -> None:
        """`settings` returns those of the form; `folder` is the data folder; `hindrance` says when an epoch can be
        measured if not now, or "".
        """
        super().__init__(panel)
        self._panel, self._say = panel, say
        self._title = partial(called, folder=folder)
        self.model = NetworkModel(settings().model)
        self.costs = CostsController(
            panel,
            self.model,
            settings=settings,
            hindrance=hindrance,
            title=self._title,
            background=new_background(),
        )
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
        panel.seen.connect(self.costs.trial.ask_again)
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
            self.costs.forget_trial()
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
        # Also what is no change replaces a text that was refused.
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
            self._say(f"The next training takes {self._title(model)}.")

    # What is shown.

    def _show(self) -> None:
        model, examined = self.model, self.model.examined
        self._panel.show_network(self.costs.cards, model.selected, end_problem(examined), blocks(examined))
        self._panel.show_text(model.text)
        self._panel.start.box.show_present(model.model)
        self._show_possible()
        self.costs.follow()

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
        self._panel.show_possible(possible)
