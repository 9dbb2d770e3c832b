"""The curves of a run that are on the plot, and what they depend on."""

from typing import NamedTuple

import pyqtgraph as pg

from gui.runs.chart.curves import Over, Points, RunCurves
from gui.runs.chart.lines import RunLine


class Look(NamedTuple):
    """All that the curves of a run depend on, but their colours: while it is the same they need not be drawn again."""

    curves: RunCurves
    place: int
    """The index of the run's line."""
    what: str
    over: Over
    smoothing: int


class DrawnRun(NamedTuple):
    """The curves of a run on the plot."""

    look: Look
    line: RunLine
    points: list[Points]
    """The curves that are shown."""
    items: list[pg.GraphicsObject]
    star: tuple[float, float] | None
    """Where the last curve is at the epoch that validated best."""


def with_line(drawn: DrawnRun, line: RunLine) -> DrawnRun:
    """The same curves with this line: drawing six of them anew takes 25 ms, another colour 1 ms."""
    if line != drawn.line:
        for item in drawn.items:
            if isinstance(item, pg.InfiniteLine):
                item.setPen(line.pen(2))
                continue
            item.setPen(line.pen(item.opts["pen"].widthF()))
            if item.opts["symbol"]:
                item.setSymbolBrush(line.colour)
    return drawn._replace(line=line)
