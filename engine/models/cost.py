"""How much arithmetic a network asks for, counted from the shapes of its layers; nothing is timed here.

Counted are the products of convolutions and fully connected layers, as papers do. Batch norms, ReLUs, the loss and the
optimizer go over each number a few times and are not counted: little beside the products.
"""

import copy
from typing import NamedTuple

import torch
from torch import nn

from engine.models.layers.registry import layers_of

IMAGE = (1, 1, 28, 28)
"""One image, as every network here takes it."""
OPERATIONS = 2
"""Of a multiply-add: the product and the sum, as makers of CPUs count them."""


class LayerArithmetic(NamedTuple):
    """What one layer does with one image."""

    name: str
    """As in `named_modules`: "features.0"."""
    multiply_adds: int
    learning_before: bool
    """Whether a layer before it has weights, so that the step needs the gradient for its inputs too."""


def multiply_adds(network: nn.Sequential) -> int:
    """How often the network multiplies and adds to answer for one image, 28x28, of whatever widths it is."""
    return sum(layer.multiply_adds for layer in by_layer(network))


def step_operations(network: nn.Sequential, batch: int) -> int:
    """Floating point operations of one training step on `batch` images.

    Each product is made once forwards, once for the gradient of the weights and, unless nothing before it learns, once
    for the gradient of its inputs: those are the products that backpropagation.py makes. A
    teacher's look at the images is not counted.
    """
    return sum(
        OPERATIONS * batch * layer.multiply_adds * (3 if layer.learning_before else 2) for layer in by_layer(network)
    )


@torch.inference_mode()
def by_layer(network: nn.Sequential) -> list[LayerArithmetic]:
    """Those of its layers that multiply, in the order in which an image goes through them."""
    values = torch.zeros(IMAGE)
    layers: list[LayerArithmetic] = []
    # A copy, whose running figures may change. torch's "meta" tensors would do without one, and take 1.5 s to import.
    for name, layer in layers_of(copy.deepcopy(network).eval()):
        result = layer.module(values)
        if products := layer.multiply_adds(values, result):
            layers.append(LayerArithmetic(name, products, learning_before=bool(layers)))
        values = result
    return layers
