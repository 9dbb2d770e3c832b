"""Which curve is which: pieces of them beside their names."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.export.picture import Colour, Line, Mark, Marker, Shape, Words, words_width

LABEL = 13.0
"""Size of the letters of everything but the title."""
SAMPLE, GAP = 28.0, 18.0
"""Pixels that a piece of curve takes, and those between two entries."""
OTHER_FONTS = 1.08
"""How much wider words may be in the fonts of a browser."""


class Entry(NamedTuple):
    """A piece of a curve and its name."""

    name: str
    colour: Colour
    shape: Shape | None = None
    width: float = 2.0
    """Of the line; 0 for none."""
    opacity: float = 1.0
    dash: float = 0.0


def legend(entries: Sequence[Entry], right: float, y: float) -> Iterator[Mark]:
    """Beside each other, ending at `right`; `y` is the words' base line."""
    x = right
    for entry in reversed(entries):
        x -= words_width(entry.name, LABEL) * OTHER_FONTS
        yield Words((x, y), entry.name, "muted", LABEL)
        x -= SAMPLE + 6
        yield from _sample(entry, x, y - 4.5)
        x -= GAP


def _sample(entry: Entry, x: float, y: float) -> Iterator[Mark]:
    if entry.width:
        yield Line([(x, y), (x + SAMPLE, y)], entry.colour, entry.width, entry.opacity, entry.dash)
    if entry.shape:
        yield Marker((x + SAMPLE / 2, y), entry.shape, entry.colour, 6.5 if entry.shape == "ring" else 3.6)
