"""Timing a network's answers."""

import copy
from collections.abc import Callable, Sequence
from time import perf_counter

import torch
from torch import Tensor, nn

from engine.errors import Stopped
from engine.models import Network

SPELLS, SECONDS, LEAST, MOST = 9, 0.06, 5, 500
"""How often each network is timed; the seconds of a spell, and its least and most answers."""
WARM_UP = 3


@torch.inference_mode()
def microseconds(
    networks: Sequence[nn.Module], images: Tensor, stopping: Callable[[], bool] = lambda: False
) -> list[float]:
    """Return the undisturbed time of one answer of each network to normalised images (N, 1, 28, 28), in microseconds.

    The networks take turns in spells, and the first decile of each spell counts: beside other busy programs the median
    of answers of 2 ms was three times as long, as each was interrupted. Each spell uses a new copy, since SimpleNN took
    41 or 60 us depending on where its weights lay in memory. The caller sets torch's number of threads. Raises Stopped
    once `stopping()` returns true.
    """
    spells = [
        [_first_decile(_copy(network.eval()), images.clone(), stopping) for network in networks] for _ in range(SPELLS)
    ]
    return [1e6 * min(of_one) for of_one in zip(*spells, strict=True)]


def _copy(network: nn.Module) -> nn.Module:
    """Return a copy with weights elsewhere in memory; ONNX Runtime lays out its own networks once."""
    return copy.deepcopy(network) if isinstance(network, Network) else network


def _first_decile(network: nn.Module, images: Tensor, stopping: Callable[[], bool]) -> float:
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
