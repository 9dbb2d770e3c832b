"""How narrow the weights of a page may be: as narrow as changes no answer to validation images."""

import copy
from collections.abc import Callable, Sequence
from typing import NamedTuple

import torch
from torch import Tensor, nn

from engine.data import ImageSet
from engine.errors import Stopped
from engine.export.playable.numbers import Form, rounded
from engine.models import Calibration, Network, logits_for, logits_of

IMAGES = 2_000
"""Validation images whose answers are compared; each is read with test-time augmentation, where its data has that."""
NOT_SURE = -1


class Choice(NamedTuple):
    """The type of the weights, and how many answers it changes."""

    form: Form
    changed: int
    images: int

    @property
    def told(self) -> str:
        """As the end of a sentence."""
        how_many = f"{self.changed:,} of" if self.changed else "none of"
        return f"weights as {self.form}, which changes {how_many} {self.images:,} answers to validation images"


def choose(
    network: Network,
    calibration: Calibration,
    validation: ImageSet,
    forms: Sequence[Form],
    stopping: Callable[[], bool] = lambda: False,
) -> Choice:
    """The first of `forms` that changes no answer, or else the one that changes the fewest.

    "Not sure" is an answer, too. Raises Stopped once `stopping()` returns true.
    """
    some = validation.part(slice(IMAGES))
    usual = answers(network, calibration, some, stopping)
    best: Choice | None = None
    for form in forms:
        found = usual
        # float32 are the weights as they are.
        if form != "float32":
            found = answers(with_rounded_weights(network, form), calibration, some, stopping)
        choice = Choice(form, int((found != usual).sum()), len(some))
        if best is None or choice.changed < best.changed:
            best = choice
        if not best.changed:
            break
    assert best
    return best


def answers(
    network: nn.Module, calibration: Calibration, images: ImageSet, stopping: Callable[[], bool] = lambda: False
) -> Tensor:
    """What the program answers: a class for each image, or NOT_SURE; int64 (N,). Raises Stopped."""
    logits = logits_of(network, images, stopping, logits_for(images.data))
    if logits is None:
        raise Stopped
    confidence, classes = calibration.probabilities(logits).max(1)
    return torch.where(confidence >= calibration.confidence_threshold, classes, NOT_SURE)


def with_rounded_weights(network: Network, form: Form) -> Network:
    """A copy that computes with the weights of a page."""
    copied = copy.deepcopy(network)
    for module in copied.modules():
        if isinstance(module, nn.Linear | nn.Conv2d):
            weight = module.weight.detach()
            weight.copy_(torch.from_numpy(rounded(weight.contiguous().numpy(), form)))
    return copied
