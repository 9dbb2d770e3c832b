"""MNIST's own format of files, which other data sets of small images took over."""

import math
import struct

import numpy as np
import torch
from torch import Tensor

MOST_AXES = 4


def read_idx(content: bytes) -> Tensor:
    """uint8 of as many axes as the file says.

    Two zero bytes, the type (8 = uint8), the number of axes, their sizes as big-endian uint32, then the values.
    Raises ValueError when that is not what is there.
    """
    axes = content[3] if len(content) > 3 else 0
    begin = 4 + 4 * axes
    if content[:3] != b"\0\0\x08" or not 1 <= axes <= MOST_AXES or len(content) < begin:
        raise ValueError("no bytes with a shape")
    shape = struct.unpack(f">{axes}I", content[4:begin])
    if math.prod(shape) != len(content) - begin:
        raise ValueError(f"shape {shape} with {len(content) - begin} values")
    return torch.from_numpy(np.frombuffer(content, np.uint8, offset=begin).reshape(shape).copy())
