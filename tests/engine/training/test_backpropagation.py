"""Our gradients are autograd's, for every network."""

import copy

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import nn

from engine.data.datasets import Splits
from engine.models.networks import build
from engine.settings.labels import CLASSES, NOTHING
from engine.training.step.backpropagation import Backpropagation, SoftTargets
from tests.support.networks import MODELS

pytestmark = pytest.mark.arithmetic

models = pytest.mark.parametrize("model", MODELS)


@models
def that_loss_logits_and_gradients_are_autograds(model: str, digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(50))
    ours = build(model)
    theirs = copy.deepcopy(ours)
    found = Backpropagation(ours)(images, labels)
    logits = theirs(images)
    loss = F.cross_entropy(logits, labels)
    wanted = torch.autograd.grad(loss, list(theirs.parameters()))
    assert found.loss == pytest.approx(loss.item(), rel=1e-5)
    torch.testing.assert_close(found.logits, logits, rtol=1e-4, atol=1e-4)
    for got, gradient in zip(found.of_weights, wanted, strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-3, atol=1e-5)


@models
def that_gradients_lie_in_memory_as_their_weights_do(model: str, digits: Splits) -> None:
    network = build(model)
    found = Backpropagation(network)(*digits.train.__getitems__(torch.arange(8)))
    assert [g.stride() for g in found.of_weights] == [w.stride() for w in network.parameters()]


def that_the_running_figures_of_batch_norms_are_kept_as_in_training_mode(digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(50))
    ours = build("cnn")
    theirs = copy.deepcopy(ours)
    Backpropagation(ours)(images, labels)
    theirs(images)
    for (name, got), wanted in zip(ours.named_buffers(), theirs.buffers(), strict=True):
        torch.testing.assert_close(got, wanted, msg=name)


def that_images_are_left_as_they_were(digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(8))
    before = images.clone()
    for model in MODELS:
        Backpropagation(build(model))(images, labels)
    assert torch.equal(images, before)


def that_a_layer_that_stands_twice_works_twice() -> None:
    torch.manual_seed(0)
    relu = nn.ReLU()
    network = nn.Sequential(nn.Linear(6, 5), relu, nn.Linear(5, 4), relu, nn.Linear(4, 3))
    inputs, labels = torch.randn(8, 6), torch.randint(0, 3, (8,))
    logits = network(inputs)
    wanted = torch.autograd.grad(F.cross_entropy(logits, labels), list(network.parameters()))
    found = Backpropagation(network)(inputs, labels)
    torch.testing.assert_close(found.logits, logits)
    torch.testing.assert_close(found.of_weights, list(wanted))


@models
def that_images_that_are_no_digits_pull_towards_equal_probabilities(model: str, digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(50))
    labels[::5] = NOTHING
    ours = build(model)
    theirs = copy.deepcopy(ours)
    found = Backpropagation(ours)(images, labels)
    logits = theirs(images)
    digit = labels != NOTHING
    targets = torch.full((50, CLASSES), 1 / CLASSES)
    targets[digit] = F.one_hot(labels[digit], CLASSES).float()
    wanted = torch.autograd.grad(F.cross_entropy(logits, targets), list(theirs.parameters()))
    assert found.loss == pytest.approx(F.cross_entropy(logits[digit], labels[digit]).item(), rel=1e-5)
    for got, gradient in zip(found.of_weights, wanted, strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-3, atol=1e-5)


def that_a_batch_without_any_digit_has_a_loss_of_zero_and_finite_gradients(digits: Splits) -> None:
    images, _ = digits.train.__getitems__(torch.arange(4))
    found = Backpropagation(build("cnn"))(images, torch.full((4,), NOTHING))
    assert found.loss == 0
    assert all(gradient.isfinite().all() for gradient in found.of_weights)


@models
def that_mixed_precision_is_that_of_autocast(model: str, digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(50))
    ours = build(model)
    theirs = copy.deepcopy(ours)
    found = Backpropagation(ours, bfloat16=True)(images, labels)
    exact = Backpropagation(copy.deepcopy(ours))(images, labels)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = theirs(images)
        loss = F.cross_entropy(logits, labels)
    wanted = torch.autograd.grad(loss, list(theirs.parameters()))
    assert found.loss == pytest.approx(loss.item(), rel=1e-3)
    assert not torch.equal(found.logits, exact.logits), "it would be float32 after all"
    for got, theirs_, true in zip(found.of_weights, wanted, exact.of_weights, strict=True):
        assert got.dtype == torch.float32 and got.stride() == true.stride()
        # Both round to eight bits, in different places, so neither may be further from float32 than rounding explains.
        assert (got - true).norm() <= 2 * (theirs_ - true).norm() + 1e-3 * true.norm()


def that_weights_stay_float32_in_mixed_precision_and_small_steps_are_not_lost(digits: Splits) -> None:
    network = build("simple")
    images, labels = digits.train.__getitems__(torch.arange(50))
    gradients_of = Backpropagation(network, bfloat16=True)
    before = gradients_of(images, labels).logits
    with torch.no_grad():
        for weight in network.parameters():
            weight.mul_(1.001)
    assert all(weight.dtype == torch.float32 for weight in network.parameters())
    assert not torch.equal(gradients_of(images, labels).logits, before), "weights are rounded anew for each step"


@models
@pytest.mark.parametrize("alpha", [0.0, 0.3, 1.0])
def that_a_teacher_pulls_as_the_mixed_loss_says(model: str, alpha: float, digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(50))
    torch.manual_seed(1)
    teacher, temperature = 3 * torch.randn(50, CLASSES), 4.0
    ours = build(model)
    theirs = copy.deepcopy(ours)
    found = Backpropagation(ours)(images, labels, SoftTargets(teacher, temperature, alpha))
    logits = theirs(images)
    hard = F.cross_entropy(logits, labels)
    divergence = F.kl_div(
        (logits / temperature).log_softmax(1), (teacher / temperature).softmax(1), reduction="batchmean"
    )
    mixed = (1 - alpha) * hard + alpha * temperature**2 * divergence
    wanted = torch.autograd.grad(mixed, list(theirs.parameters()))
    assert found.loss == pytest.approx(hard.item(), rel=1e-5), "what is shown is the loss of the labels"
    for got, gradient in zip(found.of_weights, wanted, strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-3, atol=1e-5)
