"""The layers of a network as a page has them: numbers, shapes and weights."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from torch import Tensor, nn

from engine.export.playable.numbers import Floats, Form, encoded, packed
from engine.models import Network, Residual, factors_and_offsets, layers_of
from engine.stack import checked_stack


def page_layers(network: Network, form: Form) -> list[dict[str, Any]]:
    """One for each layer of the stack, in order: `kind` is its word, then come its numbers, shapes and weights.

    Those of products have the type `form`. A batch norm is a factor and an offset for each channel.
    """
    rows = checked_stack(network.stack, network.classes).rows
    return [
        {
            "kind": row.layer.word,
            "before": row.before,
            "after": row.after,
            **asdict(row.layer),
            **_weights(module, form),
        }
        for row, module in zip(rows, modules_of(network), strict=True)
    ]


def modules_of(network: nn.Sequential) -> Iterator[nn.Module]:
    """A module for each layer of the stack; that of an addition comes after those that it reaches back over."""
    for _, layer in layers_of(network):
        if isinstance(layer.module, Residual):
            yield from modules_of(nn.Sequential(*layer.module))
        yield layer.module


def _weights(module: nn.Module, form: Form) -> dict[str, str]:
    if isinstance(module, nn.BatchNorm1d | nn.BatchNorm2d):
        factors, offsets = factors_and_offsets(module)
        return {"factor": encoded(_array(factors.float())), "offset": encoded(_array(offsets.float()))}
    if not isinstance(module, nn.Linear | nn.Conv2d):
        return {}
    bias = {} if module.bias is None else {"bias": encoded(_array(module.bias))}
    return packed(_array(module.weight), form) | bias


def _array(tensor: Tensor) -> Floats:
    """In the order of its axes, whatever the layout in memory."""
    return tensor.detach().contiguous().numpy()
