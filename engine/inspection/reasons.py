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
    for digit in found.best_two:
        share = float(found.probabilities[digit])
        yield reason(found.heat(digit), names[digit], share, answer=digit == found.best_two[0])


def reason(heat: Floats, name: str, share: float, *, answer: bool) -> str:
    """Which ink speaks most for the answer, or against a class that is not the answer.

    `heat` is that of the class called `name`, whose probability is `share`.
    """
    said = f"{name} ({probability(share)})"
    if answer and heat.max() < STRONG:
        return f"{said}: no single part of the ink decides it; the shape as a whole does."
    if answer:
        return f"{said}: the ink {place(heat)} speaks most for it."
    if heat.min() <= -STRONG:
        return f"{said}: the ink {place(-heat)} speaks most against it."
    if heat.max() >= STRONG:
        return (
            f"{said}: no single part of the ink speaks against it. That {place(heat)} speaks for it: it is too little."
        )
    return f"{said}: no single part of the ink speaks for or against it; the shape as a whole does not look like it."


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
        if reading is not None and changes(whole, reading):
            yield without_stroke(whole, reading, f"stroke {number}")


def changes(whole: "Reading", reading: "Reading") -> bool:
    """Whether a drawing without one of its strokes, as in `reading`, has another answer than all of it."""
    return whole.sure if not reading.sure else reading.digit != whole.digit


def without_stroke(whole: "Reading", reading: "Reading | None", stroke: str) -> str:
    """What is read without `stroke`, which is how it is called; None if no ink would be left."""
    if reading is None:
        return f"Without {stroke} there is nothing to read."
    if not reading.sure:
        return f"Without {stroke} it would {'not be' if whole.sure else 'still not be'} sure."
    still = "still reads" if not changes(whole, reading) else "reads"
    return f"Without {stroke} it {still} {reading.name} ({probability(reading.confidence)})."
