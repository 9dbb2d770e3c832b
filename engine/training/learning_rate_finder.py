"""A sweep through the learning rates: a hundred steps of a fresh network, each with a larger rate than the one before.

The method is that of L. N. Smith, "Cyclical learning rates for training neural networks", 2017 (the range test).
"""

import math
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import count

import numpy as np
import torch

from engine.data import Batch, ImageSet, ShuffledBatches, load, training_images
from engine.models import build
from engine.settings import NAMES, TrainSettings
from engine.system import keep_freed_memory
from engine.training.learning_rate_curve import RateFound, RatePoint, read_off
from engine.training.step.backpropagation import Backpropagation
from engine.training.step.optimizers import build_update
from engine.training.trends import guessing

LOWEST, HIGHEST, RATES = 1e-5, 10.0, 120
"""From where nothing moves to where nothing holds, twenty rates a decade; rate_curve.py's factors hold for these."""
LEAST_IMAGES, MOST_IMAGES = 64, 256
"""For each rate. Fewer say too little: smaller batches get several steps. With more a sweep would take too long."""
MEMORY = 0.75
"""Of the running average that is shown: about the last fifth of a decade."""
BLOWN_UP = 4.0
"""Times the least that it was, and more than guessing: from there the loss does not come back."""


def find_rate(
    settings: TrainSettings, images: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Generator[RatePoint | RateFound]:
    """Yields a RatePoint for each rate that was tried, lowest first, and then one RateFound.

    `images` are those to learn from, which it varies if the settings say so; outliers and the person's own are left
    out, as their few change nothing. The settings' learning rate plays no part. Ends without a RateFound when
    `stopping()` turns true. Sets torch's number of threads to that of the settings, to 1 when it is automatic. Raises
    InklingError when the loss fell at no rate.
    """
    keep_freed_memory()
    torch.set_num_threads(1 if settings.threads == "auto" else settings.threads)
    unread = guessing(images.classes)
    rates: list[float] = []
    losses: list[float] = []
    average = Average()
    with closing(_batches(settings, images)) as batches:
        for rate, loss in _losses(settings, batches):
            if stopping():
                return
            rates.append(rate)
            losses.append(loss)
            yield RatePoint(rate, average.add(loss))
            if average.value > max(BLOWN_UP * average.least, unread):
                break
    yield read_off(rates, losses, settings)


def _batches(settings: TrainSettings, images: ImageSet) -> Generator[Batch]:
    """As many as a sweep may take, in the order that a run with these settings has."""
    # By which pipeline images become batches changes no loss, and one of them is slow.
    only_digits = settings.model_copy(update={"outliers": "none", "my_digits": "none", "pipeline": "batch"})
    varied = training_images(only_digits, images)
    size = min(settings.batch_size, MOST_IMAGES)
    epochs = -(-RATES * _steps(settings) * size // len(images)) + 1
    return load(varied, ShuffledBatches(len(images), size, epochs, settings.seed), 0, lambda: False)


def _steps(settings: TrainSettings) -> int:
    """With each rate."""
    return -(-LEAST_IMAGES // settings.batch_size)


def _losses(settings: TrainSettings, batches: Iterator[Batch]) -> Iterator[tuple[float, float]]:
    """Each rate with the mean loss of its steps, until a loss is not finite."""
    network = build(settings.model, settings.seed, classes=len(NAMES[settings.data]))
    gradients_of, steps = Backpropagation(network, seed=settings.seed), count()
    update = build_update(settings.optimizer, network.parameters())
    for rate in np.geomspace(LOWEST, HIGHEST, RATES).tolist():
        total = 0.0
        for _ in range(_steps(settings)):
            gradients = gradients_of(*next(batches), step=next(steps))
            total += gradients.loss
            if not math.isfinite(total):
                return
            update(gradients.of_weights, rate)
        yield rate, total / _steps(settings)


class Average:
    """An exponential average that is right from its first value on (the bias correction of Kingma and Ba's Adam)."""

    def __init__(self) -> None:
        self.value = self.least = math.inf
        self._sum, self._weight = 0.0, 0.0

    def add(self, loss: float) -> float:
        """The average including this one."""
        self._sum = MEMORY * self._sum + (1 - MEMORY) * loss
        self._weight = MEMORY * self._weight + (1 - MEMORY)
        self.value = self._sum / self._weight
        self.least = min(self.least, self.value)
        return self.value
