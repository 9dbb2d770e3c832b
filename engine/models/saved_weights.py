"""Whether weights from a file are those of a network, told before one is made of them."""

import torch
from torch import Tensor

from engine.models.networks import MODELS, Network
from engine.settings import ModelName


def fit(weights: dict[str, Tensor], model: ModelName, widths: tuple[int, ...], classes: int) -> bool:
    """Whether such a network has tensors of these names, shapes and types; takes no memory for it."""
    kind = MODELS[model]
    try:
        with torch.device("meta"):
            empty = kind(widths, classes=classes) if widths else kind(classes=classes)
    except ValueError:
        # It has another number of layers.
        return False
    return _forms(empty.state_dict()) == _forms(weights)


def _forms(weights: dict[str, Tensor]) -> dict[str, tuple[torch.Size, torch.dtype]]:
    return {name: (values.shape, values.dtype) for name, values in weights.items()}


@torch.inference_mode()
def answers(network: Network) -> bool:
    """Whether its logits are numbers; weights that are finite may still be too large, or a variance below zero."""
    training = network.training
    logits = network.eval()(torch.stack([torch.zeros(1, 28, 28), torch.ones(1, 28, 28)]))
    network.train(training)
    return bool(logits.isfinite().all())
