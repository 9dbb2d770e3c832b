"""How long a network takes to answer, with one thread."""

import copy
from collections.abc import Callable, Sequence
from time import perf_counter

import torch
from torch import Tensor, nn

from engine.errors import Stopped
from engine.models import Network

SPELLS, SECONDS, LEAST, MOST = 9, 0.06, 5, 500
"""How often it is timed, and each time for how long, and for how many answers at least and at the most."""
WARM_UP = 3


@torch.inference_mode()
def microseconds(
    networks: Sequence[nn.Module], images: Tensor, stopping: Callable[[], bool] = lambda: False
) -> list[float]:
    """The time of one look of each network at normalised images (N, 1, 28, 28), while nothing else gets in between.

    Spells of the networks take turns, and of each the time counts that a tenth of the looks stay below: beside other
    busy programs the median of looks of 2 ms was three times as long, as each was interrupted. Each spell has a copy
    of its own: by where its weights happened to lie in memory SimpleNN took 41 or 60 us. torch's number of threads is
    the caller's business. Raises Stopped when `stopping()` turns true.
    """
    spells = [
        [_quick_tenth(_copy(network.eval()), images.clone(), stopping) for network in networks] for _ in range(SPELLS)
    ]
    return [1e6 * min(of_one) for of_one in zip(*spells, strict=True)]


def _copy(network: nn.Module) -> nn.Module:
    """With weights elsewhere in memory; a network that ONNX Runtime computes is laid out by that, once."""
    return copy.deepcopy(network) if isinstance(network, Network) else network


def _quick_tenth(network: nn.Module, images: Tensor, stopping: Callable[[], bool]) -> float:
    found: list[float] = []
    begin = perf_counter()
    while len(found) < WARM_UP + LEAST or (perf_counter() - begin < SECONDS and len(found) < MOST):
        if stopping():
            raise Stopped
        before = perf_counter()
        network(images)
        found.append(perf_counter() - before)
    counted = sorted(found[WARM_UP:])
    return counted[len(counted) // 10]
