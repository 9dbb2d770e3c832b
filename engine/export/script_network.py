"""A network as lines of plain PyTorch that build it."""

from torch import nn

WIDTH = 120
"""Characters a line at the most."""


def network_lines(network: nn.Sequential) -> str:
    """A chain on one line if it fits, else a line for each convolution and for what comes after them."""
    layers = [layer for layer in network.modules() if not isinstance(layer, nn.Sequential)]
    line = f"network = {_chain(layers)}"
    if len(line) <= WIDTH:
        return line
    blocks: list[list[nn.Module]] = []
    for layer in layers:
        if isinstance(layer, nn.Conv2d | nn.Flatten):
            blocks.append([])
        blocks[-1].append(layer)
    return "\n".join(["network = nn.Sequential(", *(f"    {_chain(block)}," for block in blocks), ")"])


def _chain(layers: list[nn.Module]) -> str:
    return f"nn.Sequential({', '.join(map(_layer, layers))})"


def _layer(layer: nn.Module) -> str:
    """As a person would write it. Raises TypeError for a layer that has no line here."""
    match layer:
        case nn.Linear():
            return f"nn.Linear({layer.in_features}, {layer.out_features})"
        case nn.Conv2d():
            sizes = f"{layer.in_channels}, {layer.out_channels}, {layer.kernel_size[0]}, stride={layer.stride[0]}"
            padding = f", padding={layer.padding[0]}" if layer.padding[0] else ""
            return f"nn.Conv2d({sizes}{padding}{'' if layer.bias is not None else ', bias=False'})"
        case nn.BatchNorm2d():
            return f"nn.BatchNorm2d({layer.num_features})"
        case nn.Flatten() | nn.ReLU():
            return f"nn.{type(layer).__name__}()"
    raise TypeError(f"There is no way to write {type(layer).__name__} down: add one.")
