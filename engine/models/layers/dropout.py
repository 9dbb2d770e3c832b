"""Dropout: in training a share of the values becomes zero at random, and the others grow to make up for it."""

import torch
from torch import Tensor, nn

from engine.models.layers.common.layer import Layer
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack import Shape
from engine.stack.layers import Dropout


class DropoutLayer(Layer[nn.Dropout]):
    """N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014.

    Which values become zero depends on the run's seed, the step and the layer's position, so a resumed run goes on
    with the same ones. When it evaluates it changes nothing: ONNX has the identity for it, and pruning cuts nothing.
    """

    modules = (nn.Dropout,)
    declared = Dropout
    of_each_number = True
    onnx_operator = "Identity"

    @classmethod
    def built(cls, declared: Dropout, _before: Shape, _bias: bool) -> nn.Module:
        return nn.Dropout(declared.rate)

    def prepare(self) -> None:
        self._kept = 1 - self.module.p
        self._growth = 1 / self._kept if self._kept else 0.0
        self._rng = torch.Generator()

    def forward(self, values: Tensor) -> Tensor:
        self._rng.manual_seed(self.context.randomness.seed_at(self.context.position))
        self._factors = self._for_batch(values).bernoulli_(self._kept, generator=self._rng).mul_(self._growth)
        if shared := self.context.shared:
            self._factors = self._factors[shared.part]
        return values * self._factors

    def _for_batch(self, values: Tensor) -> Tensor:
        if not (shared := self.context.shared):
            return torch.empty_like(values)
        # Drawn for the whole batch, so that an image gets the same numbers whoever computes it.
        return values.new_empty_strided((shared.images, *values.shape[1:]), values.stride())

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return grad_output.mul_(self._factors), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """When it evaluates nothing changes."""
        return one_input("same", values, place)
