"""From ink to the probability of each class."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from engine.data import normalised
from engine.ink import VIEWS, Image, Stroke, render, render_views
from engine.models.evaluation import CHUNK
from engine.models.onnx_network import OnnxNetwork
from engine.models.test_time_augmentation import Inference, logits_for, plain_logits
from engine.settings import DIGITS, NAMES, DataName

Part = TypeVar("Part")


@dataclass(frozen=True)
class Reading:
    """What a network sees in one drawing."""

    image: Image
    """The 28x28 image that the network saw, uint8."""
    probabilities: tuple[float, ...]
    """One for each class; they sum to 1."""
    sure: bool
    """Whether the highest probability is enough for an answer; otherwise the drawing may be no digit at all."""
    names: tuple[str, ...] = DIGITS
    """The name of each class."""

    @property
    def digit(self) -> int:
        """The index of the most probable class; for digits that is the digit itself."""
        return self.probabilities.index(self.confidence)

    @property
    def name(self) -> str:
        """The name of the most probable class."""
        return self.names[self.digit]

    @property
    def confidence(self) -> float:
        """The probability of the most probable class."""
        return max(self.probabilities)

    @property
    def best_two(self) -> list[tuple[str, float]]:
        """Name and probability of the two most probable classes, the more probable one first."""
        return sorted(zip(self.names, self.probabilities, strict=True), key=lambda pair: -pair[1])[:2]


@dataclass(frozen=True)
class Calibration:
    """Turns logits into probabilities, and probabilities into answers. Found after training; see calibration.py."""

    temperature: float = 1.0
    confidence_threshold: float = 0.5

    def probabilities(self, logits: Tensor) -> Tensor:
        """Of each class, for logits (N, C), (N, C).

        A network whose training diverged knows nothing. Equal probabilities say so; NaN would not.
        """
        return (logits.nan_to_num(0, 0, 0) / self.temperature).softmax(1)


UNCALIBRATED: Calibration = Calibration()
"""For networks that are still training or were stopped."""


class Classifier:
    """Classifies drawings. It owns the network, which must not be trained meanwhile."""

    def __init__(self, network: nn.Module, calibration: Calibration = UNCALIBRATED, data: DataName = "mnist") -> None:
        self.network = network.eval()
        self.calibration = calibration
        self.data = data
        """The data set that it was trained on."""
        self.names = NAMES[data]
        self._inference = logits_for(data)

    def read(self, strokes: Sequence[Stroke]) -> Reading | None:
        """Classify a drawing; None for an empty one. Every drawing takes this path to a network.

        Handwriting is classified by the mean logits over the drawing's views, which are better than test-time
        augmentation: that knows the image only.
        """
        return self.read_drawings([strokes])[0] if any(map(len, strokes)) else None

    def read_drawings(self, drawings: Sequence[Sequence[Stroke]]) -> list[Reading]:
        """Classify drawings with ink, a batch at a time. Probabilities differ from `read`'s by rounding only."""
        images = [image for strokes in drawings if (image := render(strokes)) is not None]
        if self._inference is plain_logits:
            return self.read_images(images)
        every: list[list[float]] = []
        for some in batched(drawings, self._at_once(len(VIEWS))):
            every += self._probabilities(np.concatenate([render_views(strokes) for strokes in some]), _mean_over_views)
        return [self._reading(*pair) for pair in zip(images, every, strict=True)]

    def read_image(self, image: Image) -> Reading:
        """Classify an image made as MNIST's were: uint8 (28, 28), 0 for background and 255 for ink."""
        return self._readings([image])[0]

    def read_images(self, images: Sequence[Image]) -> list[Reading]:
        """Classify many such images, a batch at a time. Probabilities differ from `read_image`'s by rounding only."""
        return [reading for some in batched(images, self._at_once(1)) for reading in self._readings(some)]

    def _at_once(self, views: int) -> int:
        """How many drawings with so many images each make a batch."""
        # An int8 network may find its scales for each batch, so an answer would depend on the images beside it.
        return 1 if isinstance(self.network, OnnxNetwork) else max(1, CHUNK // views)

    def _readings(self, images: Sequence[Image]) -> list[Reading]:
        every = self._probabilities(np.stack(images), self._inference)
        return [self._reading(*pair) for pair in zip(images, every, strict=True)]

    def probabilities(self, images: NDArray[np.uint8]) -> NDArray[np.float32]:
        """The probability of each class, float32 (N, C), for images as `read_images` takes them, uint8 (N, 28, 28)."""
        parts = batched(list(images), self._at_once(1))
        rows = [row for some in parts for row in self._probabilities(np.stack(some), self._inference)]
        return np.array(rows, np.float32)

    @torch.inference_mode()
    def _probabilities(self, images: NDArray[np.uint8], inference: Inference) -> list[list[float]]:
        logits = inference(self.network, normalised(torch.from_numpy(images).unsqueeze(1)))
        probabilities: list[list[float]] = self.calibration.probabilities(logits).tolist()
        return probabilities

    def _reading(self, image: Image, probabilities: Sequence[float]) -> Reading:
        sure = max(probabilities) >= self.calibration.confidence_threshold
        return Reading(image, tuple(probabilities), sure, self.names)


def _mean_over_views(network: nn.Module, images: Tensor) -> Tensor:
    """The mean logits (N, C) over the views of each drawing, for images (N * views, 1, 28, 28)."""
    logits = plain_logits(network, images)
    return logits.view(-1, len(VIEWS), logits.shape[1]).mean(1)


def batched(every: Sequence[Part], size: int) -> Iterator[Sequence[Part]]:
    """The parts of a sequence, `size` at a time."""
    return (every[start : start + size] for start in range(0, len(every), size))
