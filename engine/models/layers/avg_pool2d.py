"""Average pooling: of each window its mean goes on."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, both_axes, sliding

aten: Any = torch.ops.aten


class AvgPool2dLayer(Layer[nn.AvgPool2d]):
    """torch's own kernels, called without autograd. Pruning cuts nothing here: each channel is pooled by itself."""

    modules = (nn.AvgPool2d,)
    onnx_operator = "AveragePool"

    def prepare(self) -> None:
        layer = self.module
        sizes = map(both_axes, (layer.kernel_size, layer.stride, layer.padding))
        self._window = (*sizes, layer.ceil_mode, layer.count_include_pad, layer.divisor_override)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return aten.avg_pool2d.default(values, *self._window)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        return aten.avg_pool2d_backward.default(grad_output, self._values, *self._window), ()

    def onnx_attributes(self) -> dict[str, Any]:
        layer = self.module
        if layer.ceil_mode or layer.divisor_override:
            raise InklingError("ONNX has no average pooling with another divisor or a size that is rounded up.")
        return {
            "kernel_shape": both_axes(layer.kernel_size),
            **sliding(layer.stride, layer.padding),
            "count_include_pad": int(layer.count_include_pad),
        }
