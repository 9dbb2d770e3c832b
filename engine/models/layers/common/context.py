"""Where in a network a layer stands, and the random numbers that it may draw there."""

from typing import NamedTuple

import numpy as np

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


class Context(NamedTuple):
    """What a layer must know of the network in which it learns."""

    position: int = 0
    """Its number in the chain of layers."""
    learning_before: bool = False
    """Whether a layer before it has weights, and so wants the gradient for this one's input."""
    bfloat16: bool = False
    """Whether products are computed in bfloat16."""
    randomness: Randomness = Randomness()


ALONE = Context()
"""For a layer that is only described."""
