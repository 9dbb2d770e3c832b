"""Builds the modules of a network from its layers."""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Sequence

import torch
from torch import nn

from engine.models.layers.common.registry import layers_of, module_for
from engine.models.layers.residual import Residual
from engine.settings import CLASSES
from engine.stack import Row, Stack, checked_stack, stack_of
from engine.stack.layers import Add, Flatten, Linear, Output

NAMES = {Linear.word: "hidden"}
"""What a layer after flatten is called, if not by its own word."""


class Network(nn.Sequential):
    """A chain of layers: normalised float32 images (N, 1, 28, 28) to one logit for each class, (N, classes).

    What comes before flatten is called "features.0", "features.1" and so on, then come "flatten", "hidden" or
    "hidden1", "hidden2" ..., what stands between those, and "output".
    """

    def __init__(self, stack: Stack, classes: int = CLASSES) -> None:
        """Raises InklingError for a stack that cannot be."""
        rows = checked_stack(stack, classes).rows
        super().__init__(OrderedDict(_named(_modules(stack, rows, classes))))
        self.stack = stack
        self.widths = stack.widths
        """The number of units or channels of each hidden layer."""

    def with_widths(self, widths: Sequence[int]) -> Network:
        """A new network of the same layers with other widths, with the first weights of seed 0."""
        return initialised(self.stack.with_widths(widths), 0, self.classes)

    @property
    def classes(self) -> int:
        """The number of logits for each image."""
        return len(list(self.parameters())[-1])

    @property
    def weights(self) -> int:
        """The number of trainable parameters."""
        return sum(parameter.numel() for parameter in self.parameters())


def _modules(stack: Stack, rows: Sequence[Row], classes: int) -> list[tuple[str, nn.Module]]:
    """The modules in order, each with the word of its layer. Those that an addition reaches back over are one."""
    single = [(row.layer.word, _module(stack, place, row, classes)) for place, row in enumerate(rows)]
    return stack.joined(single, lambda within, own: (own[0], Residual(*(module for _, module in within))))


def _module(stack: Stack, place: int, row: Row, classes: int) -> nn.Module:
    if isinstance(row.layer, Add):
        # Residual takes its place.
        return nn.Identity()
    layer = Linear(classes) if isinstance(row.layer, Output) else row.layer
    return module_for(layer, row.before, stack.has_bias(place))


def _named(modules: Sequence[tuple[str, nn.Module]]) -> Iterator[tuple[str, nn.Module]]:
    words = [word for word, _ in modules]
    first = words.index(Flatten.word)
    if first:
        yield "features", nn.Sequential(*(module for _, module in modules[:first]))
    names = [NAMES.get(word, word.replace(" ", "_")) for word in words[first:]]
    often, seen = Counter(names), Counter[str]()
    for name, (_, module) in zip(names, modules[first:], strict=True):
        seen[name] += 1
        yield (f"{name}{seen[name]}" if often[name] > 1 else name), module


def build(model: str, seed: int = 0, widths: Sequence[int] = (), classes: int = CLASSES) -> Network:
    """A new network whose first weights depend on `seed` alone, in the memory format that is fastest on CPUs.

    `model` is a name or the text of a network. `widths` are those of its hidden layers, by default its own; `classes`
    is the number of logits. Raises InklingError for words that are no network.
    """
    stack = stack_of(model)
    return initialised(stack.with_widths(widths) if widths else stack, seed, classes)


def initialised(stack: Stack, seed: int, classes: int) -> Network:
    """A new network of these layers, as from `build`."""
    # Constructors draw from the global generator. Their weights are drawn again below, from a generator of our own.
    with torch.random.fork_rng(devices=()):
        torch.default_generator.manual_seed(seed)
        network = Network(stack, classes)
    rng = torch.Generator().manual_seed(seed)
    for _, layer in layers_of(network):
        layer.initialise(rng)
    # channels_last: oneDNN's convolutions took 0.9 times as long with it, and fully connected layers ignore it.
    return network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
