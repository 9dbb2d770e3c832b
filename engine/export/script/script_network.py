"""A network as lines of plain PyTorch that build it."""

from typing import Any

from torch import nn

from engine.models import Layer, layers_of

WIDTH = 120
"""Characters a line at the most."""


def network_lines(network: nn.Sequential) -> str:
    """A chain on one line if it fits, else a line for each convolution and for what comes after them.

    Raises InklingError for a layer that plain PyTorch cannot build.
    """
    layers = [layer for _, layer in layers_of(network)]
    line = f"network = {_chain(layers)}"
    if len(line) <= WIDTH:
        return line
    blocks: list[list[Layer[Any]]] = []
    for layer in layers:
        if layer.begins_line or not blocks:
            blocks.append([])
        blocks[-1].append(layer)
    return "\n".join(["network = nn.Sequential(", *(f"    {_chain(block)}," for block in blocks), ")"])


def _chain(layers: list[Layer[Any]]) -> str:
    return f"nn.Sequential({', '.join(layer.line() for layer in layers)})"
