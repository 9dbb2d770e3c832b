"""Keeps the result card at the network that is kept."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from gui.canvas.result_card import ResultCard
from gui.network import Networks

if TYPE_CHECKING:
    from engine.runs import SavedRun


class ResultController(QObject):
    """Shows the test accuracy of the kept network, or that another one is being trained."""

    def __init__(self, card: ResultCard, *, networks: Networks) -> None:
        super().__init__(card)
        self._card, self._networks = card, networks
        networks.kept.connect(self._show)

    @Slot()
    def show_training(self) -> None:
        """A run begins: its network has no figure yet."""
        self._card.show_learning()

    @Slot()
    def show_kept(self) -> None:
        """The run is over: show the kept network again."""
        self._show(self._networks.run)

    @Slot(object)
    def _show(self, run: "SavedRun | None") -> None:
        if run:
            self._card.show_result(run.result.test_accuracy, run.summary)
        else:
            self._card.show_nothing()
