"""What a network that was made smaller reads correctly, image by image, beside the original."""

from typing import NamedTuple, overload

from torch import Tensor

from engine.formats import count
from engine.inspection import Paired


class Answers(NamedTuple):
    """Which images a network reads correctly, by the look that drawings are read with; bool (N,) each."""

    validation: Tensor
    pens: Tensor | None
    """None without strokes."""


def share(correctly: Tensor) -> float:
    """Of the images, 0 to 1."""
    return correctly.float().mean().item()


@overload
def paired(first: Tensor, other: Tensor) -> Paired: ...
@overload
def paired(first: Tensor | None, other: Tensor | None) -> Paired | None: ...
def paired(first: Tensor | None, other: Tensor | None) -> Paired | None:
    """Two networks by which of the same images each reads correctly, bool (N,); None where they were not asked."""
    if first is None or other is None:
        return None
    return Paired(len(first), int((first & ~other).sum()), int((other & ~first).sum()))


def read_beside(pairs: Paired) -> str:
    """What validation images say of a network beside the original, as a sentence."""
    images = count(pairs.images, "validation image")
    return f"On {images} {pairs.points} points, {pairs.gained} gained and {pairs.lost} lost: {pairs.words}."
