"""The mean of a network's weights after its latest steps, which often answers better than the last weights."""

import copy
from collections.abc import Iterable
from itertools import chain

import torch
from torch import Tensor, nn

from engine.models import Network


class WeightAverage:
    """An exponential moving average: each older step counts `decay` times as much as the one after it.

    After step t it is the sum of decay^(t-s) * weights(s), divided by the sum of these factors, as in the correction of
    Adam's means. So after one step it is the weights, and the random first weights have no part in it.
    """

    def __init__(self, network: Network, decay: float) -> None:
        """`decay` is above 0 and below 1."""
        self._network = network
        self._decay = decay
        self._weights = [weight.detach() for weight in network.parameters()]
        self.means = [weight.clone() for weight in self._weights]
        """In the order of the network's parameters; before the first step the first weights."""
        self._latest: Tensor | None = None

    @torch.inference_mode()
    def after_step(self, step: int, images: Tensor) -> None:
        """Take in the weights after this step, from 1, which learnt from these images (N, 1, 28, 28)."""
        torch._foreach_lerp_(self.means, self._weights, (1 - self._decay) / (1 - self._decay**step))
        self._latest = images

    def network(self, batches: Iterable[Tensor] | None = None) -> Network:
        """A new network with the mean weights, in training mode as the other one is.

        Mean and variance in its batch norms are those that these batches of training images have with the mean weights;
        by default those of the last batch alone, which suits an answer in passing. A mean of the network's own running
        figures would belong to other weights than these.
        """
        network = copy.deepcopy(self._network)
        with torch.no_grad():
            torch._foreach_copy_(list(network.parameters()), self.means)
        if batches is None:
            batches = [] if self._latest is None else [self._latest]
        measure_batch_norms(network, batches)
        return network


@torch.inference_mode()
def measure_batch_norms(network: nn.Module, batches: Iterable[Tensor]) -> None:
    """Give each batch norm the mean figures of these batches, as torch's `update_bn` does; without any they stay."""
    norms = [module for module in network.modules() if isinstance(module, nn.modules.batchnorm._BatchNorm)]
    norms = [norm for norm in norms if norm.track_running_stats]
    # torch refuses a batch that has a single number for a channel.
    batches = (images for images in (batches if norms else ()) if len(images) > 1)
    if (first := next(batches, None)) is None:
        return
    momenta, training = [norm.momentum for norm in norms], network.training
    # Only batch norms are in training mode: dropout would add noise to what they see.
    network.eval()
    for norm in norms:
        norm.reset_running_stats()
        norm.momentum = None
        norm.train()
    for images in chain([first], batches):
        network(images)
    network.train(training)
    for norm, momentum in zip(norms, momenta, strict=True):
        norm.momentum = momentum
