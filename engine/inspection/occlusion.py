"""Which ink speaks for an answer and which against it: the network answers again without each spot of the ink."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.ink import SIZE

if TYPE_CHECKING:
    from engine.ink import Image, Stroke
    from engine.models import Classifier, Reading

Floats = NDArray[np.float32]
STEP = 2
"""Pixels between two spots."""
SPREAD = 1.3
"""The standard deviation of a spot in pixels: a pen of MNIST is about 2.5 wide."""
INK = 32
"""A pixel darker than this counts as ink, of 255."""
LEAST = 1e-6
"""Probabilities closer than this to 0 or 1 count as this: float32 knows no more of them."""


@dataclass(frozen=True, eq=False)
class Occlusion:
    """What each spot of the ink does to each answer."""

    image: "Image"
    """The image, uint8 (28, 28)."""
    probabilities: Floats
    """With all of its ink, (C,)."""
    spots: Floats
    """How much of the ink each of S spots erases, (S, 28, 28), 0 to 1."""
    without: Floats
    """The probabilities without each spot, (S, C)."""

    @property
    def best_two(self) -> tuple[int, int]:
        """The most probable class and the second one."""
        first, second = np.argsort(-self.probabilities)[:2]
        return int(first), int(second)

    def heat(self, digit: int) -> Floats:
        """How much the ink of each pixel speaks for a class (above 0) or against it, (28, 28).

        In natural logarithms of the odds p / (1 - p): at 0.7 they would be half as high without the spot around the
        pixel. Probabilities would tell nothing of an answer that is certain. Where there is no ink it is 0.
        """
        return self.heats[digit]

    @cached_property
    def heats(self) -> Floats:
        """Those of all classes, (C, 28, 28)."""
        change = _log_odds(self.probabilities) - _log_odds(self.without)
        weight = self.spots.sum(0)
        # A product of matrices would wait for another thread, which has no core while a network learns.
        heats = np.einsum("sc,syx->cyx", change.astype(np.float32), self.spots) / np.maximum(weight, LEAST)
        return np.where(self.image > INK, heats, 0).astype(np.float32)


def occlusion(classifier: "Classifier", image: "Image") -> Occlusion:
    """Classify an image, uint8 (28, 28), once more for each spot of its ink that is erased.

    The method is that of M. Zeiler and R. Fergus, "Visualizing and understanding convolutional networks", 2014, with
    round spots instead of grey squares: erased ink is background, which the network knows.
    """
    spots = _spots()
    spots = spots[(spots * (image > INK)).sum((1, 2)) > 1]
    erased = np.rint(image * (1 - spots)).astype(np.uint8)
    answers = classifier.probabilities(np.concatenate([image[None], erased]))
    return Occlusion(image, answers[0], spots, answers[1:])


def without_each_stroke(classifier: "Classifier", strokes: "Sequence[Stroke]") -> "list[Reading | None]":
    """The reading of a drawing without its first stroke, without its second ...; None where nothing would be left."""
    rest = [[*strokes[:place], *strokes[place + 1 :]] for place in range(len(strokes))]
    inked = [place for place, others in enumerate(rest) if any(map(len, others))]
    readings = iter(classifier.read_drawings([rest[place] for place in inked]) if inked else [])
    return [next(readings) if place in inked else None for place in range(len(rest))]


def _log_odds(probability: NDArray[np.float32]) -> Floats:
    bounded = np.clip(np.asarray(probability, np.float64), LEAST, 1 - LEAST)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


@cache
def _spots() -> Floats:
    """All spots of an image, (14 * 14, 28, 28): 1 in the middle of each, less around it."""
    middles = np.arange(STEP / 2, SIZE, STEP, dtype=np.float32)
    places = np.arange(SIZE, dtype=np.float32) + 0.5
    one = np.exp(-((places[None] - middles[:, None]) ** 2) / (2 * SPREAD**2))
    return (one[:, None, :, None] * one[None, :, None, :]).reshape(-1, SIZE, SIZE)
