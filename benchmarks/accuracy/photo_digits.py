"""Handwritten digits as pen strokes of height 1, to be drawn on simulated paper: strokes of a file, or MNIST's images
thinned to the path of a pen."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from engine.data import mnist
from engine.ink import Image, pen_digits

ZOOM = 5
"""An MNIST image is thinned at this magnification, so that the path is smooth."""
SPUR = 8
"""Pixels of the magnified image; shorter side branches of a thinned stroke are no stroke."""
Path2D = NDArray[np.float64]


class Handwritten(NamedTuple):
    """One digit: its label, and its strokes (N, 2) with x to the right and y down from 0 to its height of 1."""

    label: int
    strokes: list[Path2D]


def from_strokes(path: Path) -> list[Handwritten]:
    """The digits in an .npz file in the layout of `benchmarks.pens`, without dots and dashes."""
    every = [(digit.label, [np.asarray(stroke, float) for stroke in digit.strokes]) for digit in pen_digits(path)]
    return [Handwritten(label, _of_height_one(strokes)) for label, strokes in every if _is_upright(strokes)]


def from_mnist(validation: bool, count: int = 300) -> list[Handwritten]:
    """Some of MNIST's test images, or of its validation images; thinning takes 30 ms each."""
    images = mnist().validation if validation else mnist().test
    order = np.random.default_rng(0).permutation(len(images))[:count]
    return [
        Handwritten(int(images.labels[number]), _of_height_one(thinned(images.images[number, 0].numpy())))
        for number in order
    ]


def thinned(image: Image) -> list[Path2D]:
    """The path of the pen in an image like MNIST's, as segments (2, 2) between neighbouring pixels of its skeleton."""
    large = ndimage.zoom(np.pad(image.astype(float), 2), ZOOM, order=3)
    skeleton = _without_spurs(_skeleton(ndimage.gaussian_filter(large, 1.5) > 110))
    rows, columns = np.nonzero(skeleton)
    pixels = set(zip(rows.tolist(), columns.tolist(), strict=True))
    ahead = ((0, 1), (1, 0), (1, 1), (1, -1))
    pairs = [((x, y), (x + dx, y + dy)) for y, x in pixels for dy, dx in ahead if (y + dy, x + dx) in pixels]
    return [np.array(pair, float) for pair in pairs or [((x, y), (x, y)) for y, x in pixels]]


def _skeleton(mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A line one pixel wide along the middle of each stroke.

    After T. Zhang and C. Suen, "A fast parallel algorithm for thinning digital patterns", 1984.
    """
    ink = np.pad(mask, 1).astype(np.int8)
    while True:
        before = ink.sum()
        for first in (True, False):
            around = [np.roll(ink, shift, (0, 1)) for shift in AROUND]
            north, _, east, _, south, _, west, _ = around
            count = sum(around)
            rises = sum((one == 0) & (two == 1) for one, two in zip(around, around[1:] + around[:1], strict=True))
            pairs = (north * east * south, east * south * west)
            others = (north * east * west, north * south * west)
            one, two = pairs if first else others
            ink[(ink == 1) & (count >= 2) & (count <= 6) & (rises == 1) & (one == 0) & (two == 0)] = 0
        if ink.sum() == before:
            return ink[1:-1, 1:-1] > 0


AROUND = ((1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1), (0, 1), (1, 1))
"""Shifts that bring the neighbours to the north, north-east and so on, clockwise, to a pixel's place."""


def _without_spurs(skeleton: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The skeleton without branches shorter than SPUR that end beside a longer stroke."""
    neighbours = ndimage.convolve(skeleton.astype(int), np.ones((3, 3), int), mode="constant") - 1
    crossings = ndimage.binary_dilation(skeleton & (neighbours > 2), np.ones((3, 3)))
    branches, count = ndimage.label(skeleton & ~crossings, np.ones((3, 3)))
    kept = skeleton.copy()
    for number in range(1, count + 1):
        branch = branches == number
        beside_crossing = (ndimage.binary_dilation(branch, np.ones((3, 3))) & crossings & skeleton).any()
        is_end = (branch & (neighbours == 1)).any()
        if beside_crossing and is_end and branch.sum() < SPUR:
            kept &= ~branch
    return kept


def _is_upright(strokes: list[Path2D]) -> bool:
    every = np.concatenate(strokes)
    width, height = np.ptp(every, axis=0)
    return bool(height > 0 and width < 1.5 * height)


def _of_height_one(strokes: list[Path2D]) -> list[Path2D]:
    every = np.concatenate(strokes)
    low, height = every.min(0), max(float(np.ptp(every[:, 1])), 1e-9)
    return [(stroke - low) / height for stroke in strokes]
