"""The blocks of the picture of a network: which there are, and how large each is, without painting."""

import math
from typing import NamedTuple

from engine.stack import IMAGE, Examined, Shape, shape_text
from engine.stack.layers import Add, AveragePool, Conv, Flatten, Linear, MaxPool, Output

KINDS = {Conv: "conv", MaxPool: "pool", AveragePool: "pool", Flatten: "flat", Linear: "units", Output: "units"}
FLAT = 0.09
"""The width of numbers in a row, as a share of the height of the picture."""


class Block(NamedTuple):
    """What comes out of a layer, with thin stripes for the layers after it that change each number alone."""

    kind: str
    """image, conv, pool, flat or units: its colour."""
    caption: str
    shape: str
    height: float
    """0 to 1: the largest image or row."""
    depth: float
    """0 to 1: how many channels lie behind each other, or 0 for numbers in a row."""
    place: int
    """Of its layer in the stack; -1 for the image."""
    stripes: tuple[str, ...] = ()
    """The titles of the layers that follow in the same shape."""
    back: int = 0
    """How many blocks back an addition after it begins, 0 without one."""


def blocks(examined: Examined) -> list[Block]:
    """From the image to the last layer that can be."""
    found = [_block("image", "image", IMAGE, -1)]
    owner = [0]
    """The block whose numbers come into each layer."""
    for place, row in enumerate(examined.rows):
        kind = KINDS.get(type(row.layer))
        if kind:
            found.append(_block(kind, row.layer.word, row.after, place))
        else:
            found[-1] = found[-1]._replace(stripes=(*found[-1].stripes, row.layer.title))
            if isinstance(row.layer, Add):
                found[-1] = found[-1]._replace(back=len(found) - 1 - owner[place - row.layer.layers])
        owner.append(len(found) - 1)
    # Padding can make images larger than they were.
    largest = max(block.height for block in found if block.depth)
    return [block._replace(height=block.height / largest) if block.depth else block for block in found]


def _block(kind: str, caption: str, shape: Shape, place: int) -> Block:
    if len(shape) == 1:
        height = min(1.0, 0.25 + 0.75 * math.log(max(shape[0], 1)) / math.log(4096))
        return Block(kind, caption, shape_text(shape), height, 0.0, place)
    channels, rows, _ = shape
    return Block(kind, caption, shape_text(shape), rows, _depth(channels), place)


def _depth(channels: int) -> float:
    return min(1.0, 0.08 + 0.92 * math.log(channels) / math.log(1024))
