"""Augmentation: changes a whole batch of images at once, as other people might have written them.

Slant, rotation, size, pen width and mild waviness vary for every image. Some zeros get the slash or the dot, some ones
the flag or the foot, some sevens the bar that many people write and MNIST's writers did not.
"""

from collections.abc import Callable

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Generator, Tensor

from engine.data.augmentation.deformation import ALL, CLOTHES, HANDWRITING, deformed, uniform
from engine.ink import SIZE, covered, squared_distances
from engine.settings import DataName, has_digits

THICKER, THINNER = 0.7, 0.5
"""The largest change of the pen, as a share of one pixel more, or less, on each side."""
MIRRORED = 0.5
"""The share of clothes that are mirrored."""
LONG_SLASHED, SLASHED, DOTTED, FLAGGED, FOOTED, CROSSED = 0.15, 0.3, 0.08, 0.5, 0.3, 0.4
"""Shares of the digits that get a stroke: zeros, zeros (including the long slashes), zeros, ones, ones, sevens."""


def augment(ink: Tensor, labels: Tensor, generator: Generator, data: DataName = "mnist", part: slice = ALL) -> Tensor:
    """Return other images of the same classes, float32 (N, 1, 28, 28) from 0 to 1.

    `ink` is float32 (N, 1, 28, 28), 0 for background and 1 for ink, and may be overwritten; `labels` is int64 (N,).
    Only digits get strokes. Clothes are mirrored, moved and scaled a little, but not slanted or thinned. The result
    depends on the generator alone. Only the images of `part` are returned, and they are the same with every part.
    """
    if data == "fashion":
        return deformed(_mirrored(ink, generator), CLOTHES, generator, part)
    if has_digits(data):
        _add_strokes(ink, labels, generator)
    varied = deformed(_other_pen(ink, generator, part), HANDWRITING, generator, part)
    # Even a thin line is black in its middle.
    return varied.div_(varied.amax((2, 3), keepdim=True).clamp_(min=0.3))


def _mirrored(ink: Tensor, generator: Generator) -> Tensor:
    """Mirror half of the images: a shoe may point to either side."""
    chosen = torch.rand(len(ink), 1, 1, 1, generator=generator) < MIRRORED
    return torch.where(chosen, ink.flip(3), ink)


def _other_pen(whole: Tensor, generator: Generator, among: slice) -> Tensor:
    """Make a third of the images thicker and a third thinner, each by its own amount, in place."""
    amount, ink = uniform(len(whole), -1.5, 1.5, generator)[among], whole[among]
    for sign, most, choose in ((1, THICKER, torch.maximum), (-1, THINNER, torch.minimum)):
        chosen = (sign * amount > 0.5).nonzero()[:, 0]
        part = ink.index_select(0, chosen)
        share = (sign * amount[chosen] - 0.5) * most
        ink.index_copy_(0, chosen, part.lerp(_around(part, choose), share.view(-1, 1, 1, 1)))
    return whole


def _around(ink: Tensor, choose: Callable[[Tensor, Tensor], Tensor]) -> Tensor:
    """Return the largest or smallest value in each 3x3 neighbourhood; ten times as fast here as max_pool2d."""
    padded = F.pad(ink, (1, 1, 1, 1))
    rows = choose(choose(padded[..., :-2, :], padded[..., 1:-1, :]), padded[..., 2:, :])
    return choose(choose(rows[..., :-2], rows[..., 1:-1]), rows[..., 2:])


def _add_strokes(ink: Tensor, labels: Tensor, generator: Generator) -> None:
    """Add strokes to some of the zeros, ones and sevens, in place."""
    luck = torch.rand(len(labels), generator=generator)
    more_luck = torch.rand(len(labels), generator=generator)
    zero, one, seven = (labels == digit for digit in (0, 1, 7))
    long_slashed = zero & (luck < LONG_SLASHED)
    if long_slashed.any():
        ink[long_slashed] = _shrunk(ink[long_slashed], generator)
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
    """Bounding boxes of the ink in images (K, 28, 28), in pixels, each value (K,)."""

    def __init__(self, ink: Tensor) -> None:
        self.count = len(ink)
        inked = ink > 0.4
        self.left, self.right = _ends(inked.any(1))
        self.top, self.bottom = _ends(inked.any(2))
        self.middle = (self.left + self.right) / 2
        self.centre = (self.top + self.bottom) / 2
        self._ink = ink

    def middle_of_row(self, row: Tensor) -> Tensor:
        """Return the mean column of the ink near these rows, in pixels, (K,)."""
        near = torch.arange(SIZE)[None] - row[:, None]
        weight = (self._ink * (near.abs() < 2)[:, :, None]).sum(1)
        return (weight * torch.arange(SIZE)).sum(1) / weight.sum(1).clamp(min=1e-3)


def _ends(inked: Tensor) -> tuple[Tensor, Tensor]:
    """Return the first and the last true index of each row, as float32."""
    numbers = inked.int()
    return numbers.argmax(1).float(), SIZE - 1 - numbers.flip(1).argmax(1).float()


Line = tuple[Tensor, Tensor]
"""Start and end points (K, 2) as (column, row), in pixels."""


def _slash(box: _Box, generator: Generator) -> Line:
    """A slash through a zero from lower left to upper right, often beyond its edge."""
    beyond, lower = uniform(box.count, -2, 3, generator), uniform(box.count, -2, 3, generator)
    start = torch.stack([box.left - lower, box.bottom + lower * 0.7], 1)
    return start, torch.stack([box.right + beyond, box.top - beyond * 0.7], 1)


def _long_slash(box: _Box, generator: Generator) -> Line:
    """A slash that reaches far beyond a zero at both ends, at any angle."""
    beyond, lower = uniform(box.count, 2, 8, generator), uniform(box.count, 2, 8, generator)
    angle = uniform(box.count, 0.4, 1.2, generator)
    half = torch.minimum((box.right - box.left) / 2 / angle.cos(), (box.bottom - box.top) / 2 / angle.sin())
    direction = torch.stack([angle.cos(), -angle.sin()], 1)
    middle = torch.stack([box.middle, box.centre], 1)
    return middle - (half + lower)[:, None] * direction, middle + (half + beyond)[:, None] * direction


def _shrunk(ink: Tensor, generator: Generator) -> Tensor:
    """Shrink zeros that get a long slash, since the slash must fit the box too; the pen stays as wide."""
    matrix = torch.zeros(len(ink), 2, 3)
    matrix[:, 0, 0], matrix[:, 1, 1] = (1 / uniform(len(ink), 0.5, 0.8, generator) for _ in range(2))
    small = F.grid_sample(ink, F.affine_grid(matrix, list(ink.shape), align_corners=False), align_corners=False)
    return small.lerp(_around(small, torch.maximum), 0.5)


def _dot(box: _Box, generator: Generator) -> Line:
    half = uniform(box.count, 0, 1.5, generator)
    return torch.stack([box.middle, box.centre - half], 1), torch.stack([box.middle, box.centre + half], 1)


def _flag(box: _Box, generator: Generator) -> Line:
    """The flag of a one: from its top down to the left, in some countries almost to the baseline."""
    angle = uniform(box.count, 0.45, 1.2, generator)
    # Only steep flags may be long: a flat one that reaches far to the left would be the bar of a seven.
    length = 4 + uniform(box.count, 0, 16, generator) * angle.sin()
    top = torch.stack([box.middle_of_row(box.top + 1), box.top + 0.5], 1)
    return top, top + torch.stack([-length * angle.cos(), length * angle.sin()], 1)


def _foot(box: _Box, generator: Generator) -> Line:
    """The foot of a one, to both sides."""
    left, right = uniform(box.count, 3, 7, generator), uniform(box.count, 3, 7, generator)
    middle, tilt = box.middle_of_row(box.bottom - 1), uniform(box.count, -0.7, 0.7, generator)
    start = torch.stack([middle - left, box.bottom + tilt], 1)
    return start, torch.stack([middle + right, box.bottom - tilt], 1)


def _bar(box: _Box, generator: Generator) -> Line:
    """The bar through the stem of a seven."""
    row = box.centre + uniform(box.count, -2, 3, generator)
    left, right = uniform(box.count, 3, 6, generator), uniform(box.count, 3, 6, generator)
    middle, tilt = box.middle_of_row(row), uniform(box.count, -1, 1.5, generator)
    return torch.stack([middle - left, row + tilt], 1), torch.stack([middle + right, row - tilt], 1)


def _line(start: Tensor, end: Tensor) -> Tensor:
    """Draw one stroke on each of K empty images, (K, 28, 28), with the pen that renders drawings."""
    return torch.from_numpy(covered(squared_distances(start.numpy(), end.numpy())))
