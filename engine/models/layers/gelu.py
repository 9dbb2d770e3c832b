"""Gaussian error linear units: a smooth ReLU."""

import math
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, OnnxWriter
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack.layers import GELU

aten: Any = torch.ops.aten


class GELULayer(Layer[nn.GELU]):
    """D. Hendrycks and K. Gimpel, "Gaussian error linear units", 2016: x times the share of a normal distribution
    that lies below x. Pruning cuts nothing here: it makes zero of zero.
    """

    modules = (nn.GELU,)
    declared = GELU
    of_each_number = True
    onnx_beside = ("Mul", "Erf", "Add")

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return aten.gelu.default(values, approximate=self.module.approximate)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.gelu_backward.default(grad_output, self._values, approximate=self.module.approximate), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """Of the number at the same place."""
        return one_input("function", values, place)

    def write_onnx(self, graph: OnnxWriter, name: str, values: str) -> str:
        """x * (0.5 + 0.5 * erf(x / sqrt 2)): ONNX has an operator of its own only since its 20th set."""
        if self.module.approximate != "none":
            raise InklingError("The approximate GELU cannot be written as ONNX.")
        half = graph.tensor(f"{name}.half", torch.tensor(0.5))
        scale = graph.tensor(f"{name}.scale", torch.tensor(math.sqrt(0.5)))
        scaled = graph.node("Mul", [values, scale], f"{name}.scaled")
        error = graph.node("Erf", [scaled], f"{name}.erf")
        halved = graph.node("Mul", [error, half], f"{name}.halved")
        below = graph.node("Add", [halved, half], f"{name}.below")
        return graph.node("Mul", [values, below], f"{name}.output")
