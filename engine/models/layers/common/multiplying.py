"""What convolutions and fully connected layers share: each result is a sum over all weights of its channel or unit."""

import math
from typing import TypeVar

import torch
from torch import Tensor, nn

from engine.models.layers.common.layer import Layer, Units

Multiplying = TypeVar("Multiplying", nn.Linear, nn.Conv2d)


class MultiplyingLayer(Layer[Multiplying]):
    """Its first weight axis is its own units, its second one the values of the layer before.

    In mixed precision these kinds compute in bfloat16; torch's autocast has the same list for CPUs and leaves batch
    norm and ReLU to whatever comes in. Pruning removes their units, and zeroing their weights.
    """

    def initialise(self, rng: torch.Generator) -> None:
        """As torch's layers do, but from a generator of their own: any thread may draw from the global one.

        Uniform weights after K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015, with torch's
        gain.
        """
        weight, bias = self.module.weight, self.module.bias
        nn.init.kaiming_uniform_(weight, a=math.sqrt(5), generator=rng)
        if bias is not None:
            bound = 1 / math.sqrt(weight[0].numel())
            nn.init.uniform_(bias, -bound, bound, generator=rng)

    def multiply_adds(self, _values: Tensor, result: Tensor) -> int:
        """Those with zeros at the padding included."""
        return result.numel() * self.module.weight[0].numel()

    def cut(self, before: Units, own: Units) -> dict[str, Tensor]:
        values = {name: tensor[own.kept] for name, tensor in self.module.state_dict().items()}
        columns = before.columns(self.module.weight.shape[1] // before.of)
        return values | {"weight": values["weight"][:, columns]}
