"""What a network knows of an image just before it answers: the values that go into its last fully connected layer."""

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.registry import layers_of
from engine.models.onnx_network import OnnxNetwork

NO_LAST = "This network does not end with a fully connected layer, so there is no last hidden layer to look at."


class LastHidden(nn.Module):
    """Takes normalised images (N, 1, 28, 28) and gives the values before the last layer, float32 (N, D).

    Raises InklingError when the network has no such layer, or is an int8 graph that does not show it.
    """

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.one_by_one = isinstance(network, OnnxNetwork)
        """Whether the values of an image could depend on those beside it: an int8 network may scale each batch."""
        self._read = _of_graph(network) if isinstance(network, OnnxNetwork) else _of_layers(network)

    @torch.inference_mode()
    def forward(self, images: Tensor) -> Tensor:
        return self._read(images)


def _of_layers(network: nn.Module) -> nn.Module:
    modules = [layer.module for _, layer in layers_of(network)]
    last = max((place for place, module in enumerate(modules) if isinstance(module, nn.Linear)), default=-1)
    if last < 0:
        raise InklingError(NO_LAST)
    return nn.Sequential(*modules[:last], nn.Flatten()).eval()


def _of_graph(network: OnnxNetwork) -> nn.Module:
    from engine.models.onnx_stages import hidden_graph

    return nn.Sequential(hidden_graph(network), nn.Flatten())
