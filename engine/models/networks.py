"""The networks by name. Each takes normalised float32 images and gives one logit for each class."""

from collections import OrderedDict
from typing import ClassVar

import torch
from torch import nn

from engine.models.layers.common.registry import layers_of
from engine.models.layers.linear import Linear
from engine.settings import CLASSES, ModelName


class Network(nn.Sequential):
    """A chain of layers that classifies images and can say what it is. The folder `layers` knows kinds of layers."""

    description: ClassVar[str]
    widths: tuple[int, ...]
    """The number of units or channels of each hidden layer."""

    @property
    def classes(self) -> int:
        """The number of logits for each image."""
        return len(list(self.parameters())[-1])

    @property
    def weights(self) -> int:
        """The number of trainable parameters."""
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

    The first two have no padding: only background surrounds the digit, and a third of the arithmetic is saved.
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

    `widths` are those of its hidden layers, by default the usual ones; `classes` is the number of logits.
    """
    kind = MODELS[name]
    # Constructors draw from the global generator. Most weights are drawn again below, from a generator of our own.
    with torch.random.fork_rng(devices=()):
        torch.default_generator.manual_seed(seed)
        network = kind(widths, classes=classes) if widths else kind(classes=classes)
    rng = torch.Generator().manual_seed(seed)
    for _, layer in layers_of(network):
        layer.initialise(rng)
    # channels_last: oneDNN's convolutions took 0.9 times as long with it, and fully connected layers ignore it.
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]


def describe(name: ModelName) -> str:
    """What a network does and how many weights it has, in one sentence."""
    network = build(name)
    return f"{network.description}: {network.weights:,} weights."
