"""How one number of a layer's result comes from the layer's inputs."""

from typing import Literal, NamedTuple

import torch
from torch import Tensor

Place = tuple[int, ...]
"""Where a number lies in the values of one image: (channel, row, column) or (unit,)."""
How = Literal["sum", "largest", "function", "same"]
"""A sum of products with an offset; the largest input; a function of the inputs; one input as it is."""


class Terms(NamedTuple):
    """The inputs of one number and what the layer does with them. `how` says what; values are float64."""

    how: How
    inputs: Tensor
    """(T,)."""
    places: Tensor
    """Where each of them lies, int64 (T, axes)."""
    factors: Tensor
    """What a sum multiplies each with, (T,); ones for other kinds."""
    offset: float = 0.0
    """What a sum adds."""

    @property
    def products(self) -> Tensor:
        """(T,), those of a sum."""
        return self.inputs * self.factors

    @property
    def summed(self) -> float:
        """What a sum gives."""
        return float(self.products.sum()) + self.offset


def one_input(how: How, values: Tensor, place: Place, factor: float = 1.0, offset: float = 0.0) -> Terms:
    """Terms with a single input, which lies at `place` of the values of one image."""
    value = values[place].double().reshape(1)
    return Terms(how, value, torch.tensor([place]), torch.full_like(value, factor), offset)


def window(place: Place, sizes: tuple[Place, ...], shape: torch.Size) -> tuple[Tensor, Tensor]:
    """The rows and columns of a sliding window that gives the number at `place`, and which of the window's they are.

    `sizes` are kernel size, stride, padding and dilation for rows and columns; `shape` is the inputs' (C, H, W). Both
    results are int64 (T, 2): places in the image, and places in the window. What lies in the padding is left out.
    """
    axes = []
    for axis in (0, 1):
        size, stride, padding, dilation = (one[axis] for one in sizes)
        inside = torch.arange(size)
        axes.append((inside, place[1 + axis] * stride - padding + inside * dilation))
    (in_rows, rows), (in_columns, columns) = axes
    inside = torch.cartesian_prod(in_rows, in_columns)
    where = torch.cartesian_prod(rows, columns)
    there = ((where >= 0) & (where < torch.tensor(shape[1:]))).all(1)
    return where[there], inside[there]
