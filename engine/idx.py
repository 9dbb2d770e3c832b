"""MNIST's own format of files, which other data sets of small images took over."""

import numpy as np
import torch
from torch import Tensor


def read_idx(content: bytes) -> Tensor:
    """uint8 of as many axes as the file says.

    Two zero bytes, the type (8 = uint8), the number of axes, their sizes as big-endian int32, then the values.
    """
    axes = content[3]
    shape = np.frombuffer(content, ">i4", count=axes, offset=4)
    values = np.frombuffer(content, np.uint8, offset=4 + 4 * axes)
    return torch.from_numpy(values.reshape(shape).copy())
