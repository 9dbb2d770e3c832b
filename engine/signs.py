"""Random signs and scribbles as strokes: nothing that anybody ever wrote, and nothing that looks like a digit for long.

Strokes are in a square of side one, x to the right and y down. Of the signs on a grid some are letters by chance.
"""

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Line = NDArray[np.float64]
"""Points of one stroke, (P, 2)."""

COLUMNS, ROWS = (0.0, 0.4, 0.8), (0.0, 0.5, 1.0)
"""Where the strokes of most letters begin and end."""
NEAR = 0.3
"""Ends that are no farther apart than this meet."""
NARROW = 0.35
"""What is narrower than this is a one, more or less."""


def sign(chance: Generator) -> list[Line]:
    """One to five strokes, half of the time on the grid on which letters stand."""
    while True:
        strokes = _on_grid(chance) if chance.random() < 0.55 else _free(chance)
        if not _like_a_digit(strokes):
            return strokes


def _like_a_digit(strokes: list[Line]) -> bool:
    """Narrow ones are ones; two lines that meet at the top are flagged ones, or sevens."""
    if min(np.ptp(np.concatenate(strokes), axis=0)) < NARROW:
        return True
    if len(strokes) != 2:
        return False
    tops = [stroke[stroke[:, 1].argmin()] for stroke in strokes]
    ends = [stroke[[0, -1]] for stroke in strokes]
    gaps = np.linalg.norm(ends[0][:, None] - ends[1][None], axis=2)
    meet = np.argwhere(gaps < NEAR)
    return any(ends[0][place, 1] < min(top[1] for top in tops) + NEAR for place, _ in meet)


def _on_grid(chance: Generator) -> list[Line]:
    count = chance.choice([1, 2, 3, 4, 5], p=[0.08, 0.32, 0.4, 0.15, 0.05])
    return [_bow_with_level_ends(chance)] if count == 1 else [_grid_stroke(chance) for _ in range(count)]


def _grid_stroke(chance: Generator) -> Line:
    kind = chance.choice(["upright", "level", "slanted", "bow"], p=[0.35, 0.25, 0.2, 0.2])
    if kind == "bow":
        return _bow(*_ends(chance), chance)
    start, end = _ends(chance)
    if kind == "upright":
        end = np.array([start[0], 1.0 - start[1] if start[1] != 0.5 else 0.0])
    if kind == "level":
        end = np.array([0.8 - start[0] if start[0] != 0.4 else 0.0, start[1]])
    start, end = start + chance.normal(0, 0.05, 2), end + chance.normal(0, 0.05, 2)
    return np.stack([start, (start + end) / 2, end])


def _ends(chance: Generator) -> tuple[Line, Line]:
    places = np.array([(x, y) for x in COLUMNS for y in ROWS])
    start, end = places[chance.choice(len(places), 2, replace=False)]
    return start, end


def _bow(start: Line, end: Line, chance: Generator) -> Line:
    """Bulging to one side by a third of its length, or as far as a half circle and more."""
    pull = (start + end) / 2 + chance.choice([-1, 1]) * chance.uniform(0.4, 1.6) * (end - start)[::-1] * [1, -1]
    t = np.linspace(0, 1, 8)[:, None]
    return (1 - t) ** 2 * start + 2 * t * (1 - t) * pull + t**2 * end


def _bow_with_level_ends(chance: Generator) -> Line:
    """A cup or a roof: an open bow that is no zero."""
    depth = chance.choice([-1, 1]) * chance.uniform(1.2, 2.6)
    t = np.linspace(0, 1, 9)[:, None]
    x = t ** chance.uniform(0.8, 1.2) * chance.uniform(0.6, 0.9)
    return np.concatenate([x, depth * t * (1 - t)], 1)


def _free(chance: Generator) -> list[Line]:
    """Strokes of which most begin on an earlier one."""
    strokes: list[Line] = []
    for _ in range(chance.choice([1, 2, 3, 4], p=[0.1, 0.35, 0.4, 0.15])):
        stroke = _free_stroke(chance)
        if strokes and chance.random() < 0.75:
            before = strokes[chance.integers(len(strokes))]
            stroke = stroke - stroke[chance.choice([0, len(stroke) // 2])] + before[chance.integers(len(before))]
        strokes.append(stroke)
    # A single line or bow would be a one or a zero.
    return strokes if len(strokes) > 1 else [_corners(chance, 4)]


def _free_stroke(chance: Generator) -> Line:
    kind = chance.choice(["line", "bow", "corners"])
    if kind == "corners":
        return _corners(chance, 3)
    start = chance.uniform(0, 1, 2)
    if kind == "line":
        # Signs are made of upright and level lines more than of others.
        angle = chance.choice([0.0, 0.5, 0.25, -0.25]) * np.pi + chance.normal(0, 0.15)
        return start + np.linspace(0, chance.uniform(0.35, 1.1), 3)[:, None] * [np.cos(angle), np.sin(angle)]
    turn = np.linspace(0, chance.choice([0.5, 1.0, 1.25, 1.5, 2.0]) * np.pi, 10) + chance.uniform(0, 2 * np.pi)
    return start + chance.uniform(0.2, 0.5, 2) * np.stack([np.cos(turn), np.sin(turn)], 1)


def _corners(chance: Generator, least: int) -> Line:
    return chance.uniform(0, 1, (chance.integers(least, 7), 2)) * [chance.uniform(0.5, 1.1), 1.0]


def scribble(chance: Generator) -> list[Line]:
    """One line that turns this way and that."""
    steps = int(chance.integers(40, 90))
    turning = np.convolve(chance.normal(0, chance.uniform(0.5, 1.5), steps + 3), np.ones(4) / 2, "valid")
    angle = np.cumsum(turning) + chance.uniform(0, 7)
    line = np.cumsum(np.stack([np.cos(angle), np.sin(angle)], 1), 0)
    return [line * chance.uniform(0.5, 1.5, 2)]
