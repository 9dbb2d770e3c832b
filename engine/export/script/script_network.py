"""A network as lines of plain PyTorch that build it."""

from collections.abc import Sequence
from typing import Any

from torch import nn

from engine.models import Layer, MultiplyingLayer, layers_of

WIDTH = 120
"""Characters a line at the most."""
INDENT = "    "


def network_lines(network: nn.Sequential) -> str:
    """A chain on one line if it fits, else a line for each convolution and for what comes after them.

    Raises InklingError for a layer that plain PyTorch cannot build.
    """
    layers = [layer for _, layer in layers_of(network)]
    line = f"network = {_chain(layers)}"
    if len(line) <= WIDTH:
        return line
    lines = [line for block in _blocks(layers) for line in _call("nn.Sequential", block, INDENT)]
    return "\n".join(["network = nn.Sequential(", *lines, ")"])


def has_residuals(network: nn.Sequential) -> bool:
    """Whether a script needs the class that adds what came in."""
    return any(_is_composed(layer) for _, layer in layers_of(network))


def _chain(layers: Sequence[Layer[Any]]) -> str:
    return f"nn.Sequential({', '.join(layer.line() for layer in layers)})"


def _blocks(layers: Sequence[Layer[Any]]) -> list[list[Layer[Any]]]:
    """Each begins with a layer that begins a line, or with one that has no room in the block before."""
    blocks: list[list[Layer[Any]]] = []
    for layer in layers:
        begins = layer.begins_line or not blocks
        if begins or (isinstance(layer, MultiplyingLayer) and len(_chain([*blocks[-1], *2 * [layer]])) > WIDTH):
            blocks.append([])
        blocks[-1].append(layer)
    return blocks


def _call(name: str, layers: Sequence[Layer[Any]], indent: str) -> list[str]:
    """The lines of `name(layer, layer, ...),`, on one if there is room."""
    line = f"{indent}{name}({', '.join(layer.line() for layer in layers)}),"
    if len(line) <= WIDTH:
        return [line]
    inner = [line for layer in layers for line in _argument(layer, indent + INDENT)]
    return [f"{indent}{name}(", *inner, f"{indent}),"]


def _argument(layer: Layer[Any], indent: str) -> list[str]:
    if _is_composed(layer):
        return _call(type(layer.module).__name__, [one for _, one in layers_of(nn.Sequential(*layer.module))], indent)
    return [f"{indent}{layer.line()},"]


def _is_composed(layer: Layer[Any]) -> bool:
    return isinstance(layer.module, nn.Sequential)
