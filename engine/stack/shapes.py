"""The shape of the values of one image between two layers."""

import math

Shape = tuple[int, ...]
"""(channels, rows, columns), or (units,) once they lie in a row."""
IMAGE: Shape = (1, 28, 28)


def size_of(shape: Shape) -> int:
    """How many numbers there are."""
    return math.prod(shape)


def shape_text(shape: Shape) -> str:
    """As people write it, with signs of multiplication: 16, 12 and 12, or 128."""
    if len(shape) == 1:
        return f"{shape[0]:,}"
    channels, rows, columns = shape
    return f"{channels:,} \N{MULTIPLICATION SIGN} {rows}\N{MULTIPLICATION SIGN}{columns}"


def slid(length: int, size: int, stride: int, padding: int) -> int:
    """How many places a window has along one side of an image; 0 or less if it does not fit."""
    return (length + 2 * padding - size) // stride + 1
