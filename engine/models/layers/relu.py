"""Rectified linear units: what is negative becomes zero."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.models.layers.common.layer import Layer
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack.layers import ReLU

aten: Any = torch.ops.aten


class ReLULayer(Layer[nn.ReLU]):
    """In place, forwards and backwards: no other layer needs the negative values that it overwrites."""

    modules = (nn.ReLU,)
    declared = ReLU
    of_each_number = True
    onnx_operator = "Relu"

    def prepare(self) -> None:
        # What no layer with weights has made may be the images themselves.
        self._relu = torch.relu_ if self.context.learning_before else torch.relu

    def forward(self, values: Tensor) -> Tensor:
        self._result = self._relu(values)
        return self._result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.threshold_backward.grad_input(grad_output, self._result, 0, grad_input=grad_output), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """The number itself, or 0 if it is negative."""
        return one_input("function", values, place)
