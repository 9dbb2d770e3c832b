"""How far a network's probabilities can be taken at their word, and from which one on its answer counts as sure."""

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
"""How many validation images, and which variation of them, decide from when on an answer is sure."""
BINS = 15
KEPT = 0.97
"""The share of varied validation digits that are answered; the least probable rest gets "not sure"."""
LEAST_SURE = 0.5
COLDEST, HOTTEST = 0.2, 5.0
GOLDEN = (math.sqrt(5) - 1) / 2
ROUNDS = 30
"""The golden section then leaves less than a millionth of the interval."""


class Tested(NamedTuple):
    """What the test images say; shares from 0 to 1."""

    accuracy: float
    calibration_error: float


def calibrated(
    network: nn.Module, validation: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Calibration | None:
    """Found on images that the network did not learn from; None when `stopping()` turned true.

    The temperature fits the images as they are. Answers count as sure from where most of the same images do, written
    as other people might have: what is drawn on a screen is nearer to those.
    """
    logits = logits_of(network, validation, stopping, logits_for(validation.data))
    return None if logits is None else calibration_by(network, validation, logits, stopping)


def calibration_by(
    network: nn.Module, validation: ImageSet, logits: Tensor, stopping: Callable[[], bool] = lambda: False
) -> Calibration | None:
    """The same for whom the validation images' `logits` (N, 10), by the look that answers are given by, are known."""
    some = VariedImageSet(validation.part(slice(VARIED)), VARIED_SEED)
    varied = logits_of(network, some, stopping, logits_for(validation.data))
    if varied is None:
        return None
    divisor = temperature(logits, validation.labels)
    return Calibration(divisor, confidence_threshold((varied / divisor).softmax(1)))


def tested(
    network: nn.Module, divisor: float, test: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Tested | None:
    """The figures of answers as they are given, by this temperature; None when `stopping()` turned true."""
    logits = logits_of(network, test, stopping, logits_for(test.data))
    if logits is None:
        return None
    error = calibration_error((logits / divisor).softmax(1), test.labels)
    return Tested(accuracy(logits, test.labels), error)


def temperature(logits: Tensor, labels: Tensor) -> float:
    """What to divide logits (N, 10) by, so that their softmax fits labels (N,) best.

    The one-number calibration of C. Guo, G. Pleiss, Y. Sun and K. Weinberger, "On calibration of modern neural
    networks", 2017, by a golden section over its logarithm; no answer changes by it, only how sure it is.
    """
    low, high = math.log(COLDEST), math.log(HOTTEST)
    for _ in range(ROUNDS):
        first, second = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        if _misfit(logits, labels, first) < _misfit(logits, labels, second):
            high = second
        else:
            low = first
    return math.exp((low + high) / 2)


def _misfit(logits: Tensor, labels: Tensor, logarithm: float) -> float:
    return F.cross_entropy(logits / math.exp(logarithm), labels).item()


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
    """The probability that all but the least sure of these digits (N, 10) reach with their best answer.

    Never less than one half: what is more probably wrong than right is no answer.
    """
    return max(LEAST_SURE, probabilities.max(1).values.quantile(1 - KEPT).item())
