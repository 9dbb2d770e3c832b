"""The curve of a sweep through the learning rates, and what can be read off it; the window may import this."""

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
"""Of the loss of guessing: a sweep that never comes below it has shown nothing."""
SMOOTHED_OVER = 0.15
"""Decades of learning rate on each side over which a loss is averaged before anything is read off."""
NEARLY_LOWEST, MOST_OF_THE_WAY = 1.5, 0.6
"""Times the lowest loss, and of the way from guessing to it: the rate at which a loss is first so low is the steadiest
mark of a sweep. Between seeds it moves by a tenth of a decade, the lowest point itself by up to half of one."""
RISEN, BACK_UP = 2.0, 0.3
"""Times the lowest loss, and of the way back from it to guessing: where the loss stays above both it rises again."""
BELOW_THE_CLIFF = 0.75
"""Of the cliff: a rate nearer to it is too near."""
TIMES: dict[tuple[OptimizerName, ScheduleName], tuple[float, float]] = {
    ("sgd", "constant"): (1.7, 0.5),
    ("sgd", "one-cycle"): (4.4, 0.0),
    ("momentum", "constant"): (1.2, 0.5),
    ("momentum", "one-cycle"): (2.5, 0.5),
    ("adamw", "constant"): (0.55, 0.5),
    ("adamw", "one-cycle"): (2.3, 0.5),
}
"""The setting, as a multiple of that first rate, for batches of BATCH_SIZE, and the power of the batch size with which
it grows above that. Fitted to how many validation images runs with ten rates each read: both networks, batches of 64
and 256, 1 to 8 epochs; `benchmarks.rate_finder` looks again. A rule that remembers gradients answers later than
plain SGD, and a peak may be higher than a rate that stays."""
BATCH_SIZE = 64
"""That of most tutorials."""


class RatePoint(NamedTuple):
    """One rate of the sweep, and the training loss on the way to it: a running average, in nats."""

    learning_rate: float
    loss: float


class RateFound(NamedTuple):
    """What the sweep has shown."""

    suggested: float
    """The setting to train with, with two digits that count."""
    cliff: float | None
    """The rate from which on the loss rises again; None when it did not within the sweep."""
    lowest_loss: float


def read_off(rates: Sequence[float], losses: Sequence[float], settings: TrainSettings) -> RateFound:
    """What unsmoothed losses at these rates, which are equally far apart on a logarithmic axis, say for such a run.

    Raises InklingError when the loss fell at none of them.
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
    """The sentence for whoever has chosen such a rate; "" for any other."""
    if found.cliff is None or rate <= found.cliff:
        return ""
    return (
        f"The {RATE.title.lower()} {plain(rate)} lies beyond the cliff at {plain(found.cliff)}: the loss would rise "
        f"instead of fall; try {plain(found.suggested)}."
    )


def plain(rate: float) -> str:
    """As one would enter it: 0.00001 rather than 1e-05."""
    return f"{rate:.6f}".rstrip("0").rstrip(".")


def _smoothed(decades: NDArray[np.float64], losses: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means over the neighbours on both sides: a running average would trail behind the rate."""
    near = np.abs(decades[:, None] - decades[None]) <= SMOOTHED_OVER
    means: NDArray[np.float64] = (near @ losses) / near.sum(1)
    return means


def _rounded(rate: float) -> float:
    return max(float(f"{rate:.2g}"), RATE.low)
