"""A learner whose batches are computed by several processes, and the metrics of its epochs."""

from collections.abc import Iterable
from contextlib import suppress

import torch
from torch import Tensor

from engine.data import Batch
from engine.errors import Stopped
from engine.runs import EpochMetricsState
from engine.settings import TrainSettings
from engine.training.distributed.peers import PeerLost, Peers
from engine.training.step.backpropagation import Gradients
from engine.training.step.epoch_metrics import EMPTY, EpochMetrics
from engine.training.step.learner import Learner, Learnt, Teacher


class SharedLearner(Learner):
    """Takes the steps of one process with the whole batch: gradients are summed before the optimizer.

    All processes have the weights of rank 0 at the start of each epoch. Within it they stay the same, since all take
    the same steps, but for the last bits that different kinds of CPU compute differently.
    """

    def __init__(
        self, settings: TrainSettings, steps: int, per_epoch: int, peers: Peers, teacher: Teacher | None = None
    ) -> None:
        super().__init__(settings, steps, teacher=teacher, shared=peers)
        self._per_epoch = per_epoch
        self._peers = peers
        self._sum = _FlatSum(self.network.parameters(), peers)
        self._right = self._stops = 0

    @torch.inference_mode()
    def learn(self, batch: Batch, sample_indices: Tensor | None = None) -> Learnt:
        """Take one step with this process's part of a batch; `sample_indices` are those of the whole batch.

        Raises PeerLost, with the learner left as it was, NonFiniteLossError in all processes alike, and Stopped when
        rank 0 has ended training early.
        """
        assert sample_indices is not None
        self._peers.begin_batch(len(sample_indices))
        step, figures = self.step, [values.clone() for values in self.network.buffers()]
        try:
            if step % self._per_epoch == 0:
                self._check_whether_it_goes_on()
                self._peers.take_over([*self.network.state_dict().values(), *self._update.state])
            learnt = super().learn(batch, sample_indices[self._peers.part])
        except PeerLost:
            # Batch norms may have seen this batch.
            self.step = step
            for values, before in zip(self.network.buffers(), figures, strict=True):
                values.copy_(before)
            raise
        self.waited = self._peers.seconds
        self._peers.end_step(self._stops, last=self.step == self.steps)
        return learnt._replace(images=len(sample_indices), right=self._right)

    def end_early(self) -> None:
        # What is learnt is learnt, even if another is lost at this moment.
        with suppress(PeerLost):
            self._peers.take_over([torch.tensor(1.0)])
        self._peers.end_step(0, last=True)

    def _check_whether_it_goes_on(self) -> None:
        """At an epoch's start: rank 0 alone knows the validation figures by which early stopping ends training."""
        if self.settings.early_stopping and self.step:
            self._peers.take_over([ended := torch.tensor(0.0)])
            if ended:
                raise Stopped

    def _of_whole_batch(self, gradients: Gradients, labels: Tensor) -> Gradients:
        right = int((gradients.logits.argmax(1) == labels).sum())
        asked = self._peers.control.stop_asked
        counts = self._sum(gradients.of_weights, [gradients.loss * gradients.digits, gradients.digits, right, asked])
        loss, (digits, self._right, self._stops) = counts[0], map(round, counts[1:])
        return gradients._replace(loss=loss / max(digits, 1), digits=digits)


class _FlatSum:
    """Sums all gradients, and four counts beside them, in one exchange: each costs the way to the others and back."""

    def __init__(self, weights: Iterable[Tensor], peers: Peers) -> None:
        shapes = [weight.shape for weight in weights]
        self._flat = torch.zeros(sum(shape.numel() for shape in shapes) + 4)
        *flat, self._counts = self._flat.split([*(shape.numel() for shape in shapes), 4])
        self._gradients = [values.view(shape) for values, shape in zip(flat, shapes, strict=True)]
        self._peers = peers

    def __call__(self, gradients: list[Tensor], counts: list[float]) -> list[float]:
        """Replace the gradients by their sums and return those of the counts."""
        # Copied, because they lie in memory as their weights do, which need not be contiguous.
        torch._foreach_copy_(self._gradients, gradients)
        self._counts.copy_(torch.tensor(counts))
        self._peers.sum(self._flat)
        torch._foreach_copy_(gradients, self._gradients)
        return self._counts.tolist()


class SharedEpochMetrics(EpochMetrics):
    """The same metrics from what all processes have counted in each step, since this one has only its own logits."""

    def restart(self, before: EpochMetricsState = EMPTY) -> None:
        super().restart(before)
        self._right = before.right

    def add(self, learnt: Learnt) -> None:
        assert learnt.right is not None
        self._count += learnt.images
        self._digits += learnt.digits
        self._loss += learnt.loss * learnt.digits
        self._right += learnt.right

    def state(self, _epoch: int) -> EpochMetricsState:
        return EpochMetricsState(images=self._count, loss=self._loss, digits=self._digits, right=self._right)
