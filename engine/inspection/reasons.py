"""Says in sentences which ink speaks for an answer and which against it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.formats import probability
from engine.inspection.occlusion import Floats, Occlusion

if TYPE_CHECKING:
    from engine.models import Reading

HEIGHTS, SIDES = ("upper", "", "lower"), ("left", "", "right")
STRONG = 0.1
"""In natural logarithms: ink that changes no odds by a tenth is not worth a word."""
HOTTEST = 0.9
"""Ink with more than this share of the greatest heat is the ink that speaks most."""


def reasons(found: Occlusion, names: Sequence[str]) -> Iterator[str]:
    """Yield the answer with the ink that speaks most for it, and the second answer with what speaks against that."""
    first, second = found.best_two
    share = probability(float(found.probabilities[first]))
    heat = found.heat(first)
    if heat.max() < STRONG:
        yield f"{names[first]} ({share}): no single part of the ink decides it."
    else:
        yield f"{names[first]} ({share}): the ink {place(heat)} speaks most for it."
    against = found.heat(second)
    share = probability(float(found.probabilities[second]))
    if against.min() > -STRONG:
        yield f"{names[second]} ({share}): no single part of the ink speaks against it."
    else:
        yield f"{names[second]} ({share}): the ink {place(-against)} speaks most against it."


def place(heat: Floats) -> str:
    """Where the hottest ink lies, as in "at the upper left": in thirds of the smallest square around the ink."""
    inked = np.argwhere(heat != 0)
    low, high = inked.min(0), inked.max(0)
    corner, side = (low + high) / 2 - max(high - low) / 2, max(*(high - low), 1)
    middle = np.argwhere(heat >= HOTTEST * heat.max()).mean(0)
    height, across = np.clip(3 * (middle - corner) / side, 0, 2.99).astype(int)
    words = " ".join(filter(None, (HEIGHTS[height], SIDES[across])))
    return {"": "in the middle", "upper": "at the top", "lower": "at the bottom"}.get(words, f"at the {words}")


def stroke_reasons(whole: "Reading", without: "Sequence[Reading | None]") -> Iterator[str]:
    """Yield a sentence for each stroke without which the drawing would be read otherwise, counted from 1."""
    for number, reading in enumerate(without, start=1):
        if reading is None:
            continue
        if not reading.sure and whole.sure:
            yield f"Without stroke {number} it would not be sure."
        elif reading.sure and reading.digit != whole.digit:
            yield f"Without stroke {number} it reads {reading.name} ({probability(reading.confidence)})."
