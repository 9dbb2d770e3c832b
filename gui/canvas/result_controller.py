"""Keeps the result card at the network in training, and then at the one that is kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine import EpochDone, Event
from engine.settings import has_digits
from gui.background import TrainingSession
from gui.canvas.result_card import ResultCard
from gui.network import Networks

if TYPE_CHECKING:
    from engine.runs import SavedRun


class ResultController(QObject):
    """Shows the test accuracy of the kept network, or the validation accuracy of the one that learns."""

    def __init__(self, card: ResultCard, *, networks: Networks, session: TrainingSession) -> None:
        super().__init__(card)
        self._card, self._networks = card, networks
        networks.kept.connect(self._show)
        session.events_came.connect(self._show_events)

    @Slot()
    def show_training(self) -> None:
        """A run begins: its network has no figure yet."""
        self._card.show_learning(None)

    @Slot(list)
    def _show_events(self, events: list[Event]) -> None:
        for event in events:
            if isinstance(event, EpochDone):
                self._card.show_learning(event.validation_accuracy)

    @Slot()
    def show_kept(self) -> None:
        """The run is over: show the kept network again."""
        self._show(self._networks.run)

    @Slot(object)
    def _show(self, run: "SavedRun | None") -> None:
        if run:
            digits = has_digits(run.settings.data)
            result = run.result
            self._card.show_result(
                result.test_accuracy, run.summary, validation=result.validation_accuracy, digits=digits
            )
        else:
            self._card.show_nothing()
