"""From ink to probabilities: ten of them for digits."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from engine.data import normalised
from engine.ink import Image, Stroke, render
from engine.models.test_time_augmentation import logits_for
from engine.settings import DIGITS, NAMES, DataName


@dataclass(frozen=True)
class Reading:
    """What a network makes of one drawing."""

    image: Image
    """The 28x28 image that the network saw, uint8."""
    probabilities: tuple[float, ...]
    """One for each class; they sum to 1."""
    sure: bool
    """Whether the best of them is enough to answer; else it may be no digit at all."""
    names: tuple[str, ...] = DIGITS
    """What each class is called."""

    @property
    def digit(self) -> int:
        """The number of the class that is read; for digits that is the digit itself."""
        return self.probabilities.index(self.confidence)

    @property
    def name(self) -> str:
        """What the class that is read is called."""
        return self.names[self.digit]

    @property
    def confidence(self) -> float:
        """The probability of the class that is read."""
        return max(self.probabilities)

    @property
    def best_two(self) -> list[tuple[str, float]]:
        """The names of the two most probable classes with their probabilities, the better one first."""
        return sorted(zip(self.names, self.probabilities, strict=True), key=lambda pair: -pair[1])[:2]


@dataclass(frozen=True)
class Calibration:
    """What makes probabilities of logits, and answers of probabilities: see calibration.py. Found after training."""

    temperature: float = 1.0
    confidence_threshold: float = 0.5


UNCALIBRATED: Calibration = Calibration()
"""While a network still learns, and for those that were stopped."""


class Classifier:
    """A network that reads one drawing at a time. Owns the network: nobody may train it meanwhile."""

    def __init__(self, network: nn.Module, calibration: Calibration = UNCALIBRATED, data: DataName = "mnist") -> None:
        self.network = network.eval()
        self.calibration = calibration
        self.data = data
        """What it learnt to tell apart."""
        self.names = NAMES[data]
        self._inference = logits_for(data)

    def read(self, strokes: Sequence[Stroke]) -> Reading | None:
        """The reading of a drawing; an empty one has none. The one path from pen to network."""
        image = render(strokes)
        return None if image is None else self.read_image(image)

    @torch.inference_mode()
    def read_image(self, image: Image) -> Reading:
        """The reading of an image made as MNIST's were: uint8 (28, 28), 0 for paper and 255 for ink."""
        logits = self._inference(self.network, normalised(torch.from_numpy(image).reshape(1, 1, 28, 28)))
        # A network whose training explodes knows nothing: equal probabilities say so, NaN would say nothing.
        logits = logits.nan_to_num(0, 0, 0) / self.calibration.temperature
        probabilities = tuple(logits.softmax(1)[0].tolist())
        return Reading(image, probabilities, max(probabilities) >= self.calibration.confidence_threshold, self.names)
