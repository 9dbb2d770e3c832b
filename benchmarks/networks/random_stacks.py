"""Random networks within the program's limits, and broken ones."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from engine.stack import KINDS, Stack, StackLayer, examined, fields_of, with_number
from engine.stack.layers import (
    GELU,
    Add,
    AveragePool,
    BatchNorm,
    Conv,
    Dropout,
    Flatten,
    LeakyReLU,
    Linear,
    MaxPool,
    Output,
    ReLU,
    Sigmoid,
    Tanh,
)

BETWEEN: tuple[type[StackLayer], ...] = (BatchNorm, ReLU, LeakyReLU, Tanh, Sigmoid, GELU, Dropout)
OF_PICTURES: tuple[type[StackLayer], ...] = (Conv, Conv, Conv, MaxPool, AveragePool, Add, *BETWEEN)
OF_UNITS: tuple[type[StackLayer], ...] = (Linear, Linear, Linear, Add, *BETWEEN)
MOST_PICTURES, MOST_FLAT = 7, 5
"""Layers before flatten and after it."""
TRIES = 20


def random_stack(rng: Random, most_multiply_adds: int = 300_000) -> Stack:
    """A network that can be, of at most so many multiply-adds an image."""
    layers: tuple[StackLayer, ...] = ()
    for make, most in ((_of_pictures, MOST_PICTURES), (_of_units, MOST_FLAT)):
        for _ in range(rng.randint(0, most)):
            layers = _grown(rng, layers, make, most_multiply_adds)
        if make is _of_pictures:
            layers = (*layers, Flatten())
    return Stack((*layers, Output()))


def _grown(
    rng: Random, layers: tuple[StackLayer, ...], make: Callable[[Random], StackLayer], most: int
) -> tuple[StackLayer, ...]:
    for _ in range(TRIES):
        more = Stack((*layers, make(rng)))
        found = examined(more)
        # Without its output a network is not whole; that alone may be missing.
        if len(found.rows) == len(more.layers) and found.totals.multiply_adds <= most:
            return more.layers
    return layers


def _of_pictures(rng: Random) -> StackLayer:
    kind = rng.choice(OF_PICTURES)
    if kind is Conv:
        size = rng.choice((1, 2, 3, 5))
        return Conv(rng.randint(1, 12), size, rng.choice((1, 1, 2, 3)), rng.randint(0, size // 2))
    if kind in (MaxPool, AveragePool):
        return with_number(kind(), "size", rng.randint(2, 4))
    return _between(rng, kind)


def _of_units(rng: Random) -> StackLayer:
    kind = rng.choice(OF_UNITS)
    return Linear(rng.randint(1, 64)) if kind is Linear else _between(rng, kind)


def _between(rng: Random, kind: type[StackLayer]) -> StackLayer:
    if kind is Add:
        return Add(rng.randint(1, 4))
    if kind is Dropout:
        return Dropout(rng.randint(0, 9) / 10)
    return LeakyReLU(rng.randint(0, 10) / 20) if kind is LeakyReLU else kind()


def broken_stack(rng: Random) -> Stack:
    """A network that cannot be: one that could, changed in one place."""
    while True:
        stack = random_stack(rng)
        place = rng.randrange(len(stack.layers))
        changed = rng.choice((_replaced, _without, _too_large))(rng, stack, place)
        if changed.layers and examined(changed).problem:
            return changed


def _replaced(rng: Random, stack: Stack, place: int) -> Stack:
    kind = rng.choice(KINDS)
    layer = kind()
    for name, bounds in fields_of(kind).items():
        layer = with_number(layer, name, rng.uniform(bounds.low, bounds.high))
    return stack.replaced(place, (layer,))


def _without(_rng: Random, stack: Stack, place: int) -> Stack:
    return stack.replaced(place, ())


def _too_large(rng: Random, stack: Stack, place: int) -> Stack:
    layer = stack.layers[place]
    if isinstance(layer, Conv):
        return stack.replaced(place, (replace(layer, size=rng.randint(10, 28), stride=8),))
    return stack.replaced(place, (Linear(4096), Linear(4096), layer))
