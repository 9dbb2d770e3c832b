"""How well a network reads a set of images."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import nn

from engine.datasets import ImageSet

CHUNK = 500
"""Images a forward pass: a Stop is answered between two of them, well within a tenth of a second."""


@dataclass(frozen=True)
class Score:
    loss: float
    """Mean cross-entropy, in nats."""
    accuracy: float
    """Share read rightly, 0 to 1."""


@torch.inference_mode()
def evaluate(network: nn.Module, images: ImageSet, stopping: Callable[[], bool] = lambda: False) -> Score | None:
    """Loss and accuracy in evaluation mode, which is restored afterwards; None when `stopping()` turned true."""
    was_training = network.training
    network.eval()
    try:
        loss, right = 0.0, 0
        for chunk in torch.arange(len(images)).split(CHUNK):
            if stopping():
                return None
            pixels, labels = images.__getitems__(chunk)
            logits = network(pixels)
            loss += F.cross_entropy(logits, labels, reduction="sum").item()
            right += int((logits.argmax(1) == labels).sum())
        return Score(loss / len(images), right / len(images))
    finally:
        network.train(was_training)
