"""Unstructured pruning, for the lesson: the smallest weights become zero, and the network keeps its shape."""

import copy
import lzma
from collections.abc import Callable, Generator, Iterable

import torch
from torch import Tensor, nn

from engine.compression.findings import Doing
from engine.compression.work import Taught, Work
from engine.models import Network

RATE = 0.003
"""Of AdamW, in one cycle: as after a round of pruning."""
Mask = list[tuple[Tensor, Tensor]]
"""Each weight matrix with what to multiply it by: 0 where it is to stay zero, and 1."""


def with_zeros(work: Work) -> Generator[Doing, None, tuple[Network, Taught]]:
    """A copy of the run's network with so many zeros, trained for what is left to make up for them."""
    network = copy.deepcopy(work.network)
    hold = holding(smallest(network, work.settings.zeroed))
    training = work.training_settings(work.settings.fine_tuning_epochs, work.settings.seed, rate=RATE)
    taught = yield from work.taught("Training around zeros", training, network, work.network, hold)
    return network.eval(), taught


def smallest(network: Network, share: float) -> Mask:
    """The mask that makes this share of all weights of convolutions and fully connected layers zero, the smallest.

    By magnitude over all layers at once (S. Han et al., "Learning both weights and connections for efficient neural
    networks", 2015). Biases and batch norms are few and stay. Nothing is changed yet.
    """
    matrices = [layer.weight.detach() for layer in network.modules() if isinstance(layer, nn.Conv2d | nn.Linear)]
    sizes = torch.cat([matrix.abs().flatten() for matrix in matrices])
    # topk: equal weights must not make it more of them than wanted.
    gone = torch.ones(len(sizes)).index_fill_(0, sizes.topk(round(share * len(sizes)), largest=False).indices, 0)
    parts = gone.split([matrix.numel() for matrix in matrices])
    return [(matrix, part.view(matrix.shape)) for matrix, part in zip(matrices, parts, strict=True)]


def holding(mask: Mask) -> Callable[[], None]:
    """Sets the weights under the mask to zero, now and after each step: their gradients would bring them back."""

    @torch.no_grad()
    def hold() -> None:
        for matrix, kept in mask:
            matrix.mul_(kept)

    hold()
    return hold


def not_zero(network: Network) -> int:
    """How many of its weights are not zero."""
    return sum(int(parameter.count_nonzero()) for parameter in network.parameters())


def packed_bytes(weights: Iterable[Tensor]) -> int:
    """What these tensors would take as a file that is packed by xz."""
    return len(lzma.compress(b"".join(tensor.contiguous().numpy().tobytes() for tensor in weights), preset=1))
