"""The training loss and accuracy of an epoch."""

import math

import torch

from engine.data import ImageSet, ShuffledBatches
from engine.runs import EpochMetricsState
from engine.settings import NOTHING
from engine.training.step.learner import Learnt

EMPTY = EpochMetricsState(images=0, loss=0.0, digits=0, right=0)


class EpochMetrics:
    """Copies the logits of each batch, and compares them with the labels only when `state` is called.

    Keeping the logits instead of copies cost 3 % of SimpleNN's time, because their memory could not be reused from the
    cache.
    """

    def __init__(self, images: ImageSet, batch_sampler: ShuffledBatches) -> None:
        self._images = images
        self._batch_sampler = batch_sampler
        self._logits = torch.empty(len(images), images.classes)
        self._batch_logits = self._logits.split(batch_sampler.batch_size)
        self.restart()

    def restart(self, before: EpochMetricsState = EMPTY) -> None:
        """Begin an epoch, or continue one of which `before` is done."""
        self._before = before
        self._batches = before.images // self._batch_sampler.batch_size
        self._count, self._digits, self._loss = before.images, before.digits, before.loss

    def add(self, learnt: Learnt) -> None:
        """Add one batch."""
        self._batch_logits[self._batches].copy_(learnt.logits)
        self._batches += 1
        self._count += len(learnt.logits)
        self._digits += learnt.digits
        self._loss += learnt.loss * learnt.digits

    def state(self, epoch: int) -> EpochMetricsState:
        """The metrics of this epoch, the present one, so far."""
        begin, end = self._before.images, self._count
        labels = self._images.labels[self._batch_sampler.order(epoch)[begin:end]]
        digits = labels != NOTHING
        right = (self._logits[begin:end].argmax(1) == labels) & digits
        return EpochMetricsState(
            images=end,
            loss=self._loss,
            digits=self._before.digits + int(digits.sum()),
            right=self._before.right + int(right.sum()),
        )

    @property
    def mean_loss(self) -> float:
        """The mean over the digits so far, in nats; before the first digit the loss of guessing."""
        return self._loss / self._digits if self._digits else math.log(self._images.classes)
