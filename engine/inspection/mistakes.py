"""Which test images a network reads wrongly, how sure it was of it, and which classes it takes for which.

Plain NumPy values that the window shows: importing this file does not import torch.
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
    """What a network answered to N labelled images of C classes: digits, mostly."""

    labels: NDArray[np.int64]
    """(N,), from 0 on."""
    probabilities: NDArray[np.float32]
    """(N, C), as they are shown for a drawing; each row sums to 1."""
    names: tuple[str, ...] = DIGITS
    """What each of the C classes is called."""

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
        """(C,), the share of each class that is read as it; NaN for one that does not occur."""
        return _ratio(self.confusion.diagonal(), self.confusion.sum(1))

    @property
    def precision(self) -> NDArray[np.float64]:
        """(C,), the share of each answer that is right; NaN for one that is never given."""
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
    from engine.models import logits_for, logits_of

    logits = logits_of(classifier.network, images, stopping, logits_for(images.data))
    if logits is None:
        return None
    # As for a drawing: a network whose training exploded knows nothing, and equal probabilities say so.
    logits = logits.nan_to_num(0, 0, 0) / classifier.calibration.temperature
    return Mistakes(images.labels.numpy(), logits.softmax(1).numpy(), NAMES[images.data])
