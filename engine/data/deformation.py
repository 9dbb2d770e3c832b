"""Bending images: all of a batch in one pass, each by amounts of its own."""

from functools import lru_cache
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Generator, Tensor

from engine.ink import SIZE


class Bend(NamedTuple):
    """How far images are bent at the most, to both sides."""

    turn: float
    """Radians."""
    slant: float
    """Pixels to the side for each pixel of height."""
    narrow: float
    wide: float
    """Width and height vary by factors between these, each by itself."""
    shift: float
    """Pixels."""
    wave: float
    """How far each control point of a mild waviness moves, in pixels (standard deviation)."""


HANDWRITING = Bend(turn=0.2, slant=0.3, narrow=0.75, wide=1.12, shift=1.5, wave=0.8)
CLOTHES = Bend(turn=0.03, slant=0.0, narrow=0.95, wide=1.03, shift=1.0, wave=0.0)
"""Photographed upright, and all as large as fits: little is left that differs. Of four choices the one with the lowest
validation loss: 0.253 after the default training, 0.306 without any variation."""
WAVES = 5
"""Control points a side, after P. Simard, D. Steinkraus and J. Platt, "Best practices for convolutional neural networks
applied to visual document analysis", 2003."""


def uniform(count: int, low: float, high: float, generator: Generator) -> Tensor:
    """Float32 (count,)."""
    return torch.rand(count, generator=generator) * (high - low) + low


def deformed(ink: Tensor, deform: Bend, generator: Generator) -> Tensor:
    """Images (N, 1, 28, 28) turned, slanted, scaled, shifted and wavy, in one pass of bilinear sampling."""
    count = len(ink)
    turn, slant = (
        uniform(count, -deform.turn, deform.turn, generator),
        uniform(count, -deform.slant, deform.slant, generator),
    )
    width, height = (1 / uniform(count, deform.narrow, deform.wide, generator) for _ in range(2))
    cosine, sine = turn.cos(), turn.sin()
    amounts = torch.randn(count, 2, 3 + WAVES**2, generator=generator).mul_(deform.wave * 2 / SIZE)
    amounts[:, 0, 0], amounts[:, 0, 1] = cosine * width, (slant * cosine - sine) * height
    amounts[:, 1, 0], amounts[:, 1, 1] = sine * width, (slant * sine + cosine) * height
    amounts[:, :, 2] = uniform(2 * count, -deform.shift, deform.shift, generator).view(count, 2) * 2 / SIZE
    # Where each pixel comes from is a sum of fixed patterns: one product of matrices makes all of them.
    places = (amounts.view(2 * count, -1) @ _patterns()).view(count, 2, SIZE, SIZE)
    return F.grid_sample(ink, places.permute(0, 2, 3, 1), align_corners=False)


@lru_cache(maxsize=1)
def _patterns() -> Tensor:
    """(3 + WAVES^2, 28 * 28): the pixels' columns, their rows, ones, and a bump around each control point of the waves.

    Columns and rows run from -1 to 1 as in torch's grid_sample.
    """
    axis = (torch.arange(SIZE) + 0.5) * 2 / SIZE - 1
    rows, columns = torch.meshgrid(axis, axis, indexing="ij")
    bumps = torch.eye(WAVES**2).view(1, -1, WAVES, WAVES)
    bumps = F.interpolate(bumps, (SIZE, SIZE), mode="bilinear", align_corners=True)[0]
    return torch.cat([columns[None], rows[None], torch.ones(1, SIZE, SIZE), bumps]).view(-1, SIZE * SIZE)
