"""The units and channels of a network, by layer, and how strongly they answer to images."""

import copy
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.errors import InklingError
from engine.inspection.stages import stages_of
from engine.models import OnnxNetwork, layers_of

INT8 = (
    "This network computes with whole numbers (int8), which have no gradient to climb: look at the network that it "
    "was made from."
)
REPEATING = (nn.Flatten, nn.Dropout)
"""What comes out of these is what went in."""
PLACES = 8
"""One place of so many counts where a channel has several."""


class UnitLayer(NamedTuple):
    """A layer whose units or channels can be looked at one by one."""

    number: int
    """Its place among all layers of the network, from 0."""
    kind: str
    """As torch calls it."""
    units: int
    """How many units or channels it has."""
    places: int
    """How many values each channel has; 1 for a unit."""
    classes: bool
    """Whether its units are the network's answers."""
    ends: bool
    """Whether it ends a stage: what follows looks at several of its numbers at once, and not at each by itself."""

    @property
    def noun(self) -> str:
        """What one of its units is called."""
        return "class" if self.classes else "unit" if self.places == 1 else "filter"


class Unit(NamedTuple):
    """A unit, channel or class of a network."""

    layer: int
    """The place of its layer among all layers, from 0."""
    number: int
    """From 0."""


def unit_layers(network: nn.Module) -> tuple[UnitLayer, ...]:
    """The layers of a network, from its input on; those that only pass their values on are left out.

    Raises InklingError for an int8 network.
    """
    if isinstance(network, OnnxNetwork):
        raise InklingError(INT8)
    layers = [layer for _, layer in layers_of(network)]
    changing = [number for number, layer in enumerate(layers) if not isinstance(layer.module, REPEATING)]
    lasts = {max(number for number in changing if begin <= number < end) for begin, end in stages_of(layers)}
    found, values = [], torch.zeros(1, 1, 28, 28)
    with torch.inference_mode():
        for number, layer in enumerate(layers):
            values = layer.module(values)
            if number in changing:
                places, classes = values[0, 0].numel(), number == changing[-1]
                found.append(UnitLayer(number, layer.name, values.shape[1], places, classes, number in lasts))
    return tuple(found)


def chain_to(network: nn.Module, layer: int) -> nn.Sequential:
    """A copy of a network up to and including a layer, without gradients of its own, in evaluation mode.

    It takes normalised images (N, 1, 28, 28). The network itself may go on learning.
    """
    modules = [one.module for _, one in layers_of(network)][: layer + 1]
    # A tensor that was made in inference mode cannot take part in a gradient; its copy can.
    with torch.inference_mode(False), torch.no_grad():
        chain = nn.Sequential(*copy.deepcopy(modules))
    return chain.requires_grad_(False).eval()


def strengths(values: Tensor) -> Tensor:
    """How strongly each unit answers, (N, U), from a layer's values (N, U, ...).

    Of a channel it is the mean over the strongest eighth of its map. The mean over all places would be highest for an
    image that is full of ink, and a single place would show a single patch.
    """
    if values.dim() == 2:
        return values
    every = values.flatten(2)
    return every.topk(max(1, every.shape[2] // PLACES), 2).values.mean(2)
