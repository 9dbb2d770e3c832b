"""How long a network takes to answer, with one thread."""

from collections.abc import Callable, Sequence
from statistics import median
from time import perf_counter

import torch
from torch import Tensor, nn

from engine.compression.steps import Stopped

SPELLS, SECONDS, MOST = 5, 0.1, 500
"""How often it is timed, and each time for how long or how many answers at the most."""
WARM_UP = 3


@torch.inference_mode()
def microseconds(
    networks: Sequence[nn.Module], images: Tensor, stopping: Callable[[], bool] = lambda: False
) -> list[float]:
    """The time of one look of each network at normalised images (N, 1, 28, 28): the least of the medians of its spells.

    Their spells take turns, so that whatever else the computer does hits all of them; it can only make a spell longer.
    torch's number of threads is the caller's business. Raises Stopped when `stopping()` turns true.
    """
    spells = [[_median(network.eval(), images, stopping) for network in networks] for _ in range(SPELLS)]
    return [1e6 * min(of_one) for of_one in zip(*spells, strict=True)]


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
