"""How long a network takes to answer, with one thread."""

from collections.abc import Callable
from statistics import median
from time import perf_counter

import torch
from torch import Tensor, nn

from engine.compression.steps import Stopped

WARM_UP, SECONDS, MOST = 5, 0.4, 2_000
"""Answers that are not counted, and for how long, or how often, it is timed."""


@torch.inference_mode()
def microseconds(network: nn.Module, images: Tensor, stopping: Callable[[], bool] = lambda: False) -> float:
    """The median time of one look at normalised images (N, 1, 28, 28), all at once.

    torch's number of threads is the caller's business. Raises Stopped when `stopping()` turns true.
    """
    network.eval()
    found: list[float] = []
    begin = perf_counter()
    while len(found) < WARM_UP + 1 or (perf_counter() - begin < SECONDS and len(found) < MOST):
        if stopping():
            raise Stopped
        before = perf_counter()
        network(images)
        found.append(perf_counter() - before)
    return 1e6 * median(found[WARM_UP:])
