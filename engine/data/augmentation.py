"""Varying training images: every batch as other people might have written it, all images at once.

Slant, turn, size, pen width and mild waviness vary for every image. Some zeros get the slash or the dot, some ones the
flag or the foot, some sevens the bar that many people write and MNIST's writers did not.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Generator, Tensor

from engine.data.deformation import CLOTHES, HANDWRITING, deformed, uniform
from engine.ink import SIZE, covered, squared_distances
from engine.settings import DataName, has_digits

THICKER, THINNER = 0.7, 0.5
"""The most of the way to a pen one pixel wider on each side, or one narrower."""
MIRRORED = 0.5
LONG_SLASHED, SLASHED, DOTTED, FLAGGED, FOOTED, CROSSED = 0.15, 0.3, 0.08, 0.5, 0.3, 0.4
"""Shares of the zeros, zeros (the former among them), zeros, ones, ones and sevens."""


def vary(ink: Tensor, labels: Tensor, generator: Generator, data: DataName = "mnist") -> Tensor:
    """Other images of the same classes: `ink` (N, 1, 28, 28) float32, 0 for paper and 1 for ink; `labels` int64 (N,).

    Strokes are added to digits only, and nobody turns, slants or thins a shoe: clothes are mirrored, and moved and
    scaled a little. Depends on the generator alone; `ink` may be overwritten.
    """
    if data == "fashion":
        return deformed(_mirrored(ink, generator), CLOTHES, generator)
    if has_digits(data):
        _add_strokes(ink, labels, generator)
    varied = deformed(_other_pen(ink, generator), HANDWRITING, generator)
    # However thin the line, where the pen has been the paper is black.
    return varied.div_(varied.amax((2, 3), keepdim=True).clamp_(min=0.3))


def _mirrored(ink: Tensor, generator: Generator) -> Tensor:
    """Half of the images, left for right: a shoe may point either way."""
    chosen = torch.rand(len(ink), 1, 1, 1, generator=generator) < MIRRORED
    return torch.where(chosen, ink.flip(3), ink)


def _other_pen(ink: Tensor, generator: Generator) -> Tensor:
    """In place: a third of the images thicker, a third thinner, each by an amount of its own."""
    amount = uniform(len(ink), -1.5, 1.5, generator)
    for sign, most, choose in ((1, THICKER, torch.maximum), (-1, THINNER, torch.minimum)):
        chosen = (sign * amount > 0.5).nonzero()[:, 0]
        part = ink.index_select(0, chosen)
        share = (sign * amount[chosen] - 0.5) * most
        ink.index_copy_(0, chosen, part.lerp(_around(part, choose), share.view(-1, 1, 1, 1)))
    return ink


def _around(ink: Tensor, choose: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """The largest, or the smallest, of each pixel and its eight neighbours: ten times as fast here as max_pool2d."""
    padded = F.pad(ink, (1, 1, 1, 1))
    rows = choose(choose(padded[..., :-2, :], padded[..., 1:-1, :]), padded[..., 2:, :])
    return choose(choose(rows[..., :-2], rows[..., 1:-1]), rows[..., 2:])


def _add_strokes(ink: Tensor, labels: Tensor, generator: Generator) -> None:
    """In place, to some of the zeros, ones and sevens."""
    luck = torch.rand(len(labels), generator=generator)
    more_luck = torch.rand(len(labels), generator=generator)
    zero, one, seven = (labels == digit for digit in (0, 1, 7))
    long_slashed = zero & (luck < LONG_SLASHED)
    if long_slashed.any():
        ink[long_slashed] = _smaller(ink[long_slashed], generator)
    for chosen, stroke in (
        (long_slashed, _long_slash),
        (zero & (luck >= LONG_SLASHED) & (luck < SLASHED), _slash),
        (zero & (luck > 1 - DOTTED), _dot),
        (one & (luck < FLAGGED), _flag),
        (one & (more_luck < FOOTED), _foot),
        (seven & (luck < CROSSED), _bar),
    ):
        places = chosen.nonzero()[:, 0]
        if len(places):
            part = ink[places]
            start, end = stroke(_Box(part[:, 0]), generator)
            ink[places] = torch.maximum(part, _line(start, end)[:, None])


class _Box:
    """Where the ink of images (K, 28, 28) is: edges of its box, and its middle in the highest and the lowest rows."""

    def __init__(self, ink: Tensor) -> None:
        self.count = len(ink)
        inked = ink > 0.4
        self.left, self.right = _ends(inked.any(1))
        self.top, self.bottom = _ends(inked.any(2))
        self.middle = (self.left + self.right) / 2
        self.centre = (self.top + self.bottom) / 2
        self._ink = ink

    def middle_of_row(self, row: Tensor) -> Tensor:
        """The ink's mean column about that row, in pixels."""
        near = torch.arange(SIZE)[None] - row[:, None]
        weight = (self._ink * (near.abs() < 2)[:, :, None]).sum(1)
        return (weight * torch.arange(SIZE)).sum(1) / weight.sum(1).clamp(min=1e-3)


def _ends(inked: Tensor) -> tuple[Tensor, Tensor]:
    """The first and the last true place of each row, as float32."""
    numbers = inked.int()
    return numbers.argmax(1).float(), SIZE - 1 - numbers.flip(1).argmax(1).float()


Line = tuple[Tensor, Tensor]
"""Start and end (K, 2), columns and rows in pixels."""


def _slash(box: _Box, generator: Generator) -> Line:
    """Across a zero, from its lower left to its upper right, often beyond it."""
    beyond, lower = uniform(box.count, -2, 3, generator), uniform(box.count, -2, 3, generator)
    start = torch.stack([box.left - lower, box.bottom + lower * 0.7], 1)
    return start, torch.stack([box.right + beyond, box.top - beyond * 0.7], 1)


def _long_slash(box: _Box, generator: Generator) -> Line:
    """Far beyond a zero at both ends, flatter or steeper."""
    beyond, lower = uniform(box.count, 2, 8, generator), uniform(box.count, 2, 8, generator)
    angle = uniform(box.count, 0.4, 1.2, generator)
    half = torch.minimum((box.right - box.left) / 2 / angle.cos(), (box.bottom - box.top) / 2 / angle.sin())
    direction = torch.stack([angle.cos(), -angle.sin()], 1)
    middle = torch.stack([box.middle, box.centre], 1)
    return middle - (half + lower)[:, None] * direction, middle + (half + beyond)[:, None] * direction


def _smaller(ink: Tensor, generator: Generator) -> Tensor:
    """A digit whose long slash fills the box in its place, drawn by the same pen."""
    matrix = torch.zeros(len(ink), 2, 3)
    matrix[:, 0, 0], matrix[:, 1, 1] = (1 / uniform(len(ink), 0.5, 0.8, generator) for _ in range(2))
    small = F.grid_sample(ink, F.affine_grid(matrix, list(ink.shape), align_corners=False), align_corners=False)
    return small.lerp(_around(small, torch.maximum), 0.5)


def _dot(box: _Box, generator: Generator) -> Line:
    half = uniform(box.count, 0, 1.5, generator)
    return torch.stack([box.middle, box.centre - half], 1), torch.stack([box.middle, box.centre + half], 1)


def _flag(box: _Box, generator: Generator) -> Line:
    """From the top of a one down to the left, in some countries almost to the line."""
    angle = uniform(box.count, 0.45, 1.2, generator)
    # The steeper, the longer: what reaches far to the left would be the bar of a seven.
    length = 4 + uniform(box.count, 0, 16, generator) * angle.sin()
    top = torch.stack([box.middle_of_row(box.top + 1), box.top + 0.5], 1)
    return top, top + torch.stack([-length * angle.cos(), length * angle.sin()], 1)


def _foot(box: _Box, generator: Generator) -> Line:
    """Under a one, to both sides."""
    left, right = uniform(box.count, 3, 7, generator), uniform(box.count, 3, 7, generator)
    middle, tilt = box.middle_of_row(box.bottom - 1), uniform(box.count, -0.7, 0.7, generator)
    start = torch.stack([middle - left, box.bottom + tilt], 1)
    return start, torch.stack([middle + right, box.bottom - tilt], 1)


def _bar(box: _Box, generator: Generator) -> Line:
    """Through the stem of a seven."""
    row = box.centre + uniform(box.count, -2, 3, generator)
    left, right = uniform(box.count, 3, 6, generator), uniform(box.count, 3, 6, generator)
    middle, tilt = box.middle_of_row(row), uniform(box.count, -1, 1.5, generator)
    return torch.stack([middle - left, row + tilt], 1), torch.stack([middle + right, row - tilt], 1)


def _line(start: Tensor, end: Tensor) -> Tensor:
    """One stroke on each of K images of its own, (K, 28, 28), by the pen that draws everything else."""
    return torch.from_numpy(covered(squared_distances(start.numpy(), end.numpy())))
