"""Where in a network a layer stands, the random numbers that it may draw there, and whether its batch is whole."""

from typing import NamedTuple, Protocol

import numpy as np
from torch import Tensor

LAYERS = 1
"""Mixed into every seed here, so that no layer draws the numbers that order or augment the images."""


class Randomness:
    """Random numbers that depend on the run's seed, the step and the layer's position alone.

    No state needs to be kept: a resumed run sets `step` and draws the same numbers again.
    """

    def __init__(self, seed: int = 0) -> None:
        self._seed = seed
        self.step = 0
        """Set before each step."""

    def seed_at(self, position: int) -> int:
        """32 bits, as torch's generators look at no more, for the layer at this position in this step."""
        return int(np.random.SeedSequence([self._seed, self.step, position, LAYERS]).generate_state(1)[0])


class Shared(Protocol):
    """The batch of which this process computes a part, when several train one network together."""

    images: int
    """In the whole batch."""
    part: slice
    """Which of these are computed here; none may be."""

    def sum(self, values: Tensor) -> None:
        """Replace the values by their sums over all processes, each of which must call this."""


class Context(NamedTuple):
    """What a layer must know of the network in which it learns."""

    position: int = 0
    """Its number in the chain of layers."""
    learning_before: bool = False
    """Whether a layer before it has weights, and so wants the gradient for this one's input."""
    bfloat16: bool = False
    """Whether products are computed in bfloat16."""
    randomness: Randomness = Randomness()
    shared: Shared | None = None
    """None when the batch is whole. Otherwise a layer that mixes the images of a batch, or draws a random number for
    each, must take the other parts into account."""


ALONE = Context()
"""For a layer that is only described."""
