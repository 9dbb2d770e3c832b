"""Outliers: images that are no digits, trained with the same target probability for every digit.

After D. Hendrycks, M. Mazeika and T. Dietterich, "Deep anomaly detection with outlier exposure", 2019. There are no
letters and no clothes among them, but some random signs look like letters by chance.
"""

from collections.abc import Callable

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from engine.data.outliers.signs import Line, scribble, sign
from engine.errors import unchecked
from engine.ink import BOX, CENTRE, SIZE, Image, centred, render

TURNED = {3: "left right mirrored", 4: "right around mirrored", 7: "around"}
"""Transformations after which a digit looks like none; slanted twos, fives, sixes and nines may turn into digits."""
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
    return image_of(sign(rng))


def _scribble(rng: Generator) -> Image:
    return image_of(scribble(rng))


def make_outliers(
    images: Tensor, labels: Tensor, seed: int = 0, count: int = 5_000, check: Callable[[], object] = unchecked
) -> Tensor:
    """Return the outliers of `outliers_by_kind`, uint8 (about `count`, 1, 28, 28), one kind after the other."""
    return torch.cat(list(outliers_by_kind(images, labels, seed, count, check).values()))


def outliers_by_kind(
    images: Tensor, labels: Tensor, seed: int = 0, count: int = 5_000, check: Callable[[], object] = unchecked
) -> dict[str, Tensor]:
    """Return about `count` outliers, uint8 (n, 1, 28, 28) of each kind, by what a person calls the kind.

    Turned digits and pairs are made from `images` uint8 (N, 1, 28, 28) with `labels` (N,). `check` is called before
    each image and may raise to cancel the work, which takes seconds.
    """
    rng = np.random.default_rng(seed)
    counts = count // 2, count // 10, count * 15 // 100
    signs, scribbles, shapes = torch.from_numpy(_drawn(seed, *counts, check)).split(counts)
    turned = _turned(images[:, 0], labels, count // 10, rng)
    several = _pairs(images[:, 0], count * 15 // 100, rng, check)
    kinds = {
        "random sign": signs,
        "scribble": scribbles,
        "shape": shapes,
        "turned or mirrored digit": turned,
        "several digits": several,
    }
    return {kind: made[:, None] for kind, made in kinds.items()}


def _shape(rng: Generator) -> Image:
    """Return a blob of ellipses and boxes, often symmetric, evenly grey or with a pattern."""
    y, x = np.mgrid[-1 : 1 : SIZE * 1j, -1 : 1 : SIZE * 1j]
    inside = np.zeros((SIZE, SIZE), bool)
    for _ in range(rng.integers(1, 5)):
        (u, v), (a, b) = rng.uniform(-0.5, 0.5, 2), rng.uniform(0.2, 0.8, 2)
        slant = rng.normal(0, 0.3)
        across, along = (x - u - slant * (y - v)) / a, (y - v) / b
        inside |= (np.abs(across) < 1) & (np.abs(along) < 1) if rng.random() < 0.6 else across**2 + along**2 < 1
    if rng.random() < 0.6:
        inside |= inside[:, ::-1]
    grey = np.full((SIZE, SIZE), rng.uniform(0.3, 1.0))
    if rng.random() < 0.6:
        wave = np.sin(x * rng.normal(0, 8) + y * rng.normal(0, 8) + rng.uniform(0, 7))
        grey = np.clip(grey + wave * rng.uniform(0, 0.4) + rng.normal(0, 0.1, grey.shape), 0.1, 1)
    return centred(inside * grey) if inside.any() else _shape(rng)


def image_of(strokes: list[Line]) -> Image:
    """Return strokes that have ink as the canvas renders them, uint8 (28, 28)."""
    image = render(strokes)
    assert image is not None
    return image


def _turned(images: Tensor, labels: Tensor, count: int, rng: Generator) -> Tensor:
    made: list[Tensor] = []
    ways = [(digit, way) for digit, names in TURNED.items() for way in names.split()]
    for digit, way in ways:
        places = (labels == digit).nonzero()[:, 0]
        chosen = places[torch.from_numpy(rng.integers(0, len(places), count // len(ways)))]
        made.append(TURNS[way](images[chosen]))
    return torch.cat(made)


def _pairs(images: Tensor, count: int, rng: Generator, check: Callable[[], object]) -> Tensor:
    """Return images of two or three digits side by side, scaled to fit the box of one digit."""
    rows: list[Tensor] = []
    for digits in rng.choice([2, 3], count, p=[0.85, 0.15]):
        check()
        rows.append(_row(images[torch.from_numpy(rng.integers(0, len(images), digits))], rng))
    return torch.stack(rows)


def _row(digits: Tensor, rng: Generator) -> Tensor:
    gap = int(rng.integers(-1, 7))
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
    # On the canvas the pen is as wide for a pair as for one digit.
    thick = F.max_pool2d(page, 3, 1, 1)
    page = page + float(rng.uniform(0, 1)) * (thick - page)
    return torch.from_numpy(centred((page[0, 0] / page.max()).numpy()))
