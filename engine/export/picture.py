"""A picture as a list of lines, markers and words; svg.py and png.py draw it."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PIL import ImageFont

Colour = Literal["paper", "text", "muted", "grid", "train", "validation", "accuracy", "change"]
LIGHT: dict[Colour, str] = {
    "paper": "#ffffff",
    "text": "#1b2230",
    "muted": "#596273",
    "grid": "#e3e6eb",
    "train": "#0072b2",
    "validation": "#d55e00",
    "accuracy": "#009e73",
    "change": "#8a5a83",
}
DARK: dict[Colour, str] = {
    "paper": "#1b1f26",
    "text": "#e7eaf0",
    "muted": "#a1abba",
    "grid": "#323945",
    "train": "#56b4e9",
    "validation": "#e69f00",
    "accuracy": "#2fc79a",
    "change": "#cc79a7",
}
"""The curves' are blue, vermillion, bluish green and reddish purple of M. Okabe and K. Ito, "Color universal design",
2008, which colour-blind people can tell apart; the purple is darker on white, where its words must be read, and dark
paper has lighter ones."""

Shape = Literal["circle", "ring", "square", "triangle"]
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]
"""To the right and down, in pixels of the picture."""


class Line(NamedTuple):
    """Through all points in order."""

    points: Sequence[Point]
    colour: Colour
    width: float = 1.0
    opacity: float = 1.0
    dash: float = 0.0
    """Length of its dashes and of the gaps between them; 0 for none."""


class Marker(NamedTuple):
    place: Point
    shape: Shape
    colour: Colour
    radius: float


class Words(NamedTuple):
    """On one line, with a rim in the colour of the paper, so that they can be read on top of curves."""

    place: Point
    """Of the base line: its start, middle or end."""
    text: str
    colour: Colour
    size: float
    anchor: Anchor = "start"


Mark = Line | Marker | Words


class Picture(NamedTuple):
    """What is drawn later lies on top."""

    width: int
    height: int
    title: str
    """For those who cannot see it."""
    marks: Sequence[Mark]
    top: int = 0
    """What lies above this is cut off."""


RIM = 3.0
"""Width of the line around letters; half of it is seen."""


def corners(marker: Marker) -> list[Point]:
    """Of a square or a triangle."""
    (x, y), r = marker.place, marker.radius
    if marker.shape == "square":
        return [(x - r, y - r), (x + r, y - r), (x + r, y + r), (x - r, y + r)]
    return [(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)]


def words_width(text: str, size: float) -> float:
    """Pixels, in the font of the PNG; other fonts differ by a tenth or so."""
    return font(size).getlength(text)


def font(size: float) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """The one that Pillow brings along, as which fonts a computer has nobody knows."""
    return ImageFont.load_default(size)
