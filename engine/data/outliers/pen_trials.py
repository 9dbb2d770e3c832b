"""Lines of people who try a pen: spirals, zigzags and rows of loops. No digit has so many turns: they are outliers."""

from collections.abc import Callable

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor

from engine.data.outliers.outlier_set import image_of
from engine.data.outliers.signs import Line
from engine.errors import unchecked
from engine.ink import SIZE

POINTS_A_TURN = 24
LEAST_TURNS, MOST_TURNS = 2.5, 6.0
"""Of a spiral. One of two turns may be a hasty zero or six."""
TEETH = 4, 13
NARROW = 0.4
"""Of the longer side of a line's box."""
LOOPS = 4, 9
"""Of a row: three may be a hasty 3 or 8."""


def pen_trials(count: int, seed: int = 0, check: Callable[[], object] = unchecked) -> Tensor:
    """Return images of such lines, uint8 (count, 1, 28, 28), a third of each kind.

    They depend on the arguments alone. `check` is called before each and may raise to cancel the work.
    """
    rng = np.random.default_rng(seed)
    images = torch.zeros(count, 1, SIZE, SIZE, dtype=torch.uint8)
    for place in range(count):
        check()
        images[place, 0] = torch.from_numpy(image_of([_wide((spiral, zigzag, loops)[place % 3], rng)]))
    return images


def spiral(rng: Generator) -> Line:
    """From the middle outwards; its windings lie evenly, or close together at the edge."""
    turns = rng.uniform(LEAST_TURNS, MOST_TURNS)
    t = np.linspace(0, 1, round(turns * POINTS_A_TURN))[:, None]
    radius = t ** rng.uniform(0.4, 1.3) * (1 + rng.normal(0, 0.08) * np.sin(2 * np.pi * t * rng.uniform(1, 3)))
    angle = 2 * np.pi * turns * t * rng.choice([-1, 1])
    return radius * np.concatenate([np.cos(angle), np.sin(angle)], 1)


def zigzag(rng: Generator) -> Line:
    """To and fro, with uneven teeth, as if something were crossed out."""
    teeth = rng.integers(*TEETH)
    across = np.arange(teeth + 1) / teeth + rng.normal(0, 0.2 / teeth, teeth + 1)
    up = np.where(np.arange(teeth + 1) % 2, 1.0, 0.0) * rng.uniform(0.5, 1.5) + rng.normal(0, 0.1, teeth + 1)
    return np.stack([across, up], 1)


def loops(rng: Generator) -> Line:
    """A row of loops, as in handwriting exercises."""
    number = rng.integers(*LOOPS)
    angle = np.linspace(0, 2 * np.pi * number, number * POINTS_A_TURN)[:, None]
    height = rng.uniform(0.5, 1.5)
    # Wider than 1 would be waves.
    width = rng.uniform(0.5, 0.9)
    across = angle * rng.uniform(0.1, 0.25) - width * np.sin(angle)
    return np.concatenate([across, -height * np.cos(angle)], 1)


def _wide(draw: Callable[[Generator], Line], rng: Generator) -> Line:
    """Draw until the line, turned a little, is no narrow one: that would look like a one."""
    while True:
        angle = rng.normal(0, 0.5)
        line = draw(rng) * rng.uniform(0.6, 1.4, 2)
        width, height = np.ptp(line, axis=0)
        if min(width, height) > NARROW * max(width, height):
            return line @ np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
