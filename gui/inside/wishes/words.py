"""What the view Would like says about layers, units and how strongly they answer. Knows no widgets."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from engine.formats import figures, probability

if TYPE_CHECKING:
    from engine.inspection import UnitLayer

ARROW = "\u2192"


class Strength(NamedTuple):
    """How strongly a unit answers."""

    value: float
    share: float | None
    """The probability, where the unit is a class."""


def layer_name(layer: "UnitLayer", stage: int) -> str:
    """What a layer is called that ends the stage of this number, from 1."""
    return "Answers" if layer.classes else f"Layer {stage}"


def units_in_words(layer: "UnitLayer") -> str:
    """How many units a layer has."""
    kind = "classes" if layer.classes else f"{layer.noun}s"
    return f"What one of these {layer.units:,} {kind} would like to see"


def unit_names(layer: "UnitLayer", names: Sequence[str]) -> list[str]:
    """What the units of a layer are called; `names` are those of the classes."""
    return list(names) if layer.classes else [f"{layer.noun} {number}" for number in range(1, layer.units + 1)]


def strength_words(start: Strength, now: Strength) -> str:
    """How strongly a unit answered at first, and how strongly it does now."""
    said = f"It answers with {figures(start.value)} {ARROW} {figures(now.value)}"
    if start.share is None or now.share is None:
        return f"{said}."
    return f"{said}; probability {probability(start.share)} {ARROW} {probability(now.share)}."
