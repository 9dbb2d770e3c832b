"""A sweep through the learning rates: a new network is trained with a higher rate at each step.

The method is that of L. N. Smith, "Cyclical learning rates for training neural networks", 2017 (the range test).
"""

import math
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from itertools import count

import numpy as np

from engine.data import Batch, ImageSet, ShuffledBatches, load, training_images
from engine.hardware import use_threads
from engine.settings import TrainSettings
from engine.system import keep_freed_memory
from engine.training.learning_rate_suggestion import RateFound, RatePoint, read_off
from engine.training.step.backpropagation import Backpropagation
from engine.training.step.optimizers import update_for
from engine.training.step.regularisation import first_network, gradient_changes
from engine.training.trends import guessing

LOWEST, HIGHEST, RATES = 1e-5, 10.0, 120
"""From a rate that is far too low to one that is far too high, twenty rates in a decade. The factors in
learning_rate_suggestion.py hold for these."""
LEAST_IMAGES, MOST_IMAGES = 64, 256
"""For each rate. Fewer are too noisy, so small batches get several steps; with more the sweep would take too long."""
MEMORY = 0.75
"""Decay of the running average that is shown; it covers about a fifth of a decade."""
BLOWN_UP = 4.0
"""The sweep ends when the average is this many times its lowest value, and worse than guessing."""


def find_rate(
    settings: TrainSettings, images: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Generator[RatePoint | RateFound]:
    """Yield a RatePoint for each rate, lowest first, and then one RateFound.

    `images` are the training images, which are augmented if the settings say so. Outliers and the person's own digits
    are left out, as they are few and change nothing. The settings' learning rate is ignored. Ends without a RateFound
    when `stopping()` turns true. Sets torch's number of threads to that of the settings, or to 1 when it is automatic.
    Raises InklingError when the loss fell at no rate.
    """
    keep_freed_memory()
    use_threads(1 if settings.threads == "auto" else settings.threads)
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
    """As many as a sweep may need, in the order of a run with these settings."""
    # The pipeline does not change the losses, and the other one is slow.
    only_digits = settings.model_copy(update={"outliers": "none", "my_digits": "none", "pipeline": "batch"})
    varied = training_images(only_digits, images)
    size = min(settings.batch_size, MOST_IMAGES)
    epochs = -(-RATES * _steps(settings) * size // len(images)) + 1
    return load(varied, ShuffledBatches(len(images), size, epochs, settings.seed), 0, lambda: False)


def _steps(settings: TrainSettings) -> int:
    """The number of steps with each rate."""
    return -(-LEAST_IMAGES // settings.batch_size)


def _losses(settings: TrainSettings, batches: Iterator[Batch]) -> Iterator[tuple[float, float]]:
    """Yield each rate and the mean loss of its steps, until a loss is not finite."""
    network = first_network(settings)
    gradients_of = Backpropagation(network, seed=settings.seed, label_smoothing=settings.label_smoothing)
    changes, update = gradient_changes(settings, network), update_for(settings, network.parameters())
    steps = count()
    for rate in np.geomspace(LOWEST, HIGHEST, RATES).tolist():
        total = 0.0
        for _ in range(_steps(settings)):
            gradients = gradients_of(*next(batches), step=next(steps))
            total += gradients.loss
            if not math.isfinite(total):
                return
            for change in changes:
                change(gradients.of_weights)
            update(gradients.of_weights, rate)
        yield rate, total / _steps(settings)


class Average:
    """An exponential average with the bias correction of Kingma and Ba's Adam."""

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
