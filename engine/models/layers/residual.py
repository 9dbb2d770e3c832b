"""Residual connections: what came into some layers is added to what they make of it."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, OnnxWriter, Rule, Units
from engine.models.layers.common.registry import layers_of, rules_in

WITHIN = 1_000
"""More than a network has layers."""


class Residual(nn.Sequential):
    """Layers whose result has the shape of their input, which is added to it."""

    def forward(self, values: Tensor) -> Tensor:
        """(N, ...) to the same shape."""
        return values + super().forward(values)


class ResidualLayer(Layer[Residual]):
    """K. He, X. Zhang, S. Ren and J. Sun, "Deep residual learning for image recognition", 2015.

    The layers within have the gradients that they have elsewhere.
    """

    modules = (Residual,)
    begins_line = True
    onnx_beside = ("Add",)

    def prepare(self) -> None:
        # Positions that no layer outside has, as random numbers depend on them.
        first = WITHIN * (1 + self.context.position)
        self._rules: list[Rule] = rules_in(nn.Sequential(*self.module), self.context._replace(position=first))

    def initialise(self, rng: torch.Generator) -> None:
        for _, layer in _within(self.module):
            layer.initialise(rng)

    def forward(self, values: Tensor) -> Tensor:
        # A copy, as a ReLU within may overwrite what it gets.
        result = values.clone()
        for rule in self._rules:
            result = rule.forward(result)
        self._types = values.dtype, result.dtype
        return values + result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        given, made = self._types
        through: Tensor | None = grad_output.to(made, copy=True)
        gradients: list[Tensor] = []
        for rule in reversed(self._rules):
            assert through is not None
            through, own = rule.backward(through)
            gradients[:0] = own
            if through is None:
                break
        if through is None or not self.context.learning_before:
            return None, tuple(gradients)
        return (grad_output + through).to(given), tuple(gradients)

    def multiply_adds(self, values: Tensor, _result: Tensor) -> int:
        """Those of the layers within."""
        total = 0
        for _, layer in _within(self.module):
            result = layer.module(values.clone())
            total += layer.multiply_adds(values, result)
            values = result
        return total

    def write_onnx(self, graph: OnnxWriter, name: str, values: str) -> str:
        result = values
        for inner, layer in _within(self.module):
            result = layer.write_onnx(graph, f"{name}.{inner}", result)
        return graph.node("Add", [values, result], f"{name}.output")

    def line(self) -> str:
        """Its class is no part of torch: `engine.export` writes it into the script."""
        return f"Residual({', '.join(layer.line() for _, layer in _within(self.module))})"

    def cut(self, _before: Units, _own: Units) -> dict[str, Tensor]:
        raise InklingError("Pruning cannot cut a network with residual connections: both sides need the same units.")


def _within(module: Residual) -> list[tuple[str, Layer[Any]]]:
    return list(layers_of(nn.Sequential(*module)))
