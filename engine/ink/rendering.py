"""Rendering pen strokes as 28x28 images, the way MNIST's makers did.

MNIST's digits were scaled to fit a 20x20 box with their aspect ratio kept, drawn in anti-aliased grey and moved by
whole pixels until their centre of mass lay in the middle of 28x28 (Y. LeCun et al., "Gradient-based learning applied
to document recognition", 1998, section III A). A network trained on such images reads no others well.
"""

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Float = TypeVar("Float", bound=np.floating)
Stroke = Sequence[tuple[float, float]] | NDArray[np.floating]
"""Points (x, y), x to the right, y down, in any unit."""

Image = NDArray[np.uint8]
"""28x28 grey values, 0 for background and 255 for ink, as MNIST stores them."""

SIZE = 28
BOX = 20.0
PEN_WIDTH = 2.5
"""Pixels of the 28x28 image; chosen so that drawn digits have the median stroke width of MNIST's training images."""
CENTRE = 14.0
"""The centre of mass of every MNIST image, in pixel indices, plus or minus half a pixel."""
SPACING = 0.4
"""Pixels; points closer together change nothing visible, and each costs time."""
AT_ONCE = 64
"""Segments whose distances stay in a core's cache: a scribble of a thousand takes a third of the time."""


def render(strokes: Sequence[Stroke]) -> Image | None:
    """Return the image of some strokes, drawn the way MNIST's digits were; None when there is no ink."""
    return centred(_drawn(strokes)) if any(map(len, strokes)) else None


def _drawn(strokes: Sequence[Stroke]) -> NDArray[np.float32]:
    """Return the ink of a drawing, 0 to 1, (28, 28), before it is moved to the middle."""
    # float32 takes half the memory and half the time of float64.
    starts, ends = ((points + CENTRE).astype(np.float32) for points in scaled_segments(strokes))
    near = np.full((SIZE, SIZE), np.inf, np.float32)
    for some in range(0, len(starts), AT_ONCE):
        here = squared_distances(starts[some : some + AT_ONCE], ends[some : some + AT_ONCE])
        np.minimum(near, here.min(0), out=near)
    return covered(near)


def scaled_segments(strokes: Sequence[Stroke]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return start and end points, each (N, 2), of the lines of a drawing in pixels, its middle at (0, 0).

    The drawing fills the box when a pen of PEN_WIDTH draws it. There must be a point.
    """
    return _segments([_thinned(line) for line in _scaled([_points(stroke) for stroke in strokes if len(stroke)])])


def placed(strokes: Sequence[Stroke]) -> list[NDArray[np.float64]]:
    """Return where each stroke lies in the image that `render` makes of them, (n, 2) each, in its pixels.

    (0, 0) is the upper left corner of the image, so the middle of its first pixel is (0.5, 0.5). An empty stroke stays
    empty; there is none if there is no ink.
    """
    if not any(map(len, strokes)):
        return []
    shift = np.array(_shift(_drawn(strokes)), np.float64)
    lines = _scaled([_points(stroke) for stroke in strokes])
    return [line + CENTRE + shift + 0.5 for line in lines]


def _scaled(lines: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
    everything = np.concatenate(lines)
    low, high = everything.min(0), everything.max(0)
    extent = float((high - low).max())
    # A dot has no extent to scale by: it stays a dot of the pen's width.
    scale = (BOX - PEN_WIDTH) / extent if extent > 0 else 1.0
    middle = (low + high) / 2
    return [(line - middle) * scale for line in lines]


def centred(grey: NDArray[np.floating]) -> Image:
    """Return ink from 0 to 1, (28, 28) and not all zero, as an image with its centre of mass in the middle.

    The ink moves by whole pixels only, as in MNIST, so its grey values stay.
    """
    right, down = _shift(grey)
    padded = np.pad(grey, SIZE)
    moved = padded[SIZE - down : 2 * SIZE - down, SIZE - right : 2 * SIZE - right]
    return np.rint(moved * 255).astype(np.uint8)


def _shift(grey: NDArray[np.floating]) -> tuple[int, int]:
    """Return by how many pixels to the right and down ink moves until its centre of mass is in the middle."""
    rows, columns = np.indices(grey.shape)
    right = round(CENTRE - float((columns * grey).sum() / grey.sum()))
    return right, round(CENTRE - float((rows * grey).sum() / grey.sum()))


def _points(stroke: Stroke) -> NDArray[np.float64]:
    return np.asarray(stroke, dtype=np.float64).reshape(-1, 2)


def _thinned(line: NDArray[np.float64]) -> NDArray[np.float64]:
    """Drop points that lie within SPACING along the path from the previous kept one; keep the last point."""
    steps = np.hypot(*np.diff(line, axis=0).T)
    bucket = np.floor(np.concatenate([[0.0], np.cumsum(steps)]) / SPACING)
    keep = np.concatenate([[True], np.diff(bucket) > 0])
    keep[-1] = True
    return line[keep]


def _segments(lines: list[NDArray[np.float64]]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return start and end points, each (N, 2); a single point becomes a segment of length 0."""
    starts = [line[:-1] if len(line) > 1 else line for line in lines]
    ends = [line[1:] if len(line) > 1 else line for line in lines]
    return np.concatenate(starts), np.concatenate(ends)


def squared_distances(starts: NDArray[Float], ends: NDArray[Float]) -> NDArray[Float]:
    """Return the squared distance in pixels from each pixel to each of N segments: (N, 28, 28) for two (N, 2)."""
    axis = np.arange(SIZE, dtype=starts.dtype)
    along = ends - starts
    length = np.maximum((along**2).sum(1), 1e-12)
    x = axis[None, None, :] - starts[:, 0, None, None]
    y = axis[None, :, None] - starts[:, 1, None, None]
    dx, dy = along[:, 0, None, None], along[:, 1, None, None]
    place = np.clip((x * dx + y * dy) / length[:, None, None], 0, 1)
    return (x - place * dx) ** 2 + (y - place * dy) ** 2


def covered(squared_distance: NDArray[Float], pen_width: float = PEN_WIDTH) -> NDArray[Float]:
    """Return how much of a pixel, 0 to 1, a round pen covers that passes it at this distance."""
    return np.clip(pen_width / 2 + 0.5 - np.sqrt(squared_distance), 0, 1)
