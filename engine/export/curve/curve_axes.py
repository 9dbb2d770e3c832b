"""Which numbers stand at an axis of an exported curve, and how they are written."""

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.ticker import Formatter, Locator

SMALL, LARGE = 1e-3, 1e5
"""Beyond them the numbers of an axis are written as powers of ten."""
ROUND = [1, 2, 5, 10]
"""What the step between two numbers of an axis may be a multiple of."""


def linear(high: float, most: int) -> "tuple[Locator, Formatter]":
    """At most about `most` round numbers, all with the same decimals."""
    from matplotlib.ticker import MaxNLocator, ScalarFormatter, StrMethodFormatter

    locator = MaxNLocator(most, steps=ROUND)
    if not SMALL <= high <= LARGE:
        return locator, StrMethodFormatter("{x:g}")
    formatter = ScalarFormatter(useOffset=False, useMathText=False)
    formatter.set_scientific(False)
    return locator, formatter


def logarithmic(low: float, high: float) -> "tuple[Locator, Formatter]":
    """Powers of ten, and numbers between them if there are few."""
    from matplotlib.ticker import LogLocator, StrMethodFormatter

    decades = np.log10(high / low)
    between = range(1, 10) if decades < 1 else (1, 2, 5) if decades < 3 else (1,)
    return LogLocator(subs=between, numticks=12), StrMethodFormatter("{x:g}")
