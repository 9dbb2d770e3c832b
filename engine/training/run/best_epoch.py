"""Early stopping: remembers the weights of the best epoch, and says when waiting for a better one is over."""

import copy

import torch

from engine.models import Network, Score
from engine.runs import BestEpoch, Progress


class BestEpochKeeper:
    """Keeps the weights after the epoch with the lowest validation loss; nothing if the patience is 0."""

    def __init__(self, patience: int) -> None:
        """`patience` is how many epochs in a row may be no better than the best one."""
        self._patience = patience
        self.best: BestEpoch | None = None

    @torch.inference_mode()
    def validated(self, progress: Progress, score: Score, network: Network) -> None:
        """An epoch's end, which `progress` includes; `network` had this score."""
        if self._patience and progress.best_epoch == progress.epochs_done:
            weights = {name: values.clone() for name, values in network.state_dict().items()}
            self.best = BestEpoch(progress.epochs_done, score.accuracy, weights)

    def over(self, progress: Progress) -> bool:
        """Whether so many epochs were no better that training ends."""
        return 0 < self._patience <= progress.epochs_done - (progress.best_epoch or 0)

    def network(self, last: Network) -> Network:
        """The network to keep when training has ended: that of the best epoch, or the `last` one if there is none."""
        if self.best is None:
            return last
        network = copy.deepcopy(last)
        network.load_state_dict(self.best.weights)
        return network
