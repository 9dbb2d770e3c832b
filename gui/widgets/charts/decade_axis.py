"""An axis that, where it is logarithmic, has labels at 1, 2 and 5 of each decade alone."""

from collections.abc import Sequence

from gui.widgets.charts.axis import Axis

LABELLED = "125"
"""The first digits of labelled values. pyqtgraph would write the others over each other."""


class DecadeAxis(Axis):
    """`values` are exponents of 10 where the axis is logarithmic, as everywhere in pyqtgraph."""

    def logTickStrings(self, values: Sequence[float], scale: float, spacing: float) -> list[str]:  # noqa: N802
        texts: list[str] = super().logTickStrings(values, scale, spacing)
        firsts = (f"{10**value * scale:.0e}"[0] for value in values)
        return [text if first in LABELLED else "" for text, first in zip(texts, firsts, strict=True)]
