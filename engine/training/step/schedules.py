"""How the learning rate changes over a run."""

import math

from engine.settings import ScheduleName

WARM_UP = 0.3
"""The share of a one-cycle run in which the learning rate rises."""
START = 1 / 25
END = 1e-4 / 25
"""Fractions of the learning rate at the first and the last step, as in torch's OneCycleLR."""


def learning_rate_at(schedule: ScheduleName, max_lr: float, step: int, steps: int) -> float:
    """The learning rate of step 1..steps of a run whose setting is `max_lr`.

    One cycle rises and falls along half cosines (L. N. Smith, "A disciplined approach to neural network
    hyper-parameters", 2018, in the cosine form of torch's OneCycleLR).
    """
    if schedule == "constant":
        return max_lr
    summit = WARM_UP * steps - 1
    if step - 1 <= summit:
        return max_lr * _between(START, 1, (step - 1) / summit if summit > 0 else 1)
    return max_lr * _between(1, END, (step - 1 - summit) / (steps - 1 - summit))


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
