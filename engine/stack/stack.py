"""A network as data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from engine.stack.layers import WITH_WIDTH, Add, BatchNorm, Conv, StackLayer

T = TypeVar("T")


@dataclass(frozen=True)
class Stack:
    """Layers in the order in which an image goes through them. Nothing says that they fit: see `examined`."""

    layers: tuple[StackLayer, ...]

    @property
    def widths(self) -> tuple[int, ...]:
        """The number of channels or units of each hidden layer that has any of its own."""
        return tuple(getattr(layer, WITH_WIDTH[type(layer)]) for layer in self.layers if type(layer) in WITH_WIDTH)

    @property
    def has_filters(self) -> bool:
        """Whether it looks at neighbouring pixels together."""
        return any(isinstance(layer, Conv) for layer in self.layers)

    def with_widths(self, widths: Sequence[int]) -> "Stack":
        """The same layers with other widths. Raises ValueError when there are more or fewer of them."""
        left = list(widths)
        if len(left) != len(self.widths):
            raise ValueError(f"There are {len(self.widths)} hidden layers, not {len(left)}.")
        return Stack(tuple(_wide(layer, left.pop(0)) if type(layer) in WITH_WIDTH else layer for layer in self.layers))

    def has_bias(self, place: int) -> bool:
        """Whether the layer there has an offset, if it can: a batch norm that follows has one of its own."""
        return not (place + 1 < len(self.layers) and isinstance(self.layers[place + 1], BatchNorm))

    def replaced(self, place: int, layers: Sequence[StackLayer], gone: int = 1) -> "Stack":
        """With these layers instead of the `gone` ones that begin at `place`.

        A residual connection that reaches over the place keeps its beginning.
        """
        grown = len(layers) - gone
        rest = [self._reaching(number, place, grown) for number in range(place + gone, len(self.layers))]
        return Stack((*self.layers[:place], *layers, *rest))

    def joined(self, parts: Sequence[T], join: Callable[[list[T], T], T]) -> list[T]:
        """`parts` has one for each layer. Those that an addition reaches back over become one, by `join` with its own.

        So the result has one for each module that the network consists of.
        """
        found: list[tuple[int, T]] = []
        for place, (layer, part) in enumerate(zip(self.layers, parts, strict=True)):
            begin = place - layer.layers if isinstance(layer, Add) else place
            within = [one for start, one in found if start >= begin]
            found = [(start, one) for start, one in found if start < begin]
            found.append((begin, join(within, part) if isinstance(layer, Add) else part))
        return [one for _, one in found]

    def _reaching(self, number: int, place: int, grown: int) -> StackLayer:
        layer = self.layers[number]
        if isinstance(layer, Add) and number - layer.layers <= place:
            return replace(layer, layers=max(1, layer.layers + grown))
        return layer


def _wide(layer: StackLayer, width: int) -> StackLayer:
    changed: dict[str, Any] = {WITH_WIDTH[type(layer)]: width}
    return replace(layer, **changed)
