"""Which test images a network reads wrongly, how sure it was of it, and which digits it takes for which.

Plain NumPy values that the window shows: importing this file does not import torch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.labels import CLASSES

if TYPE_CHECKING:
    from engine.classifier import Classifier
    from engine.datasets import ImageSet


@dataclass(frozen=True, eq=False)
class Mistakes:
    """What a network answered to N labelled digits."""

    labels: NDArray[np.int64]
    """(N,), 0 to 9."""
    probabilities: NDArray[np.float32]
    """(N, 10), as they are shown for a drawing; each row sums to 1."""

    @cached_property
    def answers(self) -> NDArray[np.int64]:
        """(N,), the most probable digit of each image."""
        return self.probabilities.argmax(1)

    @cached_property
    def confidence(self) -> NDArray[np.float32]:
        """(N,), the probability of the answer."""
        return self.probabilities.max(1)

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """(10, 10) counts: the row is the true digit, the column the answer."""
        pairs = np.bincount(self.labels * CLASSES + self.answers, minlength=CLASSES**2)
        return pairs.reshape(CLASSES, CLASSES)

    @property
    def shares(self) -> NDArray[np.float64]:
        """(10, 10), each row sums to 1; NaN in the row of a digit that does not occur."""
        return _ratio(self.confusion, self.confusion.sum(1, keepdims=True))

    @property
    def recall(self) -> NDArray[np.float64]:
        """(10,), the share of each digit that is read as it; NaN for one that does not occur."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(1))

    @property
    def precision(self) -> NDArray[np.float64]:
        """(10,), the share of each answer that is right; NaN for one that is never given."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(0))

    @property
    def wrong(self) -> int:
        """How many are read wrongly."""
        return int((self.answers != self.labels).sum())

    def cell(self, true: int, answer: int) -> NDArray[np.int64]:
        """The numbers of the images of `true` that were answered with `answer`, the most confident first."""
        return self._surest((self.labels == true) & (self.answers == answer))

    def most_confidently_wrong(self, most: int) -> NDArray[np.int64]:
        """The numbers of at most so many images that are read wrongly, the most confident first."""
        return self._surest(self.answers != self.labels)[:most]

    def _surest(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        numbers = chosen.nonzero()[0]
        return numbers[np.argsort(-self.confidence[numbers], kind="stable")]


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    """NaN where there is nothing to take a part of."""
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def mistakes_of(
    classifier: "Classifier", images: "ImageSet", stopping: Callable[[], bool] = lambda: False
) -> Mistakes | None:
    """The answers to all images in one pass, as the window would give them; None when `stopping()` turned true.

    Meant for the test images, and for looking only: nothing may be trained or chosen by what is seen here.
    """
    from engine.evaluation import logits_of
    from engine.views import mean_logits

    logits = logits_of(classifier.network, images, stopping, mean_logits)
    if logits is None:
        return None
    # As for a drawing: a network whose training exploded knows nothing, and equal probabilities say so.
    logits = logits.nan_to_num(0, 0, 0) / classifier.calibration.temperature
    return Mistakes(images.labels.numpy(), logits.softmax(1).numpy())
