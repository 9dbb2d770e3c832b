"""Images that are no digits, to learn doubt from: their target is the same probability for every digit.

After D. Hendrycks, M. Mazeika and T. Dietterich, "Deep anomaly detection with outlier exposure", 2019. No letter and no
piece of clothing was drawn for it; among the random signs some come out as letters by chance.
"""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from engine.errors import unchecked
from engine.ink import BOX, CENTRE, SIZE, Image, centred, render
from engine.signs import Line, scribble, sign

TURNED = {3: "left right mirrored", 4: "right around mirrored", 7: "around"}
"""Which ways a digit may be turned without looking like one; slanted twos, fives, sixes and nines turn into digits."""
TURNS: dict[str, Callable[[Tensor], Tensor]] = {
    "left": lambda image: image.rot90(1, (1, 2)),
    "right": lambda image: image.rot90(-1, (1, 2)),
    "around": lambda image: image.rot90(2, (1, 2)),
    "mirrored": lambda image: image.flip(2),
}


def _drawn(seed: int, signs: int, scribbles: int, shapes: int, check: Callable[[], object]) -> NDArray[np.uint8]:
    rng = np.random.default_rng(seed)
    every: list[Image] = []
    for count, draw in ((signs, _sign), (scribbles, _scribble), (shapes, _shape)):
        for _ in range(count):
            check()
            every.append(draw(rng))
    return np.stack(every)


def _sign(rng: Generator) -> Image:
    return _image(sign(rng))


def _scribble(rng: Generator) -> Image:
    return _image(scribble(rng))


def non_digits(
    images: Tensor, labels: Tensor, seed: int = 0, count: int = 5_000, check: Callable[[], object] = unchecked
) -> Tensor:
    """uint8 (about `count`, 1, 28, 28): signs of random strokes, scribbles, shapes, turned digits and pairs of digits.

    Turned digits and pairs are made of `images` uint8 (N, 1, 28, 28) with `labels` (N,). `check` is called before each
    image; it may raise to end what takes seconds.
    """
    chance = np.random.default_rng(seed)
    drawn = torch.from_numpy(_drawn(seed, count // 2, count // 10, count * 15 // 100, check))
    made = [_turned(images[:, 0], labels, count // 10, chance), _pairs(images[:, 0], count * 15 // 100, chance, check)]
    return torch.cat([drawn, *made])[:, None]


def _shape(chance: Generator) -> Image:
    """A filled blob of ellipses and boxes, often the same on both sides, evenly grey or with a pattern."""
    y, x = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    inside = np.zeros((SIZE, SIZE), bool)
    for _ in range(chance.integers(1, 5)):
        (u, v), (a, b) = chance.uniform(-0.5, 0.5, 2), chance.uniform(0.2, 0.8, 2)
        slant = chance.normal(0, 0.3)
        across, along = (x - u - slant * (y - v)) / a, (y - v) / b
        inside |= (np.abs(across) < 1) & (np.abs(along) < 1) if chance.random() < 0.6 else across**2 + along**2 < 1
    if chance.random() < 0.6:
        inside |= inside[:, ::-1]
    grey = np.full((SIZE, SIZE), chance.uniform(0.3, 1.0))
    if chance.random() < 0.6:
        wave = np.sin(x * chance.normal(0, 8) + y * chance.normal(0, 8) + chance.uniform(0, 7))
        grey = np.clip(grey + wave * chance.uniform(0, 0.4) + chance.normal(0, 0.1, grey.shape), 0.1, 1)
    return centred(inside * grey) if inside.any() else _shape(chance)


def _image(strokes: list[Line]) -> Image:
    image = render(strokes)
    assert image is not None
    return image


def _turned(images: Tensor, labels: Tensor, count: int, chance: Generator) -> Tensor:
    made: list[Tensor] = []
    ways = [(digit, way) for digit, names in TURNED.items() for way in names.split()]
    for digit, way in ways:
        places = (labels == digit).nonzero()[:, 0]
        chosen = places[torch.from_numpy(chance.integers(0, len(places), count // len(ways)))]
        made.append(TURNS[way](images[chosen]))
    return torch.cat(made)


def _pairs(images: Tensor, count: int, chance: Generator, check: Callable[[], object]) -> Tensor:
    """Two or three digits side by side, made to fit the box in which one digit stands."""
    rows: list[Tensor] = []
    for digits in chance.choice([2, 3], count, p=[0.85, 0.15]):
        check()
        rows.append(_row(images[torch.from_numpy(chance.integers(0, len(images), digits))], chance))
    return torch.stack(rows)


def _row(digits: Tensor, chance: Generator) -> Tensor:
    gap = int(chance.integers(-1, 7))
    cut = [F.pad(d[:, d.amax(0) > 0].float(), (0, max(gap, 0))) for d in digits]
    row = torch.cat(cut, 1)
    row = row[:, row.amax(0) > 0]
    row = row[row.amax(1) > 0]
    scale = BOX / max(row.shape)
    size = [max(1, round(side * scale)) for side in row.shape]
    small = F.interpolate(row[None, None], size, mode="bilinear", antialias=True, align_corners=False)
    page = torch.zeros(1, 1, SIZE, SIZE)
    top, left = (round(CENTRE - side / 2) for side in size)
    page[..., top : top + size[0], left : left + size[1]] = small
    # On the canvas a pair is drawn with a pen as wide as that of one digit.
    thick = F.max_pool2d(page, 3, 1, 1)
    page = page + float(chance.uniform(0, 1)) * (thick - page)
    return torch.from_numpy(centred((page[0, 0] / page.max()).numpy()))
