"""The hyperbolic tangent, from -1 to 1: the activation of the first networks that read digits."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.models.layers.common.layer import Layer
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack.layers import Tanh

aten: Any = torch.ops.aten


class TanhLayer(Layer[nn.Tanh]):
    """Its gradient, 1 - tanh^2, comes from its result. Pruning cuts nothing here: it makes zero of zero."""

    modules = (nn.Tanh,)
    declared = Tanh
    of_each_number = True
    onnx_operator = "Tanh"

    def forward(self, values: Tensor) -> Tensor:
        self._result = torch.tanh(values)
        return self._result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.tanh_backward.default(grad_output, self._result), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """Of the number at the same place."""
        return one_input("function", values, place)
