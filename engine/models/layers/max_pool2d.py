"""Max pooling: of each window only the largest value goes on."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, both_axes, sliding
from engine.models.layers.common.terms import Place, Terms, window
from engine.stack import Shape
from engine.stack.layers import MaxPool

aten: Any = torch.ops.aten


class MaxPool2dLayer(Layer[nn.MaxPool2d]):
    """torch's own kernels, called without autograd. Pruning cuts nothing here: each channel is pooled by itself."""

    modules = (nn.MaxPool2d,)
    declared = MaxPool
    onnx_operator = "MaxPool"

    @classmethod
    def built(cls, declared: MaxPool, _before: Shape, _bias: bool) -> nn.Module:
        return nn.MaxPool2d(declared.size)

    def covers(self) -> bool:
        return not self.module.return_indices

    def prepare(self) -> None:
        layer = self.module
        sizes = (layer.kernel_size, layer.stride, layer.padding, layer.dilation)
        self._window = (*map(both_axes, sizes), layer.ceil_mode)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        result, self._indices = aten.max_pool2d_with_indices.default(values, *self._window)
        return result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        to_input = aten.max_pool2d_with_indices_backward.default(
            grad_output, self._values, *self._window, self._indices
        )
        return to_input, ()

    def terms(self, values: Tensor, place: Place) -> Terms:
        """The largest number in the window; padding never is."""
        layer = self.module
        sizes = (layer.kernel_size, layer.stride, layer.padding, layer.dilation)
        where, _ = window(place, tuple(map(both_axes, sizes)), values.shape)
        places = torch.column_stack([torch.full((len(where),), place[0]), where])
        inputs = values[tuple(places.T)].double()
        return Terms("largest", inputs, places, torch.ones_like(inputs))

    def onnx_attributes(self) -> dict[str, Any]:
        layer = self.module
        if layer.return_indices or layer.ceil_mode:
            raise InklingError("ONNX has no max pooling that gives indices or rounds its size up as torch does.")
        return {
            "kernel_shape": both_axes(layer.kernel_size),
            **sliding(layer.stride, layer.padding),
            "dilations": both_axes(layer.dilation),
        }
