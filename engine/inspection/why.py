"""Everything that speaks for and against the answers to one drawing: its heat maps, and what each stroke does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.ink import placed
from engine.inspection.occlusion import Floats, Occlusion, occlusion, without_each_stroke
from engine.inspection.reasons import reason

if TYPE_CHECKING:
    from engine.ink import Image, Stroke
    from engine.models import Classifier, Reading

MOST_STROKES = 8
"""A drawing of more strokes is not read without each of them: that would take longer, and no digit needs so many."""

FAINT = 0.7
"""In natural logarithms of the odds: about twice the odds have the full colours at least."""


@dataclass(frozen=True, eq=False)
class Why:
    """What an answer rests on."""

    whole: "Reading"
    """The answer to all of the drawing, as the canvas shows it."""
    found: Occlusion
    """What each spot of the image does."""
    heats: Floats
    """How much the ink of each pixel speaks for each class or against it, (C, 28, 28): see `Occlusion.heat`."""
    strokes: tuple[NDArray[np.float64], ...]
    """Each stroke in pixels of the image, (n, 2); () for an image that nobody drew, and above MOST_STROKES."""
    without: "tuple[Reading | None, ...]"
    """The reading without each of `strokes`; None where no ink would be left."""

    def scale(self, digit: int) -> float:
        """The greatest heat, for or against, of the answer's map and of this class's: both are shown on one scale.

        It is at least FAINT, so that ink that decides nothing does not look as if it did.
        """
        return max(FAINT, float(np.abs(self.heats[[self.whole.digit, digit]]).max()))

    def sentence(self, digit: int) -> str:
        """Which ink speaks most for the answer, or against a class that is not the answer."""
        share, answer = self.whole.probabilities[digit], digit == self.whole.digit
        return reason(self.heats[digit], self.whole.names[digit], share, answer=answer)


def why(classifier: "Classifier", image: "Image", strokes: "Sequence[Stroke]" = ()) -> Why:
    """Find what the answer to a drawing rests on. `strokes` are those of which `image`, uint8 (28, 28), was rendered.

    The heat maps are those of the image. The answer is that of the canvas: to views of the strokes if there are any.
    """
    strokes = [stroke for stroke in strokes if len(stroke)]
    reading = classifier.read(strokes) if strokes else None
    if reading is None:
        reading = classifier.read_image(image)
    few = strokes if len(strokes) <= MOST_STROKES else []
    without, found = without_each_stroke(classifier, few), occlusion(classifier, image)
    return Why(reading, found, found.heats, tuple(placed(few)), tuple(without))
