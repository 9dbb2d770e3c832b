"""The logistic sigmoid, from 0 to 1."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, Units
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack.layers import Sigmoid

aten: Any = torch.ops.aten


class SigmoidLayer(Layer[nn.Sigmoid]):
    """Its gradient, s * (1 - s), comes from its result, which is never negative."""

    modules = (nn.Sigmoid,)
    declared = Sigmoid
    of_each_number = True
    onnx_operator = "Sigmoid"

    def forward(self, values: Tensor) -> Tensor:
        self._result = torch.sigmoid(values)
        return self._result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.sigmoid_backward.default(grad_output, self._result), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """Of the number at the same place."""
        return one_input("function", values, place)

    def cut(self, _before: Units, _own: Units) -> dict[str, Tensor]:
        raise InklingError("Pruning cannot cut a network with sigmoids: of what is gone they would make 0.5.")
