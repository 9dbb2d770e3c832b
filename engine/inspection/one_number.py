"""Follows one number of a network: from which numbers it comes, and how."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from engine.errors import InklingError
from engine.formats import figures
from engine.inspection.stages import Floats, GraphStage, Stage

if TYPE_CHECKING:
    from engine.models import Terms

Place = tuple[int, int, int]
"""Picture, row and column, all from 0."""
NOT_TOLD = (
    "An int8 graph shows its numbers, but not how they are made: to follow one, open the network that it was made from."
)
SHOWN = 3
"""Products that a sentence names; the others are counted."""
FUNCTIONS = {"Tanh": "tanh", "BatchNorm2d": "batch norm"}
"""Layers that a person calls otherwise than torch does."""


@dataclass(frozen=True, eq=False)
class Origin:
    """Where one number of a stage comes from."""

    terms: "Terms"
    """Of the stage's first layer."""
    box: tuple[slice, slice, slice]
    """What it looks at in the pictures before the stage: which pictures, rows and columns."""
    inputs: Floats
    """The numbers there, (C, H, W); NaN for one that does not count."""
    factors: Floats
    """What each is multiplied with, in the same way; ones unless the layer is a sum."""
    largest: float
    """The largest number, without its sign, of all that the stage gets."""
    results: tuple[tuple[str, float], ...]
    """What each layer of the stage makes of it: the layer's name and the number."""

    @property
    def value(self) -> float:
        """The number itself."""
        return self.results[-1][1]


@torch.inference_mode()
def origin(stage: Stage | GraphStage, place: Place) -> Origin:
    """Where the number at this place of `stage.values` comes from. Its sums are computed in float64.

    Raises InklingError for an int8 graph.
    """
    if isinstance(stage, GraphStage):
        raise InklingError(NOT_TOLD)
    first, *others = stage.steps
    own = place if first.result.dim() > 1 else (place[0],)
    terms = first.layer.terms(first.inputs, own)
    places = _in_pictures(terms.places.numpy(), tuple(first.inputs.shape), stage.before.shape)
    box = tuple(slice(int(low), int(high) + 1) for low, high in zip(places.min(0), places.max(0), strict=True))
    shape = tuple(one.stop - one.start for one in box)
    inputs, factors = np.full(shape, np.nan, np.float32), np.full(shape, np.nan, np.float32)
    inside = tuple((places - [one.start for one in box]).T)
    inputs[inside], factors[inside] = terms.inputs.numpy(), terms.factors.numpy()
    shown = [first, *(step for step in others if not isinstance(step.layer.module, nn.Flatten | nn.Dropout))]
    results = tuple((step.layer.name, float(step.result[own])) for step in shown)
    largest = float(np.abs(np.nan_to_num(stage.before)).max())
    return Origin(terms, (box[0], box[1], box[2]), inputs, factors, largest, results)


def _in_pictures(places: NDArray[np.int64], shape: tuple[int, ...], before: tuple[int, ...]) -> NDArray[np.int64]:
    """Places in what the layer gets as places in the pictures before the stage, (T, 3): it may get them in a row."""
    numbers = np.ravel_multi_index(tuple(places.T), shape)
    return np.column_stack(np.unravel_index(numbers, before))


def sum_in_words(found: Origin) -> str:
    """How the number is made: "3.1 x 0.4 + 1.2 x -0.3 + 23 more = 1.70, batch norm 0.93, ReLU 0.93"."""
    (_, first), *others = found.results
    words = [f"{_how(found)} = {figures(first)}"]
    words += [f"{FUNCTIONS.get(name, name)} {figures(value)}" for name, value in others]
    return " \u2192 ".join(words)


def _how(found: Origin) -> str:
    terms = found.terms
    if terms.how != "sum":
        return f"the largest of {len(terms.inputs)}" if terms.how == "largest" else f"{found.results[0][0]}"
    products = terms.products.abs()
    largest = products.argsort(descending=True)[:SHOWN].tolist()
    parts = [f"{figures(float(terms.inputs[one]))} \u00d7 {figures(float(terms.factors[one]))}" for one in largest]
    rest = len(products) - len(parts)
    if rest:
        parts.append(f"{rest} more")
    if terms.offset:
        parts.append(f"bias {figures(terms.offset)}")
    return " + ".join(parts)
