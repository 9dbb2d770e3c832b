"""How much arithmetic a network needs, counted from the shapes of its layers; nothing is timed here.

As in papers, only products with weights count. Batch norms, ReLUs, the loss and the optimizer visit each number a few
times; beside the products that is little.
"""

import copy
from typing import NamedTuple

import torch
from torch import nn

from engine.models.layers.common.registry import layers_of

IMAGE = (1, 1, 28, 28)
"""The shape of one image, as every network here takes it."""
OPERATIONS = 2
"""A multiply-add is two operations, the product and the sum, as makers of CPUs count them."""


class LayerArithmetic(NamedTuple):
    """The arithmetic of one layer for one image."""

    name: str
    """As in `named_modules`: "features.0"."""
    multiply_adds: int
    learning_before: bool
    """Whether a layer before it has weights, so that the step needs the gradient for its inputs too."""


def multiply_adds(network: nn.Sequential) -> int:
    """The number of multiply-adds with which the network classifies one image of 28x28 pixels."""
    return sum(layer.multiply_adds for layer in by_layer(network))


def step_operations(network: nn.Sequential, batch: int) -> int:
    """Floating point operations of one training step on `batch` images.

    Each product is computed once forwards, once for the gradient of the weights and, when a layer before has weights,
    once for the gradient of the inputs. A teacher's forward pass is not counted.
    """
    return sum(
        OPERATIONS * batch * layer.multiply_adds * (3 if layer.learning_before else 2) for layer in by_layer(network)
    )


@torch.inference_mode()
def by_layer(network: nn.Sequential) -> list[LayerArithmetic]:
    """The layers that multiply, in the order in which an image passes through them."""
    values = torch.zeros(IMAGE)
    layers: list[LayerArithmetic] = []
    # A copy, because its running statistics may change. torch's "meta" tensors need no copy but take 1.5 s to import.
    for name, layer in layers_of(copy.deepcopy(network).eval()):
        result = layer.module(values)
        if products := layer.multiply_adds(values, result):
            layers.append(LayerArithmetic(name, products, learning_before=bool(layers)))
        values = result
    return layers
