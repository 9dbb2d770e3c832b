"""Average pooling: of each window its mean goes on."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, both_axes, sliding
from engine.models.layers.common.terms import Place, Terms, window
from engine.stack import Shape
from engine.stack.layers import AveragePool

aten: Any = torch.ops.aten


class AvgPool2dLayer(Layer[nn.AvgPool2d]):
    """torch's own kernels, called without autograd. Pruning cuts nothing here: each channel is pooled by itself."""

    modules = (nn.AvgPool2d,)
    declared = AveragePool
    onnx_operator = "AveragePool"

    @classmethod
    def built(cls, declared: AveragePool, _before: Shape, _bias: bool) -> nn.Module:
        return nn.AvgPool2d(declared.size)

    def prepare(self) -> None:
        layer = self.module
        sizes = map(both_axes, (layer.kernel_size, layer.stride, layer.padding))
        self._window = (*sizes, layer.ceil_mode, layer.count_include_pad, layer.divisor_override)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return aten.avg_pool2d.default(values, *self._window)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.avg_pool2d_backward.default(grad_output, self._values, *self._window), ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """The mean of the window, in which padding counts as zeros unless the layer leaves it out."""
        layer = self.module
        if layer.ceil_mode or layer.divisor_override:
            return super().terms(values, place)
        size = both_axes(layer.kernel_size)
        where, _ = window(place, (size, both_axes(layer.stride), both_axes(layer.padding), (1, 1)), values.shape)
        places = torch.column_stack([torch.full((len(where),), place[0]), where])
        share = 1 / (size[0] * size[1] if layer.count_include_pad else len(where))
        inputs = values[tuple(places.T)].double()
        return Terms("sum", inputs, places, torch.full_like(inputs, share))

    def onnx_attributes(self) -> dict[str, Any]:
        layer = self.module
        if layer.ceil_mode or layer.divisor_override:
            raise InklingError("ONNX has no average pooling with another divisor or a size that is rounded up.")
        return {
            "kernel_shape": both_axes(layer.kernel_size),
            **sliding(layer.stride, layer.padding),
            "count_include_pad": int(layer.count_include_pad),
        }
