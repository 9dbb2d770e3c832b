"""Which test images a network classifies wrongly, with which confidence, and which classes it confuses.

The window shows these NumPy values: importing this file does not import torch.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.settings import DIGITS, NAMES

if TYPE_CHECKING:
    from engine.data import ImageSet
    from engine.models import Classifier


@dataclass(frozen=True, eq=False)
class Mistakes:
    """A network's answers to N labelled images of C classes."""

    labels: NDArray[np.int64]
    """(N,), from 0 to C - 1."""
    probabilities: NDArray[np.float32]
    """(N, C), calibrated as for a drawing; each row sums to 1."""
    names: tuple[str, ...] = DIGITS
    """The names of the C classes."""

    @cached_property
    def answers(self) -> NDArray[np.int64]:
        """(N,), the most probable class of each image."""
        return self.probabilities.argmax(1)

    @cached_property
    def confidence(self) -> NDArray[np.float32]:
        """(N,), the probability of the answer."""
        return self.probabilities.max(1)

    @cached_property
    def confusion(self) -> NDArray[np.int64]:
        """(C, C) counts: the row is the true class, the column the answer."""
        classes = len(self.names)
        pairs = np.bincount(self.labels * classes + self.answers, minlength=classes**2)
        return pairs.reshape(classes, classes)

    @property
    def shares(self) -> NDArray[np.float64]:
        """(C, C), each row sums to 1; NaN in the row of a class that does not occur."""
        return _ratio(self.confusion, self.confusion.sum(1, keepdims=True))

    @property
    def recall(self) -> NDArray[np.float64]:
        """(C,), the share of each class that is classified correctly; NaN for a class that does not occur."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(1))

    @property
    def precision(self) -> NDArray[np.float64]:
        """(C,), the share of each answer that is correct; NaN for an answer that is never given."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(0))

    @property
    def wrong(self) -> int:
        """How many images are classified wrongly."""
        return int((self.answers != self.labels).sum())

    def cell(self, true: int, answer: int) -> NDArray[np.int64]:
        """Indices of the images of class `true` with this `answer`, the most confident first."""
        return self._surest((self.labels == true) & (self.answers == answer))

    def most_confidently_wrong(self, most: int) -> NDArray[np.int64]:
        """Indices of at most `most` images that are classified wrongly, the most confident first."""
        return self._surest(self.answers != self.labels)[:most]

    def _surest(self, chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
        numbers = chosen.nonzero()[0]
        return numbers[np.argsort(-self.confidence[numbers], kind="stable")]


def _ratio(part: NDArray[np.int64], whole: NDArray[np.int64]) -> NDArray[np.float64]:
    """NaN where `whole` is 0."""
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)


def mistakes_of(
    classifier: "Classifier", images: "ImageSet", stopping: Callable[[], bool] = lambda: False
) -> Mistakes | None:
    """The answers to all images, calibrated as in the window; None when `stopping()` turned true.

    Meant for the test images, and only for inspection: nothing may be trained or chosen by these answers.
    """
    from engine.models import logits_for, logits_of

    logits = logits_of(classifier.network, images, stopping, logits_for(images.data))
    if logits is None:
        return None
    probabilities = classifier.calibration.probabilities(logits).numpy()
    return Mistakes(images.labels.numpy(), probabilities, NAMES[images.data])
