"""Loss and accuracy follow their definitions."""

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses

from engine.data.datasets import Splits
from engine.models.evaluation import CHUNK, evaluate
from engine.models.networks import build

pytestmark = pytest.mark.arithmetic


@pytest.mark.parametrize("count", [1, CHUNK - 1, CHUNK, 2 * CHUNK + 7])
def that_loss_and_accuracy_are_means_over_all_images(digits: Splits, count: int) -> None:
    network, part = build("cnn"), digits.train.part(slice(count))
    score = evaluate(network, part)
    images, labels = part.__getitems__(torch.arange(count))
    logits = network.eval()(images)
    assert score
    assert score.loss == pytest.approx(F.cross_entropy(logits, labels).item(), rel=1e-4)
    assert score.accuracy == pytest.approx((logits.argmax(1) == labels).float().mean().item())


@pytest.mark.parametrize("training", [True, False])
def that_looking_changes_nothing(digits: Splits, training: bool) -> None:
    network = build("cnn").train(training)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    evaluate(network, digits.test)
    assert network.training is training
    assert all(torch.equal(before[name], tensor) for name, tensor in network.state_dict().items())


def that_a_stop_is_answered_between_chunks(digits: Splits) -> None:
    answers = iter([False, False, True])
    assert evaluate(build("simple"), digits.train, lambda: next(answers)) is None
    assert next(answers, None) is None
