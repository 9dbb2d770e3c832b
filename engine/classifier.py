"""From ink to ten probabilities."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from engine.ink import Image, Stroke, render
from engine.normalisation import normalised
from engine.views import mean_logits


@dataclass(frozen=True)
class Reading:
    """What a network makes of one drawing."""

    image: Image
    """The 28x28 image that the network saw, uint8."""
    probabilities: tuple[float, ...]
    """One for each digit; they sum to 1."""
    sure: bool
    """Whether the best of them is enough to answer; else it may be no digit at all."""

    @property
    def digit(self) -> int:
        return self.probabilities.index(self.confidence)

    @property
    def confidence(self) -> float:
        """The probability of the digit that is read."""
        return max(self.probabilities)

    @property
    def best_two(self) -> list[tuple[int, float]]:
        """The two most probable digits with their probabilities, the better one first."""
        return sorted(enumerate(self.probabilities), key=lambda pair: -pair[1])[:2]


@dataclass(frozen=True)
class Calibration:
    """What makes probabilities of logits, and answers of probabilities: see calibration.py. Found after training."""

    temperature: float = 1.0
    sure_from: float = 0.5


UNCALIBRATED = Calibration()
"""While a network still learns, and for those that were stopped."""


class Classifier:
    """A network that reads one drawing at a time. Owns the network: nobody may train it meanwhile."""

    def __init__(self, network: nn.Module, calibration: Calibration = UNCALIBRATED) -> None:
        self.network = network.eval()
        self.calibration = calibration

    def read(self, strokes: Sequence[Stroke]) -> Reading | None:
        """The reading of a drawing; an empty one has none. The one path from pen to network."""
        image = render(strokes)
        return None if image is None else self.read_image(image)

    @torch.inference_mode()
    def read_image(self, image: Image) -> Reading:
        """The reading of an image made as MNIST's were: uint8 (28, 28), 0 for paper and 255 for ink."""
        logits = mean_logits(self.network, normalised(torch.from_numpy(image).reshape(1, 1, 28, 28)))
        # A network whose training explodes knows nothing: equal probabilities say so, NaN would say nothing.
        logits = logits.nan_to_num(0, 0, 0) / self.calibration.temperature
        probabilities = tuple(logits.softmax(1)[0].tolist())
        return Reading(image, probabilities, max(probabilities) >= self.calibration.sure_from)
