"""How long a network takes to answer, with one thread."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import torch
from torch import Tensor, nn

from engine.compression.steps import Stopped

SPELLS, SECONDS, MOST = 5, 0.1, 500
"""How often it is timed, and each time for how long or how many answers at the most."""
WARM_UP = 3


@torch.inference_mode()
def microseconds(network: nn.Module, images: Tensor, stopping: Callable[[], bool] = lambda: False) -> float:
    """The time of one look at normalised images (N, 1, 28, 28), all at once: the least of the medians of some spells.

    Whatever else the computer does meanwhile can only make a spell longer. torch's number of threads is the caller's
    business. Raises Stopped when `stopping()` turns true.
    """
    network.eval()
    return 1e6 * min(_median(network, images, stopping) for _ in range(SPELLS))


def _median(network: nn.Module, images: Tensor, stopping: Callable[[], bool]) -> float:
    found: list[float] = []
    begin = perf_counter()
    while len(found) <= WARM_UP or (perf_counter() - begin < SECONDS and len(found) < MOST):
        if stopping():
            raise Stopped
        before = perf_counter()
        network(images)
        found.append(perf_counter() - before)
    return median(found[WARM_UP:])
