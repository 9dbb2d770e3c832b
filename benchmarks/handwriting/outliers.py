"""Drawings that are no digits, to measure how many a network refuses. No network was trained on them.

Letters as strokes, scribbles, two digits side by side and filled shapes. engine/data/outliers/ makes the outliers of
the training in other ways, in which letters occur only by chance.
"""

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from engine import InklingError
from engine.ink import Image, Stroke, centred

Line = NDArray[np.float64]
COPIES = 12
"""Variants of each letter."""


def _path(text: str) -> Line:
    """Points "x,y x,y ..." in 0..100; three points "x,y(x,y)x,y" are a curve pulled towards the one in brackets."""
    points: list[list[float]] = []
    for word in text.split():
        if "(" not in word:
            points.append([float(part) for part in word.split(",")])
            continue
        start, pull, end = (np.array(p.split(","), float) for p in word.replace(")", "(").split("("))
        t = np.linspace(0, 1, 9)[:, None]
        points.extend(((1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t**2 * end).tolist())
    return np.array(points)


LETTERS = {
    "A": "5,100 50,0 95,100; 22,62 78,62",
    "C": "88,22(60,-12)30,10 30,10(-5,50)30,90 30,90(60,112)88,78",
    "E": "85,0 15,0 15,100 85,100; 15,50 70,50",
    "F": "85,0 15,0 15,100; 15,48 70,48",
    "H": "10,0 10,100; 90,0 90,100; 10,50 90,50",
    "K": "15,0 15,100; 85,0 15,55 85,100",
    "L": "20,0 20,100 85,100",
    "M": "5,100 15,0 50,70 85,0 95,100",
    "N": "12,100 12,0 88,100 88,0",
    "P": "18,100 18,0 18,0(95,-2)90,28 90,28(88,58)18,54",
    "R": "18,100 18,0 18,0(92,-2)86,27 86,27(84,54)18,52 85,100",
    "T": "5,0 95,0; 50,0 50,100",
    "U": "12,0 12,60 12,60(15,100)50,100 50,100(85,100)88,60 88,0",
    "V": "5,0 50,100 95,0",
    "W": "0,0 25,100 50,30 75,100 100,0",
    "X": "8,0 92,100; 92,0 8,100",
    "Y": "5,0 50,48 95,0; 50,48 50,100",
    "a": "80,45(60,20)35,30 35,30(0,60)30,95 30,95(65,105)80,60; 80,25 80,85 80,85(85,100)97,95",
    "d": "78,55(50,30)25,52 25,52(5,90)40,100 40,100(75,100)78,60; 78,0 78,100",
    "e": "15,60 82,58 82,58(80,20)45,22 45,22(8,30)12,65 12,65(20,105)80,90",
    "f": "80,10(55,-10)45,20 45,100; 20,45 75,45",
    "h": "18,0 18,100; 18,60(40,35)65,45 65,45(82,52)80,100",
    "k": "20,0 20,100; 72,38 20,72 76,100",
    "m": "8,30 8,100; 8,50(25,25)42,38 42,38(50,45)50,100; 50,50(68,25)84,38 84,38(92,45)92,100",
    "n": "18,30 18,100; 18,55(45,25)68,38 68,38(82,48)80,100",
    "r": "30,30 30,100; 30,60(45,28)78,36",
    "t": "48,0 48,80 48,80(50,102)78,92; 15,32 82,32",
    "u": "15,30 15,75 15,75(20,105)50,98 50,98(72,92)78,70; 80,30 80,100",
    "w": "2,30 25,100 50,45 75,100 98,30",
}
"""Left out because they look like digits: B D G I J O Q S Z, b c g i j l o p q s v x y z."""


def letters(rng: Generator) -> list[list[Stroke]]:
    """Each letter COPIES times."""
    return [_by_hand(strokes, rng) for strokes in LETTERS.values() for _ in range(COPIES)]


def _by_hand(text: str, rng: Generator) -> list[Stroke]:
    slant, turn, width = rng.normal(0, 0.12), rng.normal(0, 0.06), rng.uniform(0.6, 1.0)
    matrix = np.array([[width, turn], [slant - turn, 1.0]])
    wave = rng.normal(0, 3.5, (2, 2, 3))
    strokes: list[Stroke] = []
    for part in text.split(";"):
        points = _path(part)
        x, y = points.T / 100
        features = np.stack([np.sin(3 * x + y), np.sin(3 * y - x), np.cos(4 * x * y)])
        strokes.append((points + (wave[:, 0] @ features).T + rng.normal(0, 0.8, points.shape)) @ matrix)
    return strokes


def scribbles(rng: Generator, count: int = 300) -> list[list[Stroke]]:
    """Zigzags, spirals and knots of sines, like those of a person who tries a pen."""
    return [[_scribble(rng) * rng.uniform(0.6, 1.4, 2)] for _ in range(count)]


def _scribble(rng: Generator) -> Line:
    t = np.linspace(0, 1, 150)
    kind = rng.integers(3)
    if kind == 0:
        teeth = rng.integers(5, 12)
        across = 2 * np.abs((t * teeth) % 1 - 0.5) * rng.uniform(0.6, 1.4)
        turn = rng.uniform(0, np.pi)
        line = np.stack([t, across], 1) @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
        return line + rng.normal(0, 0.02, line.shape)
    if kind == 1:
        angle, radius = 2 * np.pi * t * rng.uniform(2.5, 5), t ** rng.uniform(0.5, 1.2)
        return np.stack([np.cos(angle) * radius, np.sin(angle) * radius], 1)
    speeds, phases = rng.uniform(1, 5, (2, 3)), rng.uniform(0, 7, (2, 3))
    return np.sin(2 * np.pi * t[:, None, None] * speeds + phases).sum(2)


def side_by_side(digits: Sequence[Sequence[Stroke]], rng: Generator, count: int = 500) -> list[list[Stroke]]:
    """Two of these digits side by side, equally high."""
    pairs = rng.integers(0, len(digits), (count, 2))
    return [_beside(digits[left], digits[right], rng) for left, right in pairs]


def _beside(left: Sequence[Stroke], right: Sequence[Stroke], rng: Generator) -> list[Stroke]:
    first, second = _of_height_one(left), _of_height_one(right)
    aside = np.array([max(float(stroke[:, 0].max()) for stroke in first) + rng.uniform(0.1, 0.5), 0.0])
    return [*first, *(stroke + aside for stroke in second)]


def _of_height_one(strokes: Sequence[Stroke]) -> list[Line]:
    lines = [np.asarray(stroke, float).reshape(-1, 2) for stroke in strokes]
    low, high = np.concatenate(lines).min(0), np.concatenate(lines).max(0)
    return [(line - low) / max(float(high[1] - low[1]), 1e-9) for line in lines]


def filled_shapes(rng: Generator, file: Path | None = None, count: int = 500) -> list[Image]:
    """Images of a gzipped IDX file such as Fashion-MNIST's; without a file triangles, rings, stars and hearts.

    Raises InklingError when the file holds no images of 28x28 pixels.
    """
    if file is None:
        return [_shape(rng) for _ in range(count)]
    images = _images_in(file)
    return [np.array(image) for image in images[rng.choice(len(images), min(count, len(images)), replace=False)]]


def _images_in(file: Path) -> NDArray[np.uint8]:
    try:
        with gzip.open(file) as stream:
            images = np.frombuffer(stream.read(), np.uint8, offset=16).reshape(-1, 28, 28)
        if not len(images):
            raise ValueError("no image")
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise InklingError(f"{file} holds no gzipped IDX images of 28x28 pixels: {error}.") from error
    return images


def _shape(rng: Generator) -> Image:
    y, x = np.mgrid[-1.3:1.3:28j, -1.3:1.3:28j]
    angle, radius = np.arctan2(y, x) + rng.uniform(0, 7), np.hypot(x * rng.uniform(0.8, 1.4), y)
    corners, depth = rng.integers(2, 8), rng.uniform(0, 0.45)
    inside = radius < 1 - depth * (1 + np.cos(corners * angle))
    if rng.random() < 0.2:
        inside &= radius > 0.4 * (1 - depth)
    return centred(inside * rng.uniform(0.4, 1.0))
