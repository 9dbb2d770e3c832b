"""Where a value lies on an axis, and which values are written beside it."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

STEPS = (1, 2, 5, 10)
"""What a tick may be a multiple of, times a power of ten."""


class Axis(NamedTuple):
    """From value `low` at pixel `start` to value `high` at pixel `end`; low < high, and low > 0 if logarithmic."""

    low: float
    high: float
    start: float
    end: float
    logarithmic: bool = False

    def places(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Pixels; what lies beyond the axis is put at its end."""
        within = np.clip(values, self.low, self.high)
        if self.logarithmic:
            shares = np.log(within / self.low) / math.log(self.high / self.low)
        else:
            shares = (within - self.low) / (self.high - self.low)
        return self.start + shares * (self.end - self.start)

    def place(self, value: float) -> float:
        return float(self.places(np.array([value]))[0])

    def ticks(self, most: int) -> dict[float, str]:
        """Round values within the axis, at most about `most` of them, with what is written there."""
        return self._powers(most) if self.logarithmic else self._multiples(most)

    def _multiples(self, most: int) -> dict[float, str]:
        rough = (self.high - self.low) / most
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * times for times in STEPS if power * times >= rough * (1 - 1e-9))
        decimals = max(0, -math.floor(math.log10(step) + 1e-9))
        numbers = range(math.ceil(self.low / step - 1e-9), math.floor(self.high / step + 1e-9) + 1)
        return {number * step: f"{number * step:,.{decimals}f}" for number in numbers}

    def _powers(self, most: int) -> dict[float, str]:
        powers = range(math.floor(math.log10(self.low)), math.ceil(math.log10(self.high)) + 1)
        for times in (STEPS[:3], STEPS[:1]):
            values = [factor * 10.0**power for power in powers for factor in times]
            within = [value for value in values if self.low <= value * (1 + 1e-9) and value <= self.high * (1 + 1e-9)]
            if len(within) <= most:
                break
        return {value: f"{value:g}" for value in within}
