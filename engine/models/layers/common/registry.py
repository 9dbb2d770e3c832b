"""Finds the kinds of layer: every file beside this one that defines a subclass of `Layer` with `modules`."""

import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from typing import Any

from torch import nn

from engine.models.layers.common.autograd import ByAutograd
from engine.models.layers.common.bfloat16 import InBfloat16
from engine.models.layers.common.context import ALONE, Context, Randomness, Shared
from engine.models.layers.common.layer import Layer, Rule
from engine.models.layers.common.multiplying import MultiplyingLayer
from engine.stack import Shape, StackLayer

LAYERS = __name__.removesuffix(".common.registry")
"""The folder of the kinds, by name: importing it here would be a circle."""


@cache
def kinds() -> dict[type[nn.Module], type[Layer[Any]]]:
    """The kind of layer for each class of torch modules that has one."""
    found: dict[type[nn.Module], type[Layer[Any]]] = {}
    package = importlib.import_module(LAYERS)
    for file in pkgutil.iter_modules(package.__path__):
        for value in vars(importlib.import_module(f"{LAYERS}.{file.name}")).values():
            if isinstance(value, type) and issubclass(value, Layer):
                found |= dict.fromkeys(value.modules, value)
    return found


def layer_of(module: nn.Module, context: Context = ALONE) -> Layer[Any]:
    """What is known of this module; a plain `Layer` when it is of no known kind."""
    return kinds().get(type(module), Layer)(module, context)


@cache
def _declared() -> dict[type[StackLayer], type[Layer[Any]]]:
    return {kind.declared: kind for kind in reversed(kinds().values()) if kind.declared}


def module_for(declared: StackLayer, before: Shape, bias: bool) -> nn.Module:
    """The module of a layer that a person declared, for values of this shape."""
    return _declared()[type(declared)].built(declared, before, bias)


def layers_of(network: nn.Module, name: str = "") -> Iterator[tuple[str, Layer[Any]]]:
    """The layers in the order in which an image goes through them, with names as in `named_modules`.

    One that stands in two places comes twice. A module that is more than a chain of others is one layer.
    """
    if not isinstance(network, nn.Sequential) or type(network).forward is not nn.Sequential.forward:
        yield name, layer_of(network)
        return
    for key, module in network._modules.items():
        assert module is not None
        yield from layers_of(module, f"{name}.{key}" if name else key)


def rules_of(network: nn.Module, *, bfloat16: bool, randomness: Randomness, shared: Shared | None = None) -> list[Rule]:
    """How values and gradients pass each layer in training, in order.

    A network in which two layers share their weights is one layer for autograd, which adds up the gradients.
    """
    every = [weight for _, layer in layers_of(network) for weight in layer.module.parameters()]
    if len(every) > len(list(network.parameters())):
        return [_prepared(ByAutograd(network, Context(bfloat16=bfloat16, randomness=randomness, shared=shared)))]
    return rules_in(network, Context(bfloat16=bfloat16, randomness=randomness, shared=shared))


def rules_in(chain: nn.Module, context: Context) -> list[Rule]:
    """Those of a chain of layers, of which the first is at the position of the context."""
    rules: list[Rule] = []
    learning = context.learning_before
    for position, (_, layer) in enumerate(layers_of(chain), context.position):
        rules.append(_rule(layer, context._replace(position=position, learning_before=learning)))
        learning = learning or any(True for _ in layer.module.parameters())
    return rules


def _rule(layer: Layer[Any], context: Context) -> Rule:
    rule = layer_of(layer.module, context) if layer.covers() else ByAutograd(layer.module, context)
    if context.bfloat16 and isinstance(rule, MultiplyingLayer):
        return InBfloat16(rule, context)
    return _prepared(rule)


def _prepared(rule: ByAutograd) -> Rule:
    rule.prepare()
    return rule
