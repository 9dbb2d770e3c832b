"""Checks whether weights from a file fit a network, before the network is built."""

import torch
from torch import Tensor

from engine.errors import InklingError
from engine.models.networks import Network
from engine.stack import stack_of


def fit(weights: dict[str, Tensor], model: str, widths: tuple[int, ...], classes: int) -> bool:
    """Whether such a network has tensors of these names, shapes and types. Allocates no memory for them."""
    try:
        stack = stack_of(model)
        with torch.device("meta"):
            empty = Network(stack.with_widths(widths) if widths else stack, classes)
    except (ValueError, InklingError):
        # The network has another number of hidden layers, or would be too large.
        return False
    return _forms(empty.state_dict()) == _forms(weights)


def _forms(weights: dict[str, Tensor]) -> dict[str, tuple[torch.Size, torch.dtype]]:
    return {name: (values.shape, values.dtype) for name, values in weights.items()}


@torch.inference_mode()
def answers(network: Network) -> bool:
    """Whether its logits are finite: finite weights may still be too large, or a variance negative."""
    training = network.training
    logits = network.eval()(torch.stack([torch.zeros(1, 28, 28), torch.ones(1, 28, 28)]))
    network.train(training)
    return bool(logits.isfinite().all())
