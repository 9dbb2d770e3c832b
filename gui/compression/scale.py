"""How values lie along an axis of the scatter: in proportion, or by their logarithm where they are far apart."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

WIDE = 5.0
"""From this ratio of the largest to the smallest value on an axis is logarithmic: else the small ones make one heap."""
STEPS = (1, 2, 5)
LEAST_ERROR = 0.01
"""In %: half of one of 5,000 images. None at all has no logarithm."""
MOST_TICKS = 6
Tick = tuple[float, str]


@dataclass(frozen=True)
class Scale:
    """Gives each value its place, and the ticks between the lowest place and the highest."""

    logarithmic: bool

    def place(self, value: float) -> float:
        return math.log10(value) if self.logarithmic else value

    def ticks(self, low: float, high: float) -> list[Tick]:
        """Round values between two places, each with what stands at it; none without a logarithm: Qt finds its own."""
        if not self.logarithmic:
            return []
        found = [round_one for round_one in _round_values(low, high) if low <= math.log10(round_one) <= high]
        # Where there are many, those that begin with a one are enough.
        few = found if len(found) <= MOST_TICKS else [value for value in found if f"{value:e}".startswith("1.")]
        return [(math.log10(value), f"{value:,g}") for value in few]


def scale_of(values: Sequence[float]) -> Scale:
    """The one that fits values that are all above zero."""
    return Scale(bool(values) and max(values) > WIDE * min(values))


def _round_values(low: float, high: float) -> list[float]:
    decades = range(math.floor(low), math.ceil(high) + 1)
    return [round(step * 10.0**decade, 10) for decade in decades for step in STEPS]


@dataclass(frozen=True)
class AccuracyScale:
    """Accuracies in %, the highest at the top; on a logarithmic scale of the errors where these are far apart."""

    errors: Scale

    def place(self, accuracy: float) -> float:
        """`accuracy` is a share from 0 to 1."""
        return -self.errors.place(_error(accuracy)) if self.errors.logarithmic else 100 * accuracy

    def ticks(self, low: float, high: float) -> list[Tick]:
        found = self.errors.ticks(-high, -low)
        return [(-place, f"{100 - 10**place:g}") for place, _ in found]


def accuracy_scale_of(accuracies: Sequence[float]) -> AccuracyScale:
    return AccuracyScale(scale_of([_error(accuracy) for accuracy in accuracies]))


def _error(accuracy: float) -> float:
    """In %."""
    return max(100 * (1 - accuracy), LEAST_ERROR)
