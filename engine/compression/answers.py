"""The images that a compressed network classifies correctly, paired with the original's."""

from typing import NamedTuple, overload

from torch import Tensor

from engine.formats import count
from engine.inspection import Paired


class Answers(NamedTuple):
    """Whether a network classifies each image correctly, with test-time augmentation; bool (N,) each."""

    validation: Tensor
    pens: Tensor | None
    """None without strokes."""


def share(correctly: Tensor) -> float:
    """Return the share of true values, 0 to 1."""
    return correctly.float().mean().item()


@overload
def paired(first: Tensor, other: Tensor) -> Paired: ...
@overload
def paired(first: Tensor | None, other: Tensor | None) -> Paired | None: ...
def paired(first: Tensor | None, other: Tensor | None) -> Paired | None:
    """Compare two networks by bool (N,), correct or not, on the same images; None if not measured."""
    if first is None or other is None:
        return None
    return Paired(len(first), int((first & ~other).sum()), int((other & ~first).sum()))


def read_beside(pairs: Paired) -> str:
    """Return the sentence that compares a network with the original on validation images."""
    images = count(pairs.images, "validation image")
    return f"On {images} {pairs.points} points, {pairs.gained} gained and {pairs.lost} lost: {pairs.words}."
