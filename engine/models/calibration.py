"""Calibrates a network's probabilities, and finds the confidence above which an answer counts as sure."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor, nn

from engine.data import AugmentedImageSet, ImageSet
from engine.models.classifier import Calibration
from engine.models.evaluation import accuracy, logits_of
from engine.models.test_time_augmentation import logits_for

VARIED, VARIED_SEED = 2000, 0
"""The number of validation images that decide the confidence threshold, and the seed of their augmentation."""
BINS = 15
KEPT = 0.955
"""The share of augmented validation digits that get an answer; the least confident rest gets "not sure". Digits on a
canvas are easier: about 98 % of them get an answer."""
LEAST_SURE = 0.5
COLDEST, HOTTEST = 0.2, 5.0
"""The temperature is searched between these."""
TOLERANCE = 1e-6
"""Absolute tolerance of its logarithm."""


class Tested(NamedTuple):
    """Metrics on the test images, each from 0 to 1."""

    accuracy: float
    calibration_error: float


def calibrated(
    network: nn.Module, validation: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Calibration | None:
    """Find temperature and confidence threshold on images that the network was not trained on.

    The temperature fits the images as they are. The threshold is the confidence that most of the same images reach
    when they are augmented, because augmented images resemble drawings on a screen more. None when `stopping()` turned
    true.
    """
    logits = logits_of(network, validation, stopping, logits_for(validation.data))
    return None if logits is None else calibration_by(network, validation, logits, stopping)


def calibration_by(
    network: nn.Module, validation: ImageSet, logits: Tensor, stopping: Callable[[], bool] = lambda: False
) -> Calibration | None:
    """The same as `calibrated`, for validation `logits` (N, 10) that are known already, with TTA as for answers."""
    some = AugmentedImageSet(validation.part(slice(VARIED)), VARIED_SEED)
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
    """The divisor of logits (N, 10) with which their softmax fits labels (N,) best.

    The one-number calibration of C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On calibration of modern neural
    networks", 2017: the minimum of the cross-entropy over the logarithm of the temperature. It changes no answer, only
    how confident it is.
    """
    # Imported here because only a finished run needs it, and the import takes longer than the search.
    from scipy.optimize import minimize_scalar

    exact = logits.double()

    def loss(logarithm: float) -> float:
        return F.cross_entropy(exact / math.exp(logarithm), labels).item()

    bounds = (math.log(COLDEST), math.log(HOTTEST))
    return math.exp(minimize_scalar(loss, bounds=bounds, method="bounded", options={"xatol": TOLERANCE}).x)


def calibration_error(probabilities: Tensor, labels: Tensor) -> float:
    """The expected calibration error, 0 to 1: the mean gap between confidence (N, 10) and accuracy (N,).

    The mean is over fifteen bins of equal width, each weighted by its number of images (M. Naeini, G. Cooper and
    M. Hauskrecht, "Obtaining well calibrated probabilities using Bayesian binning", 2015).
    """
    confidence, answers = probabilities.max(1)
    right = (answers == labels).float()
    bins = (confidence * BINS).long().clamp_(max=BINS - 1)
    gaps = torch.zeros(BINS).index_add_(0, bins, right - confidence)
    return (gaps.abs().sum() / len(labels)).item()


def confidence_threshold(probabilities: Tensor) -> float:
    """The confidence that the share `KEPT` of these digits (N, 10) reaches.

    It is at least one half: an answer that is more probably wrong than right is not given.
    """
    return max(LEAST_SURE, probabilities.max(1).values.quantile(1 - KEPT).item())
