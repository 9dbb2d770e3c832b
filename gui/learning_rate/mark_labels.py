"""Places the labels of the marked rates so that no label lies across another rate's line."""

from collections.abc import Sequence
from itertools import permutations, product
from typing import NamedTuple

import pyqtgraph as pg

APART, FIRST = 1.1, 0.6
"""In heights of a label: how far the ends of two lines lie apart, and how far the longest ends below the top."""
SHORTEST = 0.1
"""The least length of a line, as a share of the chart's height."""


class _Mark(NamedTuple):
    """A line and its label, in pixels of the chart."""

    x: float
    width: float

    def left(self, side: int, room: float) -> float:
        """Where the label begins that stands left (0) or right (1) of the line, moved so that all of it is seen."""
        return max(0.0, min(self.x - self.width * (1 - side), room - self.width))


def place_labels(lines: Sequence[pg.InfiniteLine], view: pg.ViewBox) -> None:
    """Let each visible line end at its label, and choose lengths and sides so that the fewest labels cross lines.

    A label crosses no line that ends below it. With three lines there are 48 ways.
    """
    shown = [line for line in lines if line.isVisible()]
    room, (low, high) = max(view.width(), 1.0), view.viewRange()[0]
    marks = [
        _Mark((line.value() - low) / (high - low) * room, line.label.boundingRect().width() + 2.0) for line in shown
    ]
    ways = product(permutations(range(len(marks))), product((1, 0), repeat=len(marks)))
    order, sides = min(ways, key=lambda way: _crossings(marks, way[0], way[1], room))
    for place, number in enumerate(order):
        line, mark = shown[number], marks[number]
        share = line.label.boundingRect().height() / max(view.height(), 1.0)
        line.setSpan(0, max(SHORTEST, 1 - share * (FIRST + APART * place)))
        anchor = (mark.x - mark.left(sides[number], room)) / mark.width
        line.label.anchors = [(anchor, 0.5)] * 2
        line.label.setPosition(1.0)


def _crossings(marks: Sequence[_Mark], order: Sequence[int], sides: Sequence[int], room: float) -> int:
    """How many labels lie across lines that are longer than their own; `order` has the longest line first."""
    found = 0
    for place, number in enumerate(order):
        mark = marks[number]
        left = mark.left(sides[number], room)
        found += sum(left < marks[longer].x < left + mark.width for longer in order[:place])
    return found
