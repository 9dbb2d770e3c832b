"""What the network of page Build costs: its sums, the time of an epoch by a trial, and whether Train would take it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from engine import TrainSettings
from gui.background import Background
from gui.network_editor.card_facts import CardFacts, card_facts, end_problem
from gui.network_editor.epoch_trial import EpochTrial
from gui.network_editor.model import NetworkModel
from gui.network_editor.panel import NetworkPanel
from gui.network_editor.sums import epoch_words, summary, sums

if TYPE_CHECKING:
    from engine.speed import EpochPrediction


class CostsController(QObject):
    """Shows them beside the network of the moment."""

    def __init__(
        self,
        panel: NetworkPanel,
        model: NetworkModel,
        *,
        settings: Callable[[], TrainSettings],
        hindrance: Callable[[], str],
        title: Callable[[str], str],
        background: Background,
    ) -> None:
        """`hindrance` says when a trial may run if not now, or ""; `title`, what a network of the form is called."""
        super().__init__(panel)
        self._panel, self._model, self._settings, self._title = panel, model, settings, title
        self._shares: Sequence[float] = ()
        self._epoch = hindrance()
        self.trial = EpochTrial(self, hindrance=hindrance, in_sight=panel.isVisible, background=background)
        self.trial.said.connect(self._show_epoch)
        self.trial.predicted.connect(self._show_prediction)

    def forget_trial(self) -> None:
        """The layers are others: what they share of the time is unknown."""
        self._shares = ()

    @property
    def cards(self) -> list[CardFacts]:
        """What the card of each layer says."""
        return card_facts(self._model.examined, self._shares)

    @Slot()
    def follow(self) -> None:
        """Call it when the network, the form or what the CPU works on has changed."""
        model = self._model.model
        if not model:
            self._epoch = ""
        self.trial.ask(self._settings().model_copy(update={"model": model}) if model else None)
        self._show_sums()

    @Slot(str)
    def _show_epoch(self, words: str) -> None:
        self._epoch = words
        self._show_sums()

    @Slot(object)
    def _show_prediction(self, prediction: "EpochPrediction") -> None:
        self._shares = prediction.shares
        self._epoch = epoch_words(prediction.seconds)
        self._panel.show_cards(self.cards, self._model.selected, end_problem(self._model.examined))
        self._show_sums()

    def _show_sums(self) -> None:
        examined, settings = self._model.examined, self._settings()
        every = sums(examined, settings.batch_size, self._epoch)
        other = "" if settings.model == self._model.model else self._title(settings.model)
        self._panel.show_sums(every, examined.refusal or summary(examined, self._epoch, other))
        self._panel.show_use(examined.refusal, in_settings=not other)
