"""Fully connected layers whose large products go to the faster of torch's two libraries.

torch multiplies float32 matrices with Intel's MKL, which on other makers' CPUs leaves the AVX-512 units idle: a batch
of 64 images times 784x128 weights took 138 us on an AMD EPYC, and 77 us with oneDNN, which torch brings along for
convolutions. The choice depends on the CPU's make alone, never on a timing, so that with the
same number of threads results stay the same bit for bit.
"""

from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from engine.hardware import cpu_name
from engine.models.layers.common.autograd import laid_out_as
from engine.models.layers.common.multiplying import MultiplyingLayer
from engine.models.layers.common.terms import Place, Terms
from engine.stack import Shape
from engine.stack import layers as stack_layers

LARGE = 50_000
"""The number of weights of a large product; a smaller one takes less time than the call of oneDNN."""


class Linear(nn.Linear):
    """`nn.Linear` with the same parameters, names and results, faster where no gradient is asked for."""

    def forward(self, inputs: Tensor) -> Tensor:
        """(N, in_features) to (N, out_features), float32."""
        if torch.is_grad_enabled():
            return super().forward(inputs)
        return product(inputs, self.weight, self.bias)


class LinearLayer(MultiplyingLayer[nn.Linear]):
    """One product forwards and two backwards."""

    modules = (nn.Linear, Linear)
    declared = stack_layers.Linear
    onnx_operator = "Gemm"
    onnx_tensors = ("weight", "bias")

    @classmethod
    def built(cls, declared: stack_layers.Linear, before: Shape, bias: bool) -> nn.Module:
        return Linear(before[0], declared.units, bias=bias)

    def prepare(self) -> None:
        self._weight, self._bias = self.module.weight, self.module.bias
        self._learning_before = self.context.learning_before

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return product(values, self._weight, self._bias)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        if grad_output.dim() > 2:
            return self._backward_of_rows(grad_output)
        to_input = product(grad_output, self._weight.t()) if self._learning_before else None
        to_weight = product(grad_output.t(), self._values.t())
        return to_input, (to_weight,) if self._bias is None else (to_weight, grad_output.sum(0))

    def _backward_of_rows(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        """For images that were not flattened: each row of pixels is an input of its own."""
        given = self._values
        self._values = given.flatten(0, -2)
        to_input, own = self.backward(grad_output.flatten(0, -2))
        return None if to_input is None else laid_out_as(given, to_input.view(given.shape)), own

    def terms(self, values: Tensor, place: Place) -> Terms:
        """All inputs; of images that were not flattened, those of the same row."""
        weight, bias = self.module.weight[place[-1]], self.module.bias
        inputs = values[place[:-1]]
        row = torch.tensor(place[:-1], dtype=torch.int64).expand(len(inputs), -1)
        places = torch.column_stack([row, torch.arange(len(inputs))])
        return Terms("sum", inputs.double(), places, weight.double(), 0.0 if bias is None else float(bias[place[-1]]))

    def onnx_attributes(self) -> dict[str, Any]:
        return {"transB": 1}


def product(inputs: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """inputs (N, I) times weight (O, I) transposed, plus bias (O,): (N, O). Any may be a transposed view.

    All of the same type; which library multiplies is decided here for float32 only.

    No gradient flows through it.
    """
    if max(inputs.numel(), weight.numel()) >= LARGE and inputs.dtype == torch.float32 and onednn_is_faster():
        return torch.ops.mkldnn._linear_pointwise(inputs, weight, bias, "none", [], "")
    return torch.nn.functional.linear(inputs, weight, bias)


@cache
def onednn_is_faster() -> bool:
    """Whether MKL would leave this CPU's widest instructions unused."""
    wide = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.backends.mkldnn.is_available() and wide and "AMD" in cpu_name()
