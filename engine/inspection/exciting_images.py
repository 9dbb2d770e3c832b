"""The training images that excite a unit most."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray

from engine.inspection.unit_layers import chain_to, strengths

if TYPE_CHECKING:
    from torch import nn

    from engine.data import ImageSet

SAMPLE = 10_000
"""So many of the training images are looked at, the same ones for every network."""
AT_ONCE = 250
SHOWN = 10


def excitement(
    network: "nn.Module", layer: int, images: "ImageSet", stopping: Callable[[], bool] = lambda: False
) -> NDArray[np.float32] | None:
    """How strongly each unit of a layer answers to each image of the sample, (S, U); None when `stopping()` is true.

    `images` are the training images of a data set, whose order is random and always the same: the sample is the first
    SAMPLE. They must not be validation or test images.
    """
    chain = chain_to(network, layer)
    found = []
    for chosen in torch.arange(min(SAMPLE, len(images))).split(AT_ONCE):
        if stopping():
            return None
        with torch.inference_mode():
            found.append(strengths(chain(images.__getitems__(chosen)[0])))
    strong: NDArray[np.float32] = torch.cat(found).nan_to_num(0, 0, 0).numpy()
    return strong


def most_exciting(excited: NDArray[np.float32], unit: int, most: int = SHOWN) -> NDArray[np.int64]:
    """The numbers of the images of `excitement` to which a unit answers most strongly, the strongest first."""
    return np.argsort(-excited[:, unit], kind="stable")[:most]
