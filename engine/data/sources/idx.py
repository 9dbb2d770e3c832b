"""Reading IDX, MNIST's file format, which other data sets of small images use too."""

import math
import struct

import numpy as np
import torch
from torch import Tensor

MOST_AXES = 4


def read_idx(content: bytes) -> Tensor:
    """Return the uint8 tensor in an IDX file, with the shape that the file states.

    The file has two zero bytes, the type (8 = uint8), the number of axes, their sizes as big-endian uint32, then the
    values. Raises ValueError for anything else.
    """
    axes = content[3] if len(content) > 3 else 0
    begin = 4 + 4 * axes
    if content[:3] != b"\0\0\x08" or not 1 <= axes <= MOST_AXES or len(content) < begin:
        raise ValueError("no bytes with a shape")
    shape = struct.unpack(f">{axes}I", content[4:begin])
    if math.prod(shape) != len(content) - begin:
        raise ValueError(f"shape {shape} with {len(content) - begin} values")
    return torch.from_numpy(np.frombuffer(content, np.uint8, offset=begin).reshape(shape).copy())
