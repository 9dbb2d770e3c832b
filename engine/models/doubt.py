"""Why a network is not sure of a drawing."""

from typing import Literal

Doubt = Literal["between", "nothing", "unsure"]
"""It lies between two classes, is like nothing that the network knows, or something else."""
BETWEEN_TWO, LIKE_NOTHING = 0.75, 0.35
"""Two answers with more than BETWEEN_TWO together: the drawing lies between them. The best one with less than
LIKE_NOTHING: it is like nothing that the network knows."""


def doubt_of(first: float, second: float) -> Doubt:
    """The reason, by the probabilities of the best two answers."""
    if first + second > BETWEEN_TWO and second > first / 2:
        return "between"
    return "nothing" if first < LIKE_NOTHING else "unsure"
