"""Writes characters as people do: each lies between the drawings of a form, in a hand of its own.

The hand is a random distortion of the strokes: C. Varga and H. Bunke, "Generation of synthetic training data for an
HMM-based handwriting recognition system", 2003, vary slant, size and waviness in a similar way.
"""

from typing import NamedTuple

import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from engine.data.writing.forms import Form
from engine.ink import PEN_WIDTH, WIDEST_PEN, render_batch

Floats = NDArray[np.floating]


class Hand(NamedTuple):
    """How freely characters are written: standard deviations, or largest amounts where that is said."""

    beyond: float = 0.35
    """How far beyond the drawings of its form a character may lie, as a share of its distance from their mean."""
    jitter: float = 2.4
    """Of each control point, in hundredths of the height."""
    apart: float = 3.0
    """Of each stroke as a whole, in hundredths of the height."""
    overshoot: float = 0.3
    """The largest change of a stroke's ends, as a share of the distance to the next control point."""
    sharper: float = 0.3
    """How far corners may be sharper than drawn; the roundest are as `Form.rounded`."""
    bend: float = 0.05
    """Of each of four waves as long as the character, as a share of its height."""
    tremor: float = 0.007
    """Of shorter waves, as a share of the height."""
    width: float = 0.22
    """Of the logarithm of the width."""
    slant: float = 0.22
    """Sideways per unit of height."""
    turn: float = 0.09
    """Radians."""
    pen: float = 0.35
    """Of the pen's width, in pixels."""


HAND = Hand()
MOST_JITTER = 2.0
"""Some people are this many times as careless as the average."""
LEAN = 0.05
"""Most people lean to the right."""
WAVE_POINTS = 40
"""The points of a path between two waves of tremor, on average."""
THINNEST_PEN = 1.6
"""Pixels."""


def written(form: Form, count: int, rng: Generator, hand: Hand = HAND) -> Tensor:
    """Return images of one form, uint8 (count, 28, 28)."""
    paths = torch.from_numpy(written_paths(form, count, rng, hand).astype(np.float32))
    pens = np.clip(rng.normal(PEN_WIDTH, hand.pen, count), THINNEST_PEN, WIDEST_PEN)
    return render_batch(paths, torch.from_numpy(pens.astype(np.float32)))


def written_paths(form: Form, count: int, rng: Generator, hand: Hand = HAND) -> Floats:
    """Return the paths of the pen, (count, P, 2), y down, about one high."""
    carelessness = rng.gamma(2.0, 0.5, (count, 1, 1)).clip(max=MOST_JITTER)
    points = _mixed(form, count, rng, hand)
    points += rng.normal(0, hand.jitter, points.shape) * carelessness
    points += (rng.normal(0, hand.apart, (count, form.strokes, 2)) * carelessness)[:, form.stroke]
    _move_ends(points, form.stroke, rng, hand)
    points = points.astype(np.float32)
    rounding = rng.uniform(-hand.sharper, 1, (count, 1, 1)).astype(np.float32)
    path = (1 - rounding) * (form.path @ points) + rounding * (form.rounded @ points)
    return _distorted(path[..., 0] / 100 - 0.4, path[..., 1] / 100 - 0.5, rng, hand)


def _mixed(form: Form, count: int, rng: Generator, hand: Hand) -> NDArray[np.float64]:
    """Return control points (count, C, 2) between the drawings of the form, or a little beyond."""
    drawings = len(form.drawings)
    mix = rng.dirichlet(np.full(drawings, 0.7), count)
    mix += (mix - 1 / drawings) * rng.uniform(0, hand.beyond, (count, 1))
    mixed: NDArray[np.float64] = np.einsum("nk,kcd->ncd", mix, form.drawings)
    return mixed


def _move_ends(points: NDArray[np.float64], stroke: NDArray[np.int64], rng: Generator, hand: Hand) -> None:
    """Make each stroke longer or shorter at both ends, in place."""
    for number in range(stroke[-1] + 1):
        places = np.flatnonzero(stroke == number)
        for end, inner in ((places[0], places[1]), (places[-1], places[-2])):
            share = rng.uniform(-hand.overshoot, hand.overshoot, (len(points), 1))
            points[:, end] += share * (points[:, end] - points[:, inner])


def _distorted(x: Floats, y: Floats, rng: Generator, hand: Hand) -> Floats:
    """Bend whole characters, let them tremble, widen, slant and turn them; `x` and `y` are (count, P)."""
    count, length = x.shape

    def normal(deviation: float) -> Floats:
        return rng.normal(0, deviation, (count, 1))

    x = x + normal(hand.bend) * np.cos(np.pi * y) + normal(hand.bend) * np.sin(2 * np.pi * y)
    y = y + normal(hand.bend) * np.cos(np.pi * x) + normal(hand.bend) * np.cos(np.pi * y)
    x, y = (axis + normal(hand.tremor) * _wave(count, length, rng) for axis in (x, y))
    x = x * np.exp(normal(hand.width)) - (normal(hand.slant) + LEAN) * y
    turn = normal(hand.turn)
    return np.stack([x * np.cos(turn) - y * np.sin(turn), x * np.sin(turn) + y * np.cos(turn)], 2)


def _wave(count: int, length: int, rng: Generator) -> Floats:
    phase = np.arange(length) / WAVE_POINTS * rng.uniform(0.3, 2, (count, 1)) + rng.random((count, 1))
    return np.sin(2 * np.pi * phase)
