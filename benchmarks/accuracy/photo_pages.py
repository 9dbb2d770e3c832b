"""Simulated photographs and scans of handwritten digits, whose places and labels are known.

A page is composed of what reflects light (paper, ruling, ink, table) and of the light on it, each as a function of the
place on the page, so that nothing is resampled; then the camera blurs it, adds noise and shrinks its colours to bytes.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pillow
from PIL import ImageDraw
from scipy import ndimage

from benchmarks.accuracy.photo_digits import Handwritten, Path2D
from engine.ink import Box

Colour = tuple[float, float, float]
Picture = NDArray[np.float32]
BLACK, BLUE, RED, GREEN = (25, 25, 30), (35, 50, 140), (190, 40, 45), (30, 120, 60)
PENCIL, LINE_BLUE, LINE_GREY = (105, 105, 108), (150, 185, 220), (185, 185, 185)
WHITE, CREAM, BOARD, CHALK = (238, 238, 235), (232, 226, 205), (45, 62, 54), (215, 215, 205)
WOOD = (105, 75, 50)


class Kind(NamedTuple):
    """How a page looks and how it was photographed; lengths in pixels, angles in degrees."""

    size: tuple[int, int] = (1600, 1200)
    rows: int = 3
    columns: int = 7
    height: float = 130
    """Of a digit."""
    pen: float = 9
    ink: tuple[Colour, ...] = (BLACK, BLUE)
    """Of which each page gets one."""
    paper: Colour = WHITE
    grain: float = 0
    """How much of a stroke the paper's grain leaves white, from 0 to 1: pencil and chalk."""
    ruling: tuple[Colour, float, float, bool] | None = None
    """Colour, distance and width of the lines, and whether they are squares."""
    tilt: float = 1
    """The greatest angle by which the paper is turned."""
    curl: float = 0
    """How far the middle of a line is above its ends."""
    gradient: float = 0
    """The share of the light that is missing in the darkest corner."""
    shadow: float = 0
    """The share of the light that is missing in a shadow with an edge across the page."""
    table: float = 0
    """The share of the picture's width that is a dark table at one side."""
    blur: float = 0.8
    noise: float = 2
    quality: int = 88
    """Of the JPEG file."""
    gap: float = 0
    """The gap between neighbours as a share of their height; 0 spreads them over the page."""
    broken: float = 0
    """The length of the gaps in the strokes as a share of the height; 0 for none."""


PHONE = {"size": (4000, 3000), "height": 300, "pen": 20, "blur": 1.6, "noise": 5}
KINDS: dict[str, Kind] = {
    "clean scan": Kind(),
    "uneven light": Kind(gradient=0.6),
    "edge of a shadow": Kind(shadow=0.5, gradient=0.2),
    "blue lines": Kind(ruling=(LINE_BLUE, 90, 3, False), ink=(BLUE, BLACK)),
    "grey squares": Kind(ruling=(LINE_GREY, 45, 2.5, True)),
    "blue squares, shadow": Kind(ruling=(LINE_BLUE, 45, 2.5, True), shadow=0.4, gradient=0.3),
    "black lines": Kind(ruling=(BLACK, 100, 3, False), ink=(BLACK,)),
    "dark squares": Kind(ruling=((90, 90, 100), 60, 2.5, True), ink=(BLACK,)),
    "pencil": Kind(ink=(PENCIL,), grain=0.5, pen=7, gradient=0.3),
    "pencil on squares": Kind(ink=(PENCIL,), grain=0.4, pen=7, ruling=(LINE_BLUE, 45, 2.5, True)),
    "coloured ink": Kind(ink=(RED, GREEN, (230, 120, 40), (90, 150, 220)), paper=CREAM),
    "turned, lines": Kind(tilt=6, ruling=(LINE_BLUE, 90, 3, False)),
    "turned, curled squares": Kind(tilt=4, curl=12, ruling=(LINE_GREY, 60, 3, True)),
    "edge of a table": Kind(table=0.12, tilt=4, gradient=0.3),
    "table, lines": Kind(table=0.15, tilt=4, gradient=0.3, ruling=(LINE_BLUE, 90, 3, False)),
    "chalk": Kind(ink=(CHALK,), paper=BOARD, grain=0.4, pen=14, gradient=0.4, noise=4),
    "dim and noisy": Kind(gradient=0.5, noise=14, quality=40, paper=(150, 148, 140)),
    "strong JPEG": Kind(quality=12, height=90),
    "thin pen": Kind(pen=3),
    "thick pen": Kind(pen=24),
    "close neighbours": Kind(gap=0.1, columns=8),
    "broken strokes": Kind(broken=0.07, pen=7),
    "one digit": Kind(size=(900, 1200), rows=1, columns=1, height=800, pen=60, gradient=0.3),
    "12 MP phone photo": Kind(**PHONE, gradient=0.4, shadow=0.3, tilt=4),  # type: ignore[arg-type]
    "12 MP, squares, table": Kind(**PHONE, gradient=0.4, table=0.12, tilt=4, ruling=(LINE_BLUE, 110, 5, True)),  # type: ignore[arg-type]
}


class Page(NamedTuple):
    """A picture, and the digits on it in reading order with their boxes."""

    picture: Pillow.Image
    digits: list[tuple[int, Box]]


def composed(kind: Kind, digits: list[Handwritten], rng: np.random.Generator) -> Page:
    """A page of this kind with the first of the digits on it."""
    plane = _Plane(kind, rng)
    placed = [(digit.label, [plane.on_picture(line) for line in lines]) for digit, lines in _layout(kind, digits, rng)]
    ink = _drawn(kind, [line for _, lines in placed for line in lines])
    if kind.grain:
        ink *= 1 - kind.grain * _grain(ink.shape, rng)
    surface = _blend(_surface(kind, plane, rng), kind.ink[rng.integers(len(kind.ink))], ink)
    lit = surface * _light(kind, rng)[..., None]
    seen = ndimage.gaussian_filter(lit, (kind.blur, kind.blur, 0))
    seen += rng.normal(0, kind.noise, seen.shape).astype(np.float32)
    picture = Pillow.fromarray(np.clip(seen, 0, 255).astype(np.uint8))
    return Page(picture, [(label, _box(lines, kind.pen / 2)) for label, lines in placed])


class _Plane:
    """Where a place on the paper is in the picture: turned about its middle and curled."""

    def __init__(self, kind: Kind, rng: np.random.Generator) -> None:
        self.size, self.curl = kind.size, kind.curl
        self.angle = np.deg2rad(kind.tilt) * rng.uniform(0.5, 1) * rng.choice([-1, 1])
        self.middle = np.array(kind.size) / 2

    def on_picture(self, points: Path2D) -> Path2D:
        x, y = (points - self.middle).T
        y = y - self._rise(x)
        cosine, sine = np.cos(self.angle), np.sin(self.angle)
        return np.stack([cosine * x - sine * y, sine * x + cosine * y], 1) + self.middle

    def on_paper(self) -> tuple[Picture, Picture]:
        """The place on the paper of every pixel."""
        rows, columns = np.indices(self.size[::-1], dtype=np.float32)
        x, y = columns - self.middle[0], rows - self.middle[1]
        cosine, sine = np.float32(np.cos(self.angle)), np.float32(np.sin(self.angle))
        u, v = cosine * x + sine * y, cosine * y - sine * x
        return u + self.middle[0], v + self._rise(u) + self.middle[1]

    def _rise(self, x: NDArray[np.floating]) -> NDArray[np.floating]:
        return self.curl * (1 - (2 * x / self.size[0]) ** 2)


def _layout(kind: Kind, digits: list[Handwritten], rng: np.random.Generator) -> list[tuple[Handwritten, list[Path2D]]]:
    """Each digit with its strokes on the paper, row by row."""
    left, right = 0.1 * kind.size[0] + kind.table * kind.size[0], 0.92 * kind.size[0]
    placed, left_over = [], iter(digits)
    for row in range(kind.rows):
        middle = kind.size[1] * (0.12 + 0.76 * (row + 0.5) / kind.rows)
        x = left
        for digit, column in zip(left_over, range(kind.columns), strict=False):
            lines, height = _broken(digit.strokes, kind.broken, rng), kind.height * rng.uniform(0.85, 1.15)
            every = np.concatenate(lines)
            width = float(np.ptp(every[:, 0])) * height
            if not kind.gap:
                x = left + (right - left) * (column + 0.5) / kind.columns - width / 2
            corner = (x - every[:, 0].min() * height, middle - height / 2 + rng.uniform(-0.06, 0.06) * height)
            placed.append((digit, [line * height + corner for line in lines]))
            x += width + kind.pen + kind.gap * height
            if column == kind.columns - 1:
                break
    return placed


def _broken(lines: list[Path2D], gap: float, rng: np.random.Generator) -> list[Path2D]:
    """The strokes with one gap around a random point of them."""
    if not gap:
        return lines
    every = np.concatenate(lines)
    at = every[rng.integers(len(every))]
    parts = []
    for line in lines:
        steps = max(2, int(np.hypot(*np.diff(line, axis=0).T).sum() * 100)) if len(line) > 1 else 2
        place = np.linspace(0, len(line) - 1, steps)
        fine = np.stack([np.interp(place, np.arange(len(line)), line[:, axis]) for axis in (0, 1)], 1)
        whole = np.hypot(*(fine - at).T) > gap
        parts += [
            part for part in np.split(fine, np.flatnonzero(np.diff(whole)) + 1) if np.hypot(*(part[0] - at)) > gap
        ]
    return parts or lines


def _drawn(kind: Kind, lines: list[Path2D]) -> Picture:
    """How much of each pixel is under a round pen that followed the lines."""
    path = Pillow.new("L", kind.size)
    pen = ImageDraw.Draw(path)
    for line in lines:
        pen.line([(float(x), float(y)) for x, y in line], fill=255, width=1)
        pen.point((float(line[0, 0]), float(line[0, 1])), fill=255)
    far = ndimage.distance_transform_edt(np.asarray(path) == 0)
    return np.clip(kind.pen / 2 + 0.5 - far, 0, 1).astype(np.float32)


def _surface(kind: Kind, plane: _Plane, rng: np.random.Generator) -> Picture:
    """Paper with its ruling, on a table."""
    across, down = plane.on_paper()
    surface = np.empty((*across.shape, 3), np.float32)
    surface[:] = kind.paper
    if kind.ruling:
        colour, distance, width, squares = kind.ruling
        for place in (down, across)[: 2 if squares else 1]:
            off = np.abs((place - rng.uniform(0, distance)) % distance - distance / 2)
            surface = _blend(surface, colour, np.clip(width / 2 + 0.5 - off, 0, 1))
    if kind.table:
        on_table = np.clip(kind.table * kind.size[0] - across, 0, 1)
        surface = _blend(surface, WOOD, on_table * (1 - 0.25 * _grain(on_table.shape, rng)))
    return surface


def _blend(surface: Picture, colour: Colour, amount: Picture) -> Picture:
    return surface + amount[..., None] * (np.array(colour, np.float32) - surface)


def _light(kind: Kind, rng: np.random.Generator) -> Picture:
    """From 0 to 1: fades towards one side, and a shadow with a soft edge lies across."""
    rows, columns = np.indices(kind.size[::-1], dtype=np.float32)
    x, y = columns / kind.size[0] - 0.5, rows / kind.size[1] - 0.5
    direction = rng.uniform(0, 2 * np.pi)
    along = x * np.cos(direction) + y * np.sin(direction)
    light = 1 - kind.gradient * np.clip(along + 0.5, 0, 1)
    side = rng.uniform(0, 2 * np.pi)
    edge = (x * np.cos(side) + y * np.sin(side) - rng.uniform(-0.2, 0.2)) / 0.02
    return (light * (1 - kind.shadow * np.clip(edge + 0.5, 0, 1))).astype(np.float32)


def _grain(shape: tuple[int, ...], rng: np.random.Generator) -> Picture:
    """Random spots of about two pixels, from 0 to 1."""
    spots = ndimage.gaussian_filter(rng.normal(size=shape).astype(np.float32), 1.2)
    return np.clip(0.5 + spots / (4 * spots.std()), 0, 1)


def _box(lines: list[Path2D], pen: float) -> Box:
    every = np.concatenate(lines)
    low, high = np.floor(every.min(0) - pen), np.ceil(every.max(0) + pen)
    return Box(int(low[0]), int(low[1]), int(high[0]), int(high[1]))
