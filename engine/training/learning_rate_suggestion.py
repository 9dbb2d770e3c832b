"""Reads a learning rate off the curve of a sweep. The window may import this file, as it does not import torch."""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.errors import InklingError
from engine.settings import FIELDS, NAMES, OptimizerName, ScheduleName, TrainSettings
from engine.training.trends import guessing

RATE = FIELDS["learning_rate"]
LEARNT = 0.9
"""A sweep whose loss never falls below this share of the loss of guessing has shown nothing."""
SMOOTHED_OVER = 0.15
"""Losses are averaged over this many decades of learning rate on each side."""
NEARLY_LOWEST, MOST_OF_THE_WAY = 1.5, 0.6
"""A factor of the lowest loss, and a share of the way from guessing to it. The first rate with so low a loss varies
least between seeds: by a tenth of a decade, while the lowest point varies by up to half a decade."""
RISEN, BACK_UP = 2.0, 0.3
"""A factor of the lowest loss, and a share of the way back to guessing. Beyond the cliff the loss exceeds both."""
BELOW_THE_CLIFF = 0.75
"""The suggested rate is at most this share of the cliff."""
TIMES: dict[tuple[OptimizerName, ScheduleName], tuple[float, float]] = {
    ("sgd", "constant"): (1.7, 0.5),
    ("sgd", "one-cycle"): (4.4, 0.0),
    ("momentum", "constant"): (1.2, 0.5),
    ("momentum", "one-cycle"): (2.5, 0.5),
    ("adamw", "constant"): (0.55, 0.5),
    ("adamw", "one-cycle"): (2.3, 0.5),
}
"""The suggestion as a multiple of that first rate, for batches of BATCH_SIZE, and the power of the batch size with
which it grows for larger ones. Fitted to the validation accuracies of runs with ten rates each: both networks, batches
of 64 and 256, 1 to 8 epochs; `benchmarks.rate_finder` repeats that. Optimizers with momentum respond later than plain
SGD, and the highest rate of one-cycle may be higher than a constant one."""
BATCH_SIZE = 64
"""The batch size of most tutorials."""


class RatePoint(NamedTuple):
    """One rate of the sweep, and the running average of the training loss up to it, in nats."""

    learning_rate: float
    loss: float


class RateFound(NamedTuple):
    """The result of the sweep."""

    suggested: float
    """The learning rate to train with, with two significant digits."""
    cliff: float | None
    """The rate above which the loss rises again; None when it did not rise within the sweep."""
    lowest_loss: float


def read_off(rates: Sequence[float], losses: Sequence[float], settings: TrainSettings) -> RateFound:
    """The learning rate for a run with these settings, from unsmoothed losses in nats.

    The rates are equally spaced on a logarithmic axis. Raises InklingError when the loss fell at none of them.
    """
    smooth = _smoothed(np.log10(rates), np.array(losses))
    lowest, unread = float(smooth.min()), guessing(len(NAMES[settings.data]))
    if lowest > LEARNT * unread:
        raise InklingError(
            f"The loss did not fall at any {RATE.title.lower()}: learn from more images, or set another "
            f"{FIELDS['batch_size'].title.lower()}."
        )
    low = min(NEARLY_LOWEST * lowest, unread + MOST_OF_THE_WAY * (lowest - unread))
    first = rates[int(np.argmax(smooth < low))]
    high = max(RISEN * lowest, lowest + BACK_UP * (unread - lowest))
    last = int(np.flatnonzero(smooth < high)[-1]) + 1
    cliff = rates[last] if last < len(rates) else None
    suggested = min(first * _times(settings), BELOW_THE_CLIFF * (cliff or math.inf), RATE.high)
    return RateFound(_rounded(suggested), cliff and _rounded(cliff), lowest)


def _times(settings: TrainSettings) -> float:
    times, power = TIMES[settings.optimizer, settings.schedule]
    return times * float(max(settings.batch_size / BATCH_SIZE, 1.0) ** power)


def beyond_the_cliff(rate: float, found: RateFound) -> str:
    """A warning for a rate beyond the cliff; "" for any other rate."""
    if found.cliff is None or rate <= found.cliff:
        return ""
    return (
        f"The {RATE.title.lower()} {plain(rate)} lies beyond the cliff at {plain(found.cliff)}: the loss would rise "
        f"instead of fall; try {plain(found.suggested)}."
    )


def plain(rate: float) -> str:
    """As a person would type it: 0.00001 rather than 1e-05."""
    return f"{rate:.6f}".rstrip("0").rstrip(".")


def _smoothed(decades: NDArray[np.float64], losses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over the neighbours on both sides, because a running average would lag behind."""
    near = np.abs(decades[:, None] - decades[None]) <= SMOOTHED_OVER
    means: NDArray[np.float64] = (near @ losses) / near.sum(1)
    return means


def _rounded(rate: float) -> float:
    return max(float(f"{rate:.2g}"), RATE.low)
