"""Batch normalisation: each channel or unit gets the same mean and spread for every batch."""

import math
from typing import Any, ClassVar, TypeVar

import torch
from torch import Tensor, nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from engine.errors import InklingError
from engine.models.layers.common.context import Shared
from engine.models.layers.common.layer import Layer, Units
from engine.models.layers.common.terms import Place, Terms, one_input
from engine.stack import Shape
from engine.stack.layers import BatchNorm

aten: Any = torch.ops.aten
Norm = TypeVar("Norm", nn.BatchNorm2d, nn.BatchNorm1d)


class BatchNorm2dLayer(Layer[Norm]):
    """S. Ioffe and C. Szegedy, "Batch normalization", 2015; torch's own kernels, called without autograd.

    When several processes share a batch, mean and variance are those of the whole batch, as in torch's SyncBatchNorm.
    """

    modules: ClassVar[tuple[type[nn.Module], ...]] = (nn.BatchNorm2d,)
    declared = BatchNorm
    of_each_number = True
    onnx_operator = "BatchNormalization"
    onnx_tensors = ("weight", "bias", "running_mean", "running_var")

    @classmethod
    def built(cls, _declared: BatchNorm, before: Shape, _bias: bool) -> nn.Module:
        return (nn.BatchNorm1d if len(before) == 1 else nn.BatchNorm2d)(before[0])

    def covers(self) -> bool:
        return self.module.affine and self.module.track_running_stats and self.module.momentum is not None

    def prepare(self) -> None:
        layer = self.module
        assert layer.num_batches_tracked is not None and layer.momentum is not None
        assert layer.running_mean is not None and layer.running_var is not None
        self._weight, self._bias = layer.weight, layer.bias
        self._running = (layer.running_mean, layer.running_var)
        self._batches = layer.num_batches_tracked
        self._momentum, self._epsilon = layer.momentum, layer.eps

    def forward(self, values: Tensor) -> Tensor:
        self._values = values
        self._batches.add_(1)
        if shared := self.context.shared:
            return self._forward_of_part(values, shared)
        result, *self._of_batch = torch.native_batch_norm(
            values, self._weight, self._bias, *self._running, True, self._momentum, self._epsilon
        )
        return result

    def backward(self, grad_output: Tensor) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        if shared := self.context.shared:
            return self._backward_of_part(grad_output, shared)
        to_input, to_weight, to_bias = aten.native_batch_norm_backward.default(
            grad_output,
            self._values,
            self._weight,
            *self._running,
            *self._of_batch,
            True,
            self._epsilon,
            (self.context.learning_before, True, True),
        )
        return to_input, (to_weight, to_bias)

    def _forward_of_part(self, values: Tensor, shared: Shared) -> Tensor:
        """One exchange for both moments. Their sums are float64, as the variance is a difference of two of them."""
        here, whole = _numbers_a_channel(values, len(values)), _numbers_a_channel(values, shared.images)
        sums = torch.zeros(2, values.shape[1], dtype=torch.float64)
        if here:
            mean, variance = (one.double() for one in torch.batch_norm_update_stats(values, None, None, 0.0))
            torch.stack([mean * here, (variance + mean * mean) * here], out=sums)
        shared.sum(sums)
        mean = sums[0] / whole
        variance = (sums[1] / whole - mean * mean).clamp_(min=0)
        self._mean, self._variance = mean.float(), variance.float()
        for running, new in zip(self._running, (mean, variance * whole / max(whole - 1, 1)), strict=True):
            running.lerp_(new.float(), self._momentum)
        # torch's kernels end the process when there are no images.
        return self._normalised(values) if here else values

    def _normalised(self, values: Tensor) -> Tensor:
        """By the figures of the whole batch, as a network does that only answers."""
        figures = self._weight, self._bias, self._mean, self._variance
        return torch.native_batch_norm(values, *figures, False, self._momentum, self._epsilon)[0]

    def _backward_of_part(self, grad_output: Tensor, shared: Shared) -> tuple[Tensor | None, tuple[Tensor, ...]]:
        """This process's gradients of weight and bias. Their sums over all processes the input's gradient needs too."""
        values, whole = self._values, _numbers_a_channel(self._values, shared.images)
        own = torch.zeros(2, values.shape[1])
        if len(values):
            none = torch.empty(0)
            figures = self._weight, self._mean, self._variance, none, none
            grad_output, own[0], own[1] = aten.native_batch_norm_backward.default(
                grad_output, values, *figures, False, self._epsilon, (True, True, True)
            )
        sums = own.clone()
        shared.sum(sums)
        # So far mean and variance were taken for constants; they depend on the input.
        scale = (self._variance + self._epsilon).rsqrt()
        slope = -self._weight * scale * scale * sums[0] / whole
        offset = -self._weight * scale * sums[1] / whole - slope * self._mean
        by_channel = (1, -1, *[1] * (grad_output.dim() - 2))
        grad_output.add_(values * slope.view(by_channel) + offset.view(by_channel))
        return grad_output if self.context.learning_before else None, (own[0], own[1])

    def terms(self, values: Tensor, place: Place) -> Terms:
        """A factor and an offset that are the same for the whole channel."""
        layer, channel = self.module, place[0]
        if not self.covers():
            return super().terms(values, place)
        factors, offsets = factors_and_offsets(layer)
        return one_input("sum", values, place, float(factors[channel]), float(offsets[channel]))

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


def factors_and_offsets(layer: nn.BatchNorm1d | nn.BatchNorm2d) -> tuple[Tensor, Tensor]:
    """What a batch norm that only answers does to each channel, float64 (channels,) both."""
    assert layer.running_mean is not None and layer.running_var is not None
    factors = layer.weight.double() / (layer.running_var.double() + layer.eps).sqrt()
    return factors, layer.bias.double() - layer.running_mean.double() * factors


class BatchNorm1dLayer(BatchNorm2dLayer[nn.BatchNorm1d]):
    """The same for fully connected units."""

    modules = (nn.BatchNorm1d,)

    def folded_into(self, before: nn.Module) -> nn.Module | None:
        return fuse_linear_bn_eval(before, self.module) if isinstance(before, nn.Linear) else None


def _numbers_a_channel(values: Tensor, images: int) -> int:
    """How many numbers each channel of values (N, C, H, W) or (N, C) has, if there are so many images."""
    return images * math.prod(values.shape[2:])
