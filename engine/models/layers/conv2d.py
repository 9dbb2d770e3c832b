"""Convolutions: small filters that slide over the picture."""

from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.models.layers.common.layer import Units, both_axes, sliding
from engine.models.layers.common.multiplying import MultiplyingLayer
from engine.models.layers.common.terms import Place, Terms, window
from engine.stack import Shape
from engine.stack.layers import Conv

aten: Any = torch.ops.aten


class Conv2dLayer(MultiplyingLayer[nn.Conv2d]):
    """torch's own kernels, called without autograd."""

    modules = (nn.Conv2d,)
    declared = Conv
    begins_line = True
    onnx_operator = "Conv"
    onnx_tensors = ("weight", "bias")

    @classmethod
    def built(cls, declared: Conv, before: Shape, bias: bool) -> nn.Module:
        one = declared
        return nn.Conv2d(before[0], one.channels, one.size, stride=one.stride, padding=one.padding, bias=bias)

    def covers(self) -> bool:
        return self.module.padding_mode == "zeros" and not isinstance(self.module.padding, str)

    def prepare(self) -> None:
        layer = self.module
        self._weight, self._bias = layer.weight, layer.bias
        self._geometry = (layer.stride, layer.padding, layer.dilation, False, (0, 0), layer.groups)
        self._bias_sizes = None if layer.bias is None else [layer.out_channels]
        self._wanted = (self.context.learning_before, True, layer.bias is not None)

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        return aten.convolution.default(values, self._weight, self._bias, *self._geometry)

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        to_input, *to_weights = aten.convolution_backward.default(
            grad_output, self._values, self._weight, self._bias_sizes, *self._geometry, self._wanted
        )
        return to_input, tuple(to_weights if self._bias_sizes else to_weights[:1])

    def terms(self, values: Tensor, place: Place) -> Terms:
        """The patch under the filter; zeros that pad the image are left out."""
        layer = self.module
        if not self.covers():
            return super().terms(values, place)
        assert not isinstance(layer.padding, str)
        sizes = (layer.kernel_size, layer.stride, layer.padding, layer.dilation)
        where, inside = window(place, tuple(map(both_axes, sizes)), values.shape)
        depth = layer.weight.shape[1]
        first = place[0] // (layer.out_channels // layer.groups) * depth
        channels = torch.arange(depth).repeat_interleave(len(where))
        places = torch.column_stack([channels + first, where.repeat(depth, 1)])
        weights = layer.weight[(place[0], channels, *inside.repeat(depth, 1).T)].double()
        offset = 0.0 if layer.bias is None else float(layer.bias[place[0]])
        return Terms("sum", values[tuple(places.T)].double(), places, weights, offset)

    def onnx_attributes(self) -> dict[str, Any]:
        layer = self.module
        if isinstance(layer.padding, str) or not self.covers():
            raise InklingError("ONNX pads the images of a convolution with zeros, and by a number of pixels only.")
        return {
            **sliding(layer.stride, layer.padding),
            "dilations": layer.dilation,
            "group": layer.groups,
        }

    def cut(self, before: Units, own: Units) -> dict[str, Tensor]:
        if self.module.groups != 1:
            raise InklingError("Pruning cannot cut a convolution whose channels are in groups.")
        return super().cut(before, own)
