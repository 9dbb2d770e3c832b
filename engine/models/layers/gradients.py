"""How each kind of layer passes values forwards and gradients backwards: the chain rule, one class for each."""

import copy
from collections.abc import Callable
from typing import Any, Protocol

import torch
from torch import Tensor, nn

from engine.models.layers.linear import Linear, product

aten: Any = torch.ops.aten


class Layer(Protocol):
    """Remembers from `forward` what `backward` needs.

    `backward` takes the loss's gradient for the layer's output, which it may overwrite, and returns that for its input
    (None when nothing before it learns) and those for its own weights.
    """

    def forward(self, values: Tensor) -> Tensor: ...

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]: ...


class _Flatten:
    def __init__(self, _layer: nn.Flatten, learning_before: bool) -> None:
        self._learning_before = learning_before
        self._values = torch.empty(0)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return values.flatten(1)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        if not self._learning_before:
            return None, ()
        # In the layout of the values themselves: ReLU and batch norm take eight times as long over mixed ones.
        return torch.empty_like(self._values).copy_(grad_output.view(self._values.shape)), ()


class _Linear:
    def __init__(self, layer: nn.Linear, learning_before: bool) -> None:
        self._weight, self._bias = layer.weight, layer.bias
        self._learning_before = learning_before

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return product(values, self._weight, self._bias)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        to_input = product(grad_output, self._weight.t()) if self._learning_before else None
        return to_input, (product(grad_output.t(), self._values.t()), grad_output.sum(0))


class _ReLU:
    """In place, forwards and backwards: no other layer remembers the values that it overwrites."""

    def __init__(self, _layer: nn.ReLU, learning_before: bool) -> None:
        assert learning_before, "a ReLU on the images themselves would overwrite them"

    def forward(self, values: Tensor) -> Tensor:
        self._result = torch.relu_(values)
        return self._result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.threshold_backward.grad_input(grad_output, self._result, 0, grad_input=grad_output), ()


class _Conv2d:
    """Without a bias: the batch norm that follows has one."""

    def __init__(self, layer: nn.Conv2d, learning_before: bool) -> None:
        assert layer.bias is None
        self._weight = layer.weight
        self._geometry = (layer.stride, layer.padding, layer.dilation, False, (0, 0), layer.groups)
        self._learning_before = learning_before

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return aten.convolution.default(values, self._weight, None, *self._geometry)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        wanted = (self._learning_before, True, False)
        to_input, to_weight, _ = aten.convolution_backward.default(
            grad_output, self._values, self._weight, None, *self._geometry, wanted
        )
        return to_input, (to_weight,)


class _BatchNorm2d:
    def __init__(self, layer: nn.BatchNorm2d, _learning_before: bool) -> None:
        assert layer.running_mean is not None and layer.running_var is not None
        assert layer.num_batches_tracked is not None and layer.momentum is not None
        self._weight, self._bias = layer.weight, layer.bias
        self._running = (layer.running_mean, layer.running_var)
        self._batches = layer.num_batches_tracked
        self._momentum, self._epsilon = layer.momentum, layer.eps

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        self._batches.add_(1)
        result, *self._of_batch = torch.native_batch_norm(
            values, self._weight, self._bias, *self._running, True, self._momentum, self._epsilon
        )
        return result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        to_input, to_weight, to_bias = aten.native_batch_norm_backward.default(
            grad_output,
            self._values,
            self._weight,
            *self._running,
            *self._of_batch,
            True,
            self._epsilon,
            (True, True, True),
        )
        return to_input, (to_weight, to_bias)


RULES: dict[type[nn.Module], Callable[[Any, bool], Layer]] = {
    nn.Flatten: _Flatten,
    nn.Linear: _Linear,
    Linear: _Linear,
    nn.ReLU: _ReLU,
    nn.Conv2d: _Conv2d,
    nn.BatchNorm2d: _BatchNorm2d,
}

MULTIPLYING = (nn.Linear, nn.Conv2d)
"""Kinds of layers whose arithmetic is done in bfloat16 in mixed precision; torch's autocast has the same list for CPUs
and leaves batch norm and ReLU to whatever comes in."""


class InBfloat16:
    """A layer whose products are computed in bfloat16, while its weights and their gradients stay float32."""

    def __init__(self, layer: nn.Module, learning_before: bool) -> None:
        self._weights: list[Tensor] = list(layer.parameters())
        rounded = copy.deepcopy(layer).to(torch.bfloat16)
        self._rounded: list[Tensor] = list(rounded.parameters())
        self._rule = RULES[type(layer)](rounded, learning_before)

    def forward(self, values: Tensor) -> Tensor:
        # The weights have moved since the last step.
        torch._foreach_copy_(self._rounded, self._weights)
        return self._rule.forward(values.bfloat16())

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        to_input, own = self._rule.backward(grad_output.bfloat16())
        return to_input, tuple(gradient.float() for gradient in own)


def rule_for(layer: nn.Module, learning_before: bool, *, bfloat16: bool) -> Layer:
    """The rule for `layer`. `learning_before`: whether something before it learns, and wants a gradient.

    Raises TypeError when there is none.
    """
    if type(layer) not in RULES:
        raise TypeError(f"There is no rule for the gradients of {type(layer).__name__}: add one to RULES.")
    if bfloat16 and isinstance(layer, MULTIPLYING):
        return InBfloat16(layer, learning_before)
    return RULES[type(layer)](layer, learning_before)
