"""Values and gradients by torch's autograd, for a layer that has no gradient of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import Tensor

from engine.models.layers.common.context import ALONE, Context


class ByAutograd:
    """Right for every module that takes one tensor and gives one; slower than a gradient of its own.

    What a module draws at random it draws from torch's global generator, which is seeded before and restored
    afterwards. The numbers repeat unless another thread draws from that generator at the same moment.
    """

    def __init__(self, module: Any, context: Context = ALONE) -> None:
        self.module = module
        self.context = context

    def prepare(self) -> None:
        """Called once before the first step: look up what each step needs."""
        self._weights: list[Tensor] = list(self.module.parameters())

    def forward(self, values: Tensor) -> Tensor:
        """The layer's result in training mode."""
        # Autograd records only tensors that were made outside of inference mode, so it works on copies.
        with torch.inference_mode(False), torch.enable_grad(), self._as_in_training():
            self._values = values.clone().requires_grad_(self.context.learning_before)
            self._result: Tensor = self.module(self._values)
        # A copy: the next layer may overwrite it, and autograd may need it.
        return self._result.detach().clone()

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        """The loss's gradients for the input (None when nothing before it learns) and for each of the weights."""
        before = self.context.learning_before
        wanted = [self._values, *self._weights] if before else self._weights
        if not wanted:
            return None, ()
        gradients = torch.autograd.grad(
            self._result, wanted, grad_output.to(self._result.dtype), allow_unused=True, materialize_grads=True
        )
        found = tuple(laid_out_as(tensor, gradient) for tensor, gradient in zip(wanted, gradients, strict=True))
        return (found[0], found[1:]) if before else (None, found)

    @contextmanager
    def _as_in_training(self) -> Iterator[None]:
        training, state = self.module.training, torch.default_generator.get_state()
        self.module.train()
        torch.default_generator.manual_seed(self.context.randomness.seed_at(self.context.position))
        try:
            with torch.autocast("cpu", torch.bfloat16, enabled=self.context.bfloat16):
                yield
        finally:
            torch.default_generator.set_state(state)
            self.module.train(training)


def laid_out_as(values: Tensor, gradient: Tensor) -> Tensor:
    """The gradient in the layout in memory of the values that it belongs to, and not a view of one number.

    ReLU and batch norm take eight times as long over mixed layouts, and AdamW refuses them.
    """
    if gradient.stride() == values.stride():
        return gradient
    return torch.empty_like(values).copy_(gradient)
