"""How far a network's probabilities can be trusted, and from which confidence on an answer counts as sure."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor, nn

from engine.data import ImageSet, VariedImageSet
from engine.models.classifier import Calibration
from engine.models.evaluation import accuracy, logits_of
from engine.models.test_time_augmentation import logits_for

VARIED, VARIED_SEED = 2000, 0
"""How many validation images, and which augmentation of them, decide the confidence threshold."""
BINS = 15
KEPT = 0.97
"""The share of varied validation digits that are answered; the least probable rest gets "not sure"."""
LEAST_SURE = 0.5
COLDEST, HOTTEST = 0.2, 5.0
"""Between these the temperature is searched."""
TOLERANCE = 1e-6
"""How exactly its logarithm is found."""


class Tested(NamedTuple):
    """Figures on the test images; shares from 0 to 1."""

    accuracy: float
    calibration_error: float


def calibrated(
    network: nn.Module, validation: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Calibration | None:
    """Temperature and confidence threshold from images that the network did not learn from.

    The temperature fits the images as they are. The threshold is the confidence that most of the same images reach
    when they are augmented: a drawing on a screen is nearer to those. None when `stopping()` turned true.
    """
    logits = logits_of(network, validation, stopping, logits_for(validation.data))
    return None if logits is None else calibration_by(network, validation, logits, stopping)


def calibration_by(
    network: nn.Module, validation: ImageSet, logits: Tensor, stopping: Callable[[], bool] = lambda: False
) -> Calibration | None:
    """The same as `calibrated` when the validation images' `logits` (N, 10), with TTA as for answers, are known."""
    some = VariedImageSet(validation.part(slice(VARIED)), VARIED_SEED)
    varied = logits_of(network, some, stopping, logits_for(validation.data))
    if varied is None:
        return None
    divisor = temperature(logits, validation.labels)
    return Calibration(divisor, confidence_threshold((varied / divisor).softmax(1)))


def tested(
    network: nn.Module, divisor: float, test: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Tested | None:
    """Accuracy and calibration error of answers at this temperature; None when `stopping()` turned true."""
    logits = logits_of(network, test, stopping, logits_for(test.data))
    if logits is None:
        return None
    error = calibration_error((logits / divisor).softmax(1), test.labels)
    return Tested(accuracy(logits, test.labels), error)


def temperature(logits: Tensor, labels: Tensor) -> float:
    """What to divide logits (N, 10) by, so that their softmax fits labels (N,) best.

    The one-number calibration of C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On calibration of modern neural
    networks", 2017: the minimum of the cross-entropy over the logarithm of the temperature. It changes no answer, only
    how confident it is.
    """
    # Only a finished run needs it, and importing it takes longer than the search.
    from scipy.optimize import minimize_scalar

    exact = logits.double()

    def loss(logarithm: float) -> float:
        return F.cross_entropy(exact / math.exp(logarithm), labels).item()

    bounds = (math.log(COLDEST), math.log(HOTTEST))
    return math.exp(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": TOLERANCE}).x)


def calibration_error(probabilities: Tensor, labels: Tensor) -> float:
    """The expected calibration error, 0 to 1: how far confidence (N, 10) and accuracy (N,) lie apart on average.

    Over fifteen bins of equal width, each weighted by its images (M. Naeini, G. Cooper and M. Hauskrecht, "Obtaining
    well calibrated probabilities using Bayesian binning", 2015).
    """
    confidence, answers = probabilities.max(1)
    right = (answers == labels).float()
    bins = (confidence * BINS).long().clamp_(max=BINS - 1)
    gaps = torch.zeros(BINS).index_add_(0, bins, right - confidence)
    return (gaps.abs().sum() / len(labels)).item()


def confidence_threshold(probabilities: Tensor) -> float:
    """The probability that the share `KEPT` of these digits (N, 10) reaches with its best answer.

    Never less than one half: what is more probably wrong than right is no answer.
    """
    return max(LEAST_SURE, probabilities.max(1).values.quantile(1 - KEPT).item())
