"""A drawing rendered several times: turned, slanted, made wider or narrower, with a thinner and a thicker pen.

Strokes can be changed before they become pixels, which an image cannot: its lines blur, and its pen stays the same.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from engine.ink.rendering import BOX, CENTRE, SIZE, Stroke, scaled_segments

Floats = NDArray[np.float32]


class View(NamedTuple):
    """One way to look at a drawing."""

    pen_width: float
    """Pixels of the 28x28 image."""
    wider: float
    """A factor of the width; the height stays."""
    turn: float = 0.0
    """Radians, clockwise on the screen."""
    slant: float = 0.0
    """Pixels to the right for each pixel farther down."""

    @property
    def matrix(self) -> NDArray[np.float64]:
        """What the points (x, y) are multiplied with, (2, 2)."""
        cosine, sine = np.cos(self.turn), np.sin(self.turn)
        return np.array([[cosine * self.wider, sine * self.wider], [self.slant - sine, cosine]])


TURN, SLANT, WIDER, NARROWER = 0.26, 0.32, 1.18, 0.85
THIN_PEN, PEN, THICK_PEN = 2.1, 2.5, 2.9
VIEWS = (
    View(PEN, 1.0),
    *(
        View(pen_width, wider, turn, slant)
        for turn, slant in ((TURN, 0.0), (-TURN, 0.0), (0.0, SLANT), (0.0, -SLANT))
        for pen_width, wider in ((THIN_PEN, WIDER), (THICK_PEN, NARROWER))
    ),
)
"""Chosen by digits that the program wrote, more freely than those for training: `python -m benchmarks.views`."""
MOST_SEGMENTS = 200
"""Longer drawings are scribbles: of theirs every second or third segment is drawn, and the pen covers the gaps."""
REACH = 11
"""Pixels from the middle of the box to the farthest one that may have ink."""
AXIS = np.arange(-REACH, REACH + 1, dtype=np.float32)
WINDOW = len(AXIS)
PIXELS = np.stack(np.broadcast_arrays(AXIS[None, :], AXIS[:, None], np.float32(1))).reshape(3, -1)
"""Of each pixel in the box its x, y and 1, (3, WINDOW * WINDOW)."""
PIXELS_SQUARED = (PIXELS[:2] ** 2).sum(0)


def render_views(strokes: Sequence[Stroke], views: Sequence[View] = VIEWS) -> NDArray[np.uint8]:
    """Return an image for each view, (len(views), 28, 28), up to a grey value as `render` makes them.

    The drawing must have ink.
    """
    starts, ends = scaled_segments(strokes)
    every = -(-len(starts) // MOST_SEGMENTS)
    starts, ends = starts[::every], ends[::every]
    widths = np.array([view.pen_width for view in views])[:, None, None]
    points = np.concatenate([starts, ends]) @ np.stack([view.matrix for view in views])
    low, high = points.min(1, keepdims=True), points.max(1, keepdims=True)
    extent = (high - low).max(2, keepdims=True)
    scale = np.divide(BOX - widths, extent, out=np.ones_like(extent), where=extent > 0)
    points = ((points - (low + high) / 2) * scale).astype(np.float32)
    near = _squared_distances(points[:, : len(starts)], points[:, len(starts) :])
    return _centred(np.clip(widths.astype(np.float32) / 2 + 0.5 - np.sqrt(near), 0, 1))


def _squared_distances(starts: Floats, ends: Floats) -> Floats:
    """Return the squared distance from each pixel to the nearest of N segments: (V, WINDOW, WINDOW) for two (V, N, 2).

    As products of matrices, which takes a third of the time of subtracting each pixel from each point.
    """
    along = ends - starts
    length = np.maximum((along**2).sum(2, keepdims=True), 1e-12)
    place = np.concatenate([along, -(starts * along).sum(2, keepdims=True)], 2) / length @ PIXELS
    on_segment = place.clip(0, 1)
    place *= 2
    place -= on_segment
    place *= on_segment
    place *= -length
    place += np.concatenate([-2 * starts, (starts**2).sum(2, keepdims=True)], 2) @ PIXELS
    nearest = (place.min(1) + PIXELS_SQUARED).clip(min=0)
    return nearest.reshape(-1, WINDOW, WINDOW)


def _centred(ink: Floats) -> NDArray[np.uint8]:
    """Return images (V, 28, 28) of ink (V, WINDOW, WINDOW), moved by whole pixels until it is in the middle."""
    total = ink.sum((1, 2))
    right = np.rint((ink.sum(1) @ AXIS) / total).astype(int)
    down = np.rint((ink.sum(2) @ AXIS) / total).astype(int)
    images = np.zeros((len(ink), 3 * SIZE, 3 * SIZE), np.uint8)
    first = SIZE + round(CENTRE) - REACH
    for image, grey, x, y in zip(images, np.rint(ink * 255).astype(np.uint8), first - right, first - down, strict=True):
        image[y : y + WINDOW, x : x + WINDOW] = grey
    return images[:, SIZE : 2 * SIZE, SIZE : 2 * SIZE]
