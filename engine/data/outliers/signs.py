"""Random signs of a few strokes, and lines that meander. Some of the signs look like letters by chance."""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""Points of one stroke, (P, 2)."""

COLUMNS, ROWS = (0.0, 0.4, 0.8), (0.0, 0.5, 1.0)
"""The grid on which the strokes of most letters start and end."""
NEAR = 0.3
"""Ends at most this far apart meet."""
NARROW = 0.35
"""A narrower sign looks like a one."""


def sign(rng: Generator) -> list[Line]:
    """Return a random sign of one to five strokes, half of the time on the letter grid."""
    while True:
        strokes = _on_grid(rng) if rng.random() < 0.55 else _free(rng)
        if not _like_a_digit(strokes):
            return strokes


def _like_a_digit(strokes: list[Line]) -> bool:
    """Whether a sign may look like a digit: narrow ones like a 1, two lines that meet at the top like a 1 or 7."""
    if min(np.ptp(np.concatenate(strokes), axis=0)) < NARROW:
        return True
    if len(strokes) != 2:
        return False
    tops = [stroke[stroke[:, 1].argmin()] for stroke in strokes]
    ends = [stroke[[0, -1]] for stroke in strokes]
    gaps = np.linalg.norm(ends[0][:, None] - ends[1][None], axis=2)
    meet = np.argwhere(gaps < NEAR)
    return any(ends[0][place, 1] < min(top[1] for top in tops) + NEAR for place, _ in meet)


def _on_grid(rng: Generator) -> list[Line]:
    count = rng.choice([1, 2, 3, 4, 5], p=[0.08, 0.32, 0.4, 0.15, 0.05])
    return [_bow_with_level_ends(rng)] if count == 1 else [_grid_stroke(rng) for _ in range(count)]


def _grid_stroke(rng: Generator) -> Line:
    kind = rng.choice(["upright", "level", "slanted", "bow"], p=[0.35, 0.25, 0.2, 0.2])
    if kind == "bow":
        return _bow(*_ends(rng), rng)
    start, end = _ends(rng)
    if kind == "upright":
        end = np.array([start[0], 1.0 - start[1] if start[1] != 0.5 else 0.0])
    if kind == "level":
        end = np.array([0.8 - start[0] if start[0] != 0.4 else 0.0, start[1]])
    start, end = start + rng.normal(0, 0.05, 2), end + rng.normal(0, 0.05, 2)
    return np.stack([start, (start + end) / 2, end])


def _ends(rng: Generator) -> tuple[Line, Line]:
    places = np.array([(x, y) for x in COLUMNS for y in ROWS])
    start, end = places[rng.choice(len(places), 2, replace=False)]
    return start, end


def _bow(start: Line, end: Line, rng: Generator) -> Line:
    """Return a curve that bulges to one side, by a third of its length up to more than a half circle."""
    pull = (start + end) / 2 + rng.choice([-1, 1]) * rng.uniform(0.4, 1.6) * (end - start)[::-1] * [1, -1]
    t = np.linspace(0, 1, 8)[:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t**2 * end


def _bow_with_level_ends(rng: Generator) -> Line:
    """Return a cup or a roof: a bow too open for a zero."""
    depth = rng.choice([-1, 1]) * rng.uniform(1.2, 2.6)
    t = np.linspace(0, 1, 9)[:, None]
    x = t ** rng.uniform(0.8, 1.2) * rng.uniform(0.6, 0.9)
    return np.concatenate([x, depth * t * (1 - t)], 1)


def _free(rng: Generator) -> list[Line]:
    """Return free strokes, most of which start on an earlier one."""
    strokes: list[Line] = []
    for _ in range(rng.choice([1, 2, 3, 4], p=[0.1, 0.35, 0.4, 0.15])):
        stroke = _free_stroke(rng)
        if strokes and rng.random() < 0.75:
            before = strokes[rng.integers(len(strokes))]
            stroke = stroke - stroke[rng.choice([0, len(stroke) // 2])] + before[rng.integers(len(before))]
        strokes.append(stroke)
    # A single line or bow would be a one or a zero.
    return strokes if len(strokes) > 1 else [_corners(rng, 4)]


def _free_stroke(rng: Generator) -> Line:
    kind = rng.choice(["line", "bow", "corners"])
    if kind == "corners":
        return _corners(rng, 3)
    start = rng.uniform(0, 1, 2)
    if kind == "line":
        # Most lines of signs are vertical or horizontal.
        angle = rng.choice([0.0, 0.5, 0.25, -0.25]) * np.pi + rng.normal(0, 0.15)
        return start + np.linspace(0, rng.uniform(0.35, 1.1), 3)[:, None] * [np.cos(angle), np.sin(angle)]
    turn = np.linspace(0, rng.choice([0.5, 1.0, 1.25, 1.5, 2.0]) * np.pi, 10) + rng.uniform(0, 2 * np.pi)
    return start + rng.uniform(0.2, 0.5, 2) * np.stack([np.cos(turn), np.sin(turn)], 1)


def _corners(rng: Generator, least: int) -> Line:
    return rng.uniform(0, 1, (rng.integers(least, 7), 2)) * [rng.uniform(0.5, 1.1), 1.0]


def scribble(rng: Generator) -> list[Line]:
    """Return one line that meanders."""
    steps = int(rng.integers(40, 90))
    turning = np.convolve(rng.normal(0, rng.uniform(0.5, 1.5), steps + 3), np.ones(4) / 2, "valid")
    angle = np.cumsum(turning) + rng.uniform(0, 7)
    line = np.cumsum(np.stack([np.cos(angle), np.sin(angle)], 1), 0)
    return [line * rng.uniform(0.5, 1.5, 2)]
