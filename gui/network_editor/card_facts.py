"""What the card of each layer says, as plain values."""

from collections.abc import Sequence
from typing import NamedTuple

from engine.formats import count, percent
from engine.stack import Examined, Row, StackLayer, fields_of, shape_text
from engine.stack.layers import Bounds


class Number(NamedTuple):
    """A number that a person can change."""

    name: str
    bounds: Bounds
    value: float


class CardFacts(NamedTuple):
    """One layer."""

    kind: type[StackLayer]
    position: str
    """As "Layer 3 of 9"."""
    title: str
    help: str
    numbers: tuple[Number, ...]
    shape: str
    """What comes out; "" where nobody knows because a layer before it cannot be."""
    costs: str
    share: float
    """Of the time of a step, 0 to 1; 0 as long as it is unknown."""
    problem: str
    """Why it cannot be, as a sentence, or ""."""
    known: bool
    """Whether all layers up to it can be."""

    @property
    def change(self) -> str:
        """What the nearest change that fits does, as the words of a button."""
        told = self.problem.rpartition("; ")[2].rstrip(".")
        return told[:1].upper() + told[1:]

    @property
    def spoken(self) -> str:
        """For screen readers, with all values."""
        numbers = [f"{number.bounds.title.lower()} {number.value:g}" for number in self.numbers]
        parts = (self.position, self.title.lower(), *numbers, self.shape and f"gives {self.shape}", self.costs)
        return ", ".join(part for part in (*parts, self.problem) if part)


def card_facts(examined: Examined, shares: Sequence[float] = ()) -> list[CardFacts]:
    """The facts of each layer. `shares` has the part of the time that each takes, or nothing."""
    layers, problem = examined.stack.layers, examined.problem
    bad = problem.place if problem else len(layers)
    facts = []
    for place, layer in enumerate(layers):
        row = examined.rows[place] if place < min(bad, len(examined.rows)) else None
        share = shares[place] if row and len(shares) == len(layers) else 0.0
        facts.append(
            CardFacts(
                type(layer),
                f"Layer {place + 1} of {len(layers)}",
                layer.title,
                layer.help,
                numbers_of(layer),
                shape_text(row.after) if row else "",
                _costs(row, share) if row else "",
                share,
                _sentence(problem.sentence) if problem and place == problem.place else "",
                place < bad,
            )
        )
    return facts


def numbers_of(layer: StackLayer) -> tuple[Number, ...]:
    """The numbers of a layer with their bounds."""
    return tuple(Number(name, bounds, getattr(layer, name)) for name, bounds in fields_of(type(layer)).items())


def end_problem(examined: Examined) -> str:
    """What is missing after the last layer, or ""."""
    problem = examined.problem
    return _sentence(problem.sentence) if problem and problem.place >= len(examined.stack.layers) else ""


def _costs(row: Row, share: float) -> str:
    parts = []
    if row.parameters:
        parts.append(count(row.parameters, "weight"))
    if row.multiply_adds:
        parts.append(count(row.multiply_adds, "multiply-add"))
    if share:
        parts.append(f"{percent(share, 0)} of the time" if share >= 0.005 else "under 1% of the time")
    return ", ".join(parts)


def _sentence(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}."
