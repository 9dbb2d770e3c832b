"""How well a network classifies a set of images."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor, nn

from engine.data import ImageSet

CHUNK = 500
"""Images in a forward pass. Between two passes, well within a tenth of a second, a stop takes effect."""


@dataclass(frozen=True)
class Score:
    loss: float
    """Mean cross-entropy, in nats."""
    accuracy: float
    """Share classified correctly, 0 to 1."""


def evaluate(network: nn.Module, images: ImageSet, stopping: Callable[[], bool] = lambda: False) -> Score | None:
    """Loss and accuracy in evaluation mode, which is restored afterwards; None when `stopping()` turned true."""
    logits = logits_of(network, images, stopping)
    if logits is None:
        return None
    return Score(F.cross_entropy(logits, images.labels).item(), accuracy(logits, images.labels))


def accuracy(logits: Tensor, labels: Tensor) -> float:
    """The share of logits (N, 10) that are largest at the label (N,), 0 to 1."""
    return right(logits, labels).float().mean().item()


def right(logits: Tensor, labels: Tensor) -> Tensor:
    """Whether logits (N, 10) are largest at the label (N,); bool (N,)."""
    return logits.argmax(1) == labels


@torch.inference_mode()
def logits_of(
    network: nn.Module,
    images: ImageSet,
    stopping: Callable[[], bool] = lambda: False,
    read: Callable[[nn.Module, Tensor], Tensor] = lambda network, images: network(images),
) -> Tensor | None:
    """Float32 (N, 10) in evaluation mode, which is restored afterwards; None when `stopping()` turned true.

    `read` gives the logits of normalised images, with test-time augmentation or without.
    """
    was_training = network.training
    network.eval()
    try:
        logits: list[Tensor] = []
        for chunk in torch.arange(len(images)).split(CHUNK):
            if stopping():
                return None
            logits.append(read(network, images.__getitems__(chunk)[0]))
        return torch.cat(logits)
    finally:
        network.train(was_training)
