"""Checks whether weights from a file fit a network, before the network is built."""

import torch
from torch import Tensor

from engine.models.networks import MODELS, Network
from engine.settings import ModelName


def fit(weights: dict[str, Tensor], model: ModelName, widths: tuple[int, ...], classes: int) -> bool:
    """Whether such a network has tensors of these names, shapes and types. Allocates no memory for them."""
    kind = MODELS[model]
    try:
        with torch.device("meta"):
            empty = kind(widths, classes=classes) if widths else kind(classes=classes)
    except ValueError:
        # The network has another number of hidden layers.
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
