"""Leaky rectified linear units: what is negative becomes small."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.models.layers.common.layer import Layer
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack import Shape
from engine.stack.layers import LeakyReLU

aten: Any = torch.ops.aten


class LeakyReLULayer(Layer[nn.LeakyReLU]):
    """A. Maas, A. Hannun and A. Ng, "Rectifier nonlinearities improve neural network acoustic models", 2013.

    Pruning cuts nothing here: it makes zero of zero.
    """

    modules = (nn.LeakyReLU,)
    declared = LeakyReLU
    of_each_number = True
    onnx_operator = "LeakyRelu"

    @classmethod
    def built(cls, declared: LeakyReLU, _before: Shape, _bias: bool) -> nn.Module:
        return nn.LeakyReLU(declared.slope)

    def covers(self) -> bool:
        return not self.module.inplace

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return aten.leaky_relu.default(values, self.module.negative_slope)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.leaky_relu_backward.default(grad_output, self._values, self.module.negative_slope, False), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """The number itself, or the slope times it if it is negative."""
        return one_input("function", values, place)

    def onnx_attributes(self) -> dict[str, Any]:
        return {"alpha": self.module.negative_slope}
