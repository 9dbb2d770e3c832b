"""An axis with plain numbers, linear or logarithmic: by itself pyqtgraph would write 2\u00b710\u00b9 for 20."""

import math
from collections.abc import Callable, Sequence

from gui.widgets import Axis

LEVELS = ((1,), (2, 5), (3, 4, 6, 7, 8, 9))
"""The ticks of a decade, the most important first. pyqtgraph labels as many levels as there is room for."""


class PlainAxis(Axis):
    """Labels each tick with the `words` for its number."""

    def __init__(self, side: str, words: Callable[[float], str]) -> None:
        self._words = words
        super().__init__(side)

    def tickStrings(self, values: Sequence[float], scale: float, spacing: float | None) -> list[str]:  # noqa: N802, ARG002
        return [self._words(10**value if self.logMode else value) for value in values]

    def logTickValues(  # noqa: N802
        self,
        minVal: float,  # noqa: N803
        maxVal: float,  # noqa: N803
        size: float,  # noqa: ARG002
        stdTicks: object,  # noqa: ARG002, N803
    ) -> list[tuple[None, list[float]]]:
        decades = range(math.floor(minVal), math.ceil(maxVal) + 1)
        levels = [[decade + math.log10(step) for decade in decades for step in level] for level in LEVELS]
        return [(None, [place for place in level if minVal <= place <= maxVal]) for level in levels]
