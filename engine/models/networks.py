"""The networks, by name. Each takes normalised float32 images and gives ten logits for each."""

import math
from collections import OrderedDict
from typing import ClassVar

import torch
from torch import nn

from engine.models.layers.linear import Linear
from engine.settings import CLASSES, ModelName


class Network(nn.Sequential):
    """A digit classifier that can say what it is: a chain of layers, each with a rule in backpropagation.py."""

    description: ClassVar[str]
    widths: tuple[int, ...]
    """How many units or channels each hidden layer has."""

    @property
    def classes(self) -> int:
        """How many logits it gives for each image."""
        return len(list(self.parameters())[-1])

    @property
    def weights(self) -> int:
        """How many numbers training may change."""
        return sum(parameter.numel() for parameter in self.parameters())


class SimpleNN(Network):
    """The network that most tutorials begin with: one hidden layer of 128 units, ReLU.

    Takes images (N, 1, 28, 28) or (N, 784), gives logits (N, 10).
    """

    description = (
        "Every pixel to each of 128 hidden units, and those to ten digits; it cannot tell which pixels are neighbours"
    )

    def __init__(self, widths: tuple[int, ...] = (128,), classes: int = CLASSES) -> None:
        (hidden,) = self.widths = widths
        super().__init__(
            OrderedDict(
                flatten=nn.Flatten(),
                hidden=Linear(784, hidden),
                relu=nn.ReLU(),
                output=Linear(hidden, classes),
            )
        )


class SmallCNN(Network):
    """Three convolutions, 28x28 to 12x12 to 4x4 to 2x2; strides instead of pooling, which is slow on a CPU.

    The first two have no padding: around the digit is nothing but paper, and a third of the arithmetic is saved.
    Takes images (N, 1, 28, 28), gives logits (N, 10).
    """

    description = "Three layers of small filters that slide over the picture, and from what they find to ten digits"

    def __init__(self, widths: tuple[int, ...] = (16, 48, 96), classes: int = CLASSES) -> None:
        first, second, third = self.widths = widths
        features = nn.Sequential(
            *_convolution(1, first, kernel=5, padding=0),
            *_convolution(first, second, kernel=5, padding=0),
            *_convolution(second, third, kernel=3, padding=1),
        )
        super().__init__(OrderedDict(features=features, flatten=nn.Flatten(), output=Linear(third * 2 * 2, classes)))


def _convolution(inputs: int, outputs: int, kernel: int, padding: int) -> list[nn.Module]:
    # The batch norm has its own offset, so the convolution needs no bias.
    convolution = nn.Conv2d(inputs, outputs, kernel, stride=2, padding=padding, bias=False)
    return [convolution, nn.BatchNorm2d(outputs), nn.ReLU()]


MODELS: dict[ModelName, type[SimpleNN] | type[SmallCNN]] = {"cnn": SmallCNN, "simple": SimpleNN}


def build(name: ModelName, seed: int = 0, widths: tuple[int, ...] = (), classes: int = CLASSES) -> Network:
    """A new network whose first weights depend on `seed` alone, in the memory format that is fastest on CPUs.

    `widths` are those of its hidden layers if they are not the usual ones; `classes` is how many logits it gives.
    """
    kind = MODELS[name]
    # What the layers draw while they are made is drawn again below: others' random numbers stay as they are.
    with torch.random.fork_rng(devices=()):
        network = kind(widths, classes=classes) if widths else kind(classes=classes)
    _initialise(network, torch.Generator().manual_seed(seed))
    # channels_last: oneDNN's convolutions took 0.9 times as long with it, and fully connected layers ignore it.
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def _initialise(network: Network, rng: torch.Generator) -> None:
    """Draw the first weights as torch's layers do, but from a generator of their own.

    The layers themselves draw from torch's global one, from which any other thread may draw at the same moment.
    Uniform weights after K. He, X. Zhang, S. Ren and J. Sun, "Delving deep into rectifiers", 2015, with torch's gain.
    """
    for layer in network.modules():
        if isinstance(layer, nn.Linear | nn.Conv2d):
            nn.init.kaiming_uniform_(layer.weight, a=math.sqrt(5), generator=rng)
            if layer.bias is not None:
                bound = 1 / math.sqrt(layer.weight[0].numel())
                nn.init.uniform_(layer.bias, -bound, bound, generator=rng)


def describe(name: ModelName) -> str:
    """What a network is and how large, in one sentence."""
    network = build(name)
    return f"{network.description}: {network.weights:,} weights."
