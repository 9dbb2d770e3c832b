"""Which trials are worth their cost, by the accuracy on validation images and what chance alone may do to it."""

from collections.abc import Sequence
from math import sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.sweep.events import TrialEnded
    from engine.sweep.record import Trial

SURE = 1.96
"""Standard errors of a confidence level of 95 %."""


def significantly_better(first: float, other: float, images: int) -> bool:
    """Whether an accuracy of 0 to 1 is higher than another one, measured on as many images, by more than chance.

    The interval is that of A. Agresti and B. Caffo ("Simple and effective confidence intervals for proportions and
    differences of proportions result from adding two successes and two failures", The American Statistician 54, 2000).
    Nothing is known about which images both classify correctly, so small differences that `engine.inspection.Paired`
    would show are not seen here. Without images every difference counts.
    """
    if images <= 0:
        return first > other
    one, two = ((share * images + 1) / (images + 2) for share in (first, other))
    return one - two > SURE * sqrt((one * (1 - one) + two * (1 - two)) / (images + 2))


def front(costs: Sequence[float], accuracies: Sequence[float], images: int = 0) -> list[int]:
    """The places of the best front, the cheapest first: nothing cheaper or as cheap is as accurate.

    A trial that costs more belongs to it only if it is more accurate than the front so far by more than chance on so
    many `images`. Of equal ones the first counts.
    """
    found: list[int] = []
    for place in sorted(range(len(costs)), key=lambda place: (costs[place], -accuracies[place])):
        if not found or significantly_better(accuracies[place], accuracies[found[-1]], images):
            found.append(place)
    return found


def as_good(accuracies: Sequence[float], images: int) -> list[int]:
    """The places of the most accurate trial and of those that it does not beat by more than chance, in order."""
    best = max(accuracies, default=0.0)
    return [place for place, one in enumerate(accuracies) if not significantly_better(best, one, images)]


def fronts_of(trials: "Sequence[Trial | TrialEnded]") -> tuple[list[int], list[int]]:
    """The places in `trials` of the best front by seconds and by parameters; trials that are not complete never are."""
    known = _complete(trials)
    accuracies = [trials[place].validation_accuracy or 0.0 for place in known]
    images = min((trials[place].validation_images for place in known), default=0)
    by_seconds = front([trials[place].seconds for place in known], accuracies, images)
    by_weights = front([trials[place].weights for place in known], accuracies, images)
    return [known[one] for one in by_seconds], [known[one] for one in by_weights]


def best_of(trials: "Sequence[Trial | TrialEnded]") -> list[int]:
    """The places in `trials` of the most accurate one and of those that are as good as far as its images can tell."""
    known = _complete(trials)
    images = min((trials[place].validation_images for place in known), default=0)
    return [known[one] for one in as_good([trials[place].validation_accuracy or 0.0 for place in known], images)]


def _complete(trials: "Sequence[Trial | TrialEnded]") -> list[int]:
    """The places of those that can be compared."""
    figures = ((trial.state, trial.validation_accuracy) for trial in trials)
    return [place for place, (state, accuracy) in enumerate(figures) if state == "completed" and accuracy is not None]
