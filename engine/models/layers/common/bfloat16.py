"""A layer whose products are computed in bfloat16."""

import copy
from typing import Any

import torch
from torch import Tensor

from engine.models.layers.common.context import Context
from engine.models.layers.common.multiplying import MultiplyingLayer


class InBfloat16:
    """Values and products are bfloat16, while weights and their gradients stay float32."""

    def __init__(self, layer: MultiplyingLayer[Any], context: Context) -> None:
        self._weights: list[Tensor] = list(layer.module.parameters())
        rounded = copy.deepcopy(layer.module).to(torch.bfloat16)
        self._rounded: list[Tensor] = list(rounded.parameters())
        self._rule: MultiplyingLayer[Any] = type(layer)(rounded, context)
        self._rule.prepare()

    def forward(self, values: Tensor) -> Tensor:
        # The weights have moved since the last step.
        torch._foreach_copy_(self._rounded, self._weights)
        # A layer before may compute in float32, such as a batch norm of the images, and wants its gradient so.
        self._given = values.dtype
        return self._rule.forward(values.bfloat16())

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        to_input, own = self._rule.backward(grad_output.bfloat16())
        return None if to_input is None else to_input.to(self._given), tuple(gradient.float() for gradient in own)
