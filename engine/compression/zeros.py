"""Unstructured pruning, as a lesson: the smallest weights become zero, and the network keeps its shape."""

import copy
import lzma
from collections.abc import Generator, Iterable

import torch
from torch import Tensor

from engine.compression.findings import Doing
from engine.compression.work import Taught, Work, steps_of
from engine.models import MultiplyingLayer, Network, layers_of

RATE = 0.01
"""AdamW's learning rate, with one cycle. With 0.003 the small CNN with 90 % zeros was two points less accurate on
validation images."""
PRUNINGS, GROWING = 50, 0.7
"""How often zeros are added, and the share of the steps over which that happens; the rest is fine-tuning."""


def with_zeros(work: Work) -> Generator[Doing, None, tuple[Network, Taught]]:
    """Train a copy of the run's network while its smallest weights become zero."""
    network = copy.deepcopy(work.network)
    training = work.training_settings(work.settings.fine_tuning_epochs, work.settings.seed, rate=RATE)
    zeros = Zeros(network, work.settings.zeroed, steps_of(work.images, training))
    taught = yield from work.taught("Training around zeros", training, network, work.own_teacher, zeros.after_step)
    return network.eval(), taught


class Zeros:
    """Sets a growing share of the smallest weights of each convolution and fully connected layer to zero.

    Chosen by magnitude (S. Han et al., "Learning both weights and connections for efficient neural networks", 2015),
    fast at first and slower towards the end (M. Zhu and S. Gupta, "To prune, or not to prune", 2017): with 90 % zeros
    at once SimpleNN read 87 %. Each layer is pruned by itself: over all layers together the output layer lost 97 % of
    its weights. Biases and batch norms are few and stay.
    """

    def __init__(self, network: Network, share: float, steps: int) -> None:
        """After `steps` calls of `after_step` this share of the weights is zero; nothing changes before."""
        self._matrices = [
            layer.module.weight.detach() for _, layer in layers_of(network) if isinstance(layer, MultiplyingLayer)
        ]
        self._masks = [torch.ones_like(matrix) for matrix in self._matrices]
        self._share = share
        self._growing = max(1, int(GROWING * steps))
        self._every = max(1, self._growing // PRUNINGS)
        self._step = 0

    @torch.no_grad()
    def after_step(self) -> None:
        """Restore the zeros, which gradients and momentum change, and add some if it is time."""
        self._step += 1
        if self._step <= self._growing and (self._step % self._every == 0 or self._step == self._growing):
            share = self._share * (1 - (1 - self._step / self._growing) ** 3)
            self._masks = [_kept(matrix, share) for matrix in self._matrices]
        for matrix, mask in zip(self._matrices, self._masks, strict=True):
            matrix.mul_(mask)


def _kept(matrix: Tensor, share: float) -> Tensor:
    """Return a mask: 0 for the given share of smallest weights, 1 for the others."""
    sizes = matrix.abs().flatten()
    # topk, as with a threshold equal weights would give too many zeros.
    gone = sizes.topk(round(share * len(sizes)), largest=False).indices
    return torch.ones(len(sizes)).index_fill_(0, gone, 0).view(matrix.shape)


def not_zero(network: Network) -> int:
    """Return how many weights are not zero."""
    return sum(int(parameter.count_nonzero()) for parameter in network.parameters())


def packed_bytes(weights: Iterable[Tensor]) -> int:
    """Return the size of these tensors packed with xz, in bytes."""
    return len(lzma.compress(b"".join(tensor.detach().contiguous().numpy().tobytes() for tensor in weights), preset=1))
