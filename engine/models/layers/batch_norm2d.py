"""Batch normalisation: each channel gets the same mean and spread for every batch."""

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from engine.errors import InklingError
from engine.models.layers.common.layer import Layer, Units

aten: Any = torch.ops.aten


class BatchNorm2dLayer(Layer[nn.BatchNorm2d]):
    """S. Ioffe and C. Szegedy, "Batch normalization", 2015; torch's own kernels, called without autograd."""

    modules = (nn.BatchNorm2d,)
    onnx_operator = "BatchNormalization"
    onnx_tensors = ("weight", "bias", "running_mean", "running_var")

    def covers(self) -> bool:
        return self.module.affine and self.module.track_running_stats and self.module.momentum is not None

    def prepare(self) -> None:
        layer = self.module
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

    def multiply_adds(self, _values: Tensor, _result: Tensor) -> int:
        """Little beside the products, and not counted in papers."""
        return 0

    def onnx_attributes(self) -> dict[str, Any]:
        if not (self.module.affine and self.module.track_running_stats):
            raise InklingError("ONNX has no batch norm without weights or without running figures.")
        return {"epsilon": self.module.eps}

    def cut(self, _before: Units, own: Units) -> dict[str, Tensor]:
        # The number of batches has no axis.
        values = self.module.state_dict().items()
        return {name: tensor[own.kept] if tensor.dim() else tensor for name, tensor in values}

    def folded_into(self, before: nn.Module) -> nn.Module | None:
        """It is a factor and an offset for each channel, which a convolution before it can do as well."""
        return fuse_conv_bn_eval(before, self.module) if isinstance(before, nn.Conv2d) else None
