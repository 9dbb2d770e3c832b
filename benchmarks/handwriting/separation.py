"""How well a network's confidence separates digits from drawings that are none, whatever the threshold.

The confidence is the maximum of the probabilities, the baseline of D. Hendrycks and K. Gimpel, "A baseline for
detecting misclassified and out-of-distribution examples in neural networks", 2017. Digits are the positives.
"""

import numpy as np
from numpy.typing import ArrayLike

TRUE_POSITIVES = 95
"""Percent of the digits that the threshold of the FPR95 accepts (S. Liang, Y. Li and R. Srikant, "Enhancing the
reliability of out-of-distribution image detection in neural networks", 2018)."""


def auroc(digits: ArrayLike, others: ArrayLike) -> float:
    """The area under the ROC curve, 0 to 1, of the confidences (N,) of digits and (M,) of other drawings.

    It is the probability that a digit has a higher confidence than another drawing, where equal ones count half: the
    statistic of Mann and Whitney divided by N * M. Raises ValueError if one side is empty.
    """
    positive, negative = _both(digits, others)
    below, up_to = (np.searchsorted(negative, positive, side) for side in ("left", "right"))
    return float((below + up_to).mean() / (2 * len(negative)))


def fpr95(digits: ArrayLike, others: ArrayLike) -> float:
    """The share of other drawings (M,), 0 to 1, that is accepted where at least 95 % of digits (N,) are.

    The threshold is the highest confidence of a digit that so many digits reach; who reaches it is accepted. Raises
    ValueError if one side is empty.
    """
    positive, negative = _both(digits, others)
    accepted = -(-TRUE_POSITIVES * len(positive) // 100)
    threshold = positive[len(positive) - accepted]
    return float((negative >= threshold).mean())


def _both(digits: ArrayLike, others: ArrayLike) -> tuple[np.ndarray, np.ndarray]:
    positive, negative = np.sort(np.asarray(digits, np.float64)), np.sort(np.asarray(others, np.float64))
    if not len(positive) or not len(negative):
        raise ValueError("nothing to compare")
    return positive, negative
