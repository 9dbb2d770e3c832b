"""A fully connected layer whose large products go to the faster of torch's two libraries.

torch multiplies float32 matrices with Intel's MKL, which on other makers' CPUs leaves the AVX-512 units idle: a batch
of 64 images times 784x128 weights took 138 us on an AMD EPYC, and 77 us with oneDNN, which torch brings along for
convolutions. The choice depends on the CPU's make alone, never on a timing, so that results stay the same bit for bit.
"""

from functools import cache
from typing import Any

import torch
from torch import Tensor, nn
from torch.autograd.function import Function, once_differentiable

from engine.cpu import cpu_name

LARGE = 50_000
"""Weights; below this a product takes less time than the Python around it."""


class Linear(nn.Linear):
    """`nn.Linear` with the same parameters, names and results."""

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, in_features) to (N, out_features), float32."""
        if self.weight.numel() >= LARGE and onednn_is_faster():
            return _Product.apply(inputs, self.weight, self.bias)
        return super().forward(inputs)


@cache
def onednn_is_faster() -> bool:
    """Whether MKL would leave this CPU's widest instructions unused."""
    wide = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.backends.mkldnn.is_available() and wide and "AMD" in cpu_name()


def _product(inputs: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """inputs times weight transposed, plus bias, by oneDNN; either may be a transposed view."""
    return torch.ops.mkldnn._linear_pointwise(inputs, weight, bias, "none", [], "")


class _Product(Function):
    @staticmethod
    def forward(context: Any, inputs: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
        context.save_for_backward(inputs, weight)
        return _product(inputs, weight, bias)

    @staticmethod
    @once_differentiable
    def backward(context: Any, upstream: Tensor) -> tuple[Tensor | None, Tensor, Tensor]:
        inputs, weight = context.saved_tensors
        to_inputs = _product(upstream, weight.t()) if context.needs_input_grad[0] else None
        return to_inputs, _product(upstream.t(), inputs.t()), upstream.sum(0)
