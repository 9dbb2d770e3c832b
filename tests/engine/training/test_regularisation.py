"""Each knob of training does what it says, and nothing while it is off."""

import copy
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor, nn

from engine.data.datasets import Splits
from engine.models.networks import build
from engine.settings.labels import CLASSES, NOTHING
from engine.settings.train_settings import TrainSettings
from engine.training.step.backpropagation import Backpropagation, SoftTargets
from engine.training.step.learner import Learner
from engine.training.step.regularisation import first_network, gradient_changes, is_product
from tests.support.networks import MODELS

pytestmark = pytest.mark.arithmetic

models = pytest.mark.parametrize("model", MODELS)
STEPS = 30


def settings(**chosen: Any) -> TrainSettings:
    return TrainSettings(
        **{"model": "simple", "optimizer": "sgd", "schedule": "constant", "learning_rate": 0.1} | chosen
    )


def learner(digits: Splits, steps: int = STEPS, **chosen: Any) -> Learner:
    """One that has taken these steps."""
    learner = Learner(settings(**chosen), steps)
    for step in range(steps):
        learner.learn(digits.train.__getitems__(torch.arange(step * 50, step * 50 + 50)))
    return learner


def products(network: nn.Module) -> Tensor:
    """All weights that multiply, in one row."""
    return torch.cat([weight.detach().flatten() for weight in network.parameters() if is_product(weight)])


def batch(digits: Splits) -> tuple[Tensor, Tensor]:
    return digits.train.__getitems__(torch.arange(50))


def that_weight_decay_makes_weights_smaller(digits: Splits) -> None:
    norms = [products(learner(digits, weight_decay=decay).network).norm() for decay in (0, 0.01, 0.1)]
    assert norms[0] > norms[1] > norms[2]


def that_auto_is_what_each_optimizer_had_before(digits: Splits) -> None:
    for optimizer, same in (("adamw", 0.01), ("momentum", 0), ("sgd", 0)):
        auto, chosen = (learner(digits, 5, optimizer=optimizer, weight_decay=decay) for decay in ("auto", same))
        assert torch.equal(products(auto.network), products(chosen.network))


@models
def that_the_gradient_with_l1_is_autograds_of_the_penalised_loss(model: str, digits: Splits) -> None:
    images, labels = batch(digits)
    ours = build(model)
    theirs = copy.deepcopy(ours)
    found = Backpropagation(ours)(images, labels)
    for change in gradient_changes(settings(l1=0.01), ours):
        change(found.of_weights)
    penalty = sum(weight.abs().sum() for weight in theirs.parameters() if is_product(weight))
    loss = F.cross_entropy(theirs(images), labels)
    wanted = torch.autograd.grad(loss + 0.01 * penalty, list(theirs.parameters()))
    assert found.loss == pytest.approx(loss.item(), rel=1e-5), "what is shown is the loss of the images"
    for got, gradient in zip(found.of_weights, wanted, strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-3, atol=1e-5)


def that_l1_brings_many_weights_near_zero(digits: Splits) -> None:
    plain, pulled = (products(learner(digits, l1=strength).network) for strength in (0, 0.002))
    near = [float((weights.abs() < 0.002).float().mean()) for weights in (plain, pulled)]
    assert near[1] > 2 * near[0]


@models
def that_l1_leaves_biases_and_batch_norms_alone(model: str, digits: Splits) -> None:
    network = build(model)
    gradients = [torch.zeros_like(weight) for weight in network.parameters()]
    for change in gradient_changes(settings(l1=1), network):
        change(gradients)
    layers = [module for module in network.modules() if isinstance(module, nn.Linear | nn.Conv2d)]
    weights = {id(layer.weight) for layer in layers}
    for weight, gradient in zip(network.parameters(), gradients, strict=True):
        assert torch.equal(gradient, weight.sign() if id(weight) in weights else torch.zeros_like(weight))


@models
@pytest.mark.parametrize("alpha", [None, 0.4])
def that_smoothed_labels_pull_as_torchs_loss_does(model: str, alpha: float | None, digits: Splits) -> None:
    images, labels = batch(digits)
    labels[::5] = NOTHING
    digit = labels != NOTHING
    teacher, temperature = 3 * torch.randn(50, CLASSES), 2.0
    ours = build(model)
    theirs = copy.deepcopy(ours)
    soft = None if alpha is None else SoftTargets(teacher, temperature, alpha)
    found = Backpropagation(ours, label_smoothing=0.2)(images, labels, soft)
    logits = theirs(images)
    doubt = F.cross_entropy(logits[~digit], torch.full_like(logits[~digit], 1 / CLASSES), reduction="sum")
    hard = (F.cross_entropy(logits[digit], labels[digit], label_smoothing=0.2, reduction="sum") + doubt) / 50
    soft_loss = F.kl_div(
        (logits / temperature).log_softmax(1), (teacher / temperature).softmax(1), reduction="batchmean"
    )
    loss = hard if alpha is None else (1 - alpha) * hard + alpha * temperature**2 * soft_loss
    wanted = torch.autograd.grad(loss, list(theirs.parameters()))
    assert found.loss == pytest.approx(F.cross_entropy(logits[digit], labels[digit]).item(), rel=1e-5)
    for got, gradient in zip(found.of_weights, wanted, strict=True):
        torch.testing.assert_close(got, gradient, rtol=1e-3, atol=1e-5)


def that_smoothing_makes_a_network_less_sure(digits: Splits) -> None:
    images, _ = batch(digits)
    plain, smoothed = (learner(digits, label_smoothing=share).network(images).softmax(1) for share in (0, 0.4))
    assert smoothed.amax(1).mean() < plain.amax(1).mean()


@models
@pytest.mark.parametrize("longest", [0.01, 1000])
def that_clipping_equals_torchs(model: str, longest: float, digits: Splits) -> None:
    network = build(model)
    found = Backpropagation(network)(*batch(digits)).of_weights
    for weight, gradient in zip(network.parameters(), found, strict=True):
        weight.grad = gradient.clone()
    torch.nn.utils.clip_grad_norm_(network.parameters(), longest)
    for change in gradient_changes(settings(gradient_clipping=longest), network):
        change(found)
    assert torch.cat([gradient.flatten() for gradient in found]).norm() <= longest * (1 + 1e-5)
    for weight, gradient in zip(network.parameters(), found, strict=True):
        torch.testing.assert_close(gradient, weight.grad)


def that_no_step_is_longer_than_clipping_allows(digits: Splits) -> None:
    before = Learner(settings(gradient_clipping=0.05), 1)
    start = torch.cat([weight.detach().flatten() for weight in before.network.parameters()])
    before.learn(batch(digits))
    moved = torch.cat([weight.detach().flatten() for weight in before.network.parameters()]) - start
    assert moved.norm() == pytest.approx(0.1 * 0.05, rel=1e-3), "the learning rate times the longest gradient"


@models
def that_the_initial_scale_multiplies_the_spread_of_first_weights(model: str) -> None:
    plain, scaled = build(model, 3), first_network(settings(model=model, seed=3, initial_scale=2.5))
    assert products(scaled).std() == pytest.approx(2.5 * products(plain).std().item())
    for one, other in zip(plain.parameters(), scaled.parameters(), strict=True):
        assert torch.equal(other, 2.5 * one if is_product(one) else one)
        assert one.stride() == other.stride()


@models
def that_knobs_that_are_off_change_no_bit(model: str, digits: Splits) -> None:
    usual = settings(model=model, seed=3)
    network = build(model, 3)
    assert gradient_changes(usual, network) == ()
    for weight, same in zip(network.parameters(), first_network(usual).parameters(), strict=True):
        assert torch.equal(weight, same)
    plain, smoothed = Backpropagation(build(model, 3)), Backpropagation(build(model, 3), label_smoothing=0.0)
    for one, other in zip(plain(*batch(digits)).of_weights, smoothed(*batch(digits)).of_weights, strict=True):
        assert torch.equal(one, other)
