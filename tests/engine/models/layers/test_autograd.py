"""A layer without a gradient of its own learns by torch's autograd."""

import copy

import pytest
import torch
from torch import Tensor, nn

from engine.data.datasets import Splits
from engine.models.layers.common.layer import Layer
from engine.models.layers.common.registry import layer_of
from engine.models.networks import Network
from engine.settings.train_settings import TrainSettings
from engine.training.step.backpropagation import Backpropagation
from engine.training.step.learner import Learner
from tests.support.layer_checks import a_step_is_autograds, network_around

pytestmark = pytest.mark.arithmetic


class Residual(nn.Sequential):
    """More than a chain: what comes in is added to what comes out."""

    def forward(self, values: Tensor) -> Tensor:
        return values + super().forward(values)


class SumOverPixels(nn.Module):
    """Its gradient is one number for all pixels of a channel."""

    def forward(self, values: Tensor) -> Tensor:
        return values.sum((2, 3))


class WithGELU(Network):
    """Dense layers with an activation that has no file."""

    def __init__(self, activation: nn.Module) -> None:
        nn.Sequential.__init__(self, nn.Flatten(), nn.Linear(784, 32), activation, nn.Linear(32, 10))


@pytest.mark.parametrize(
    "module",
    [
        nn.Softsign(),
        nn.ELU(),
        nn.PReLU(),
        nn.GroupNorm(1, 6, affine=False),
        nn.AdaptiveAvgPool2d(4),
        Residual(nn.GELU(), nn.AvgPool2d(3, 1, 1)),
    ],
    ids=lambda module: type(module).__name__,
)
def that_a_step_through_it_is_autograds(module: nn.Module) -> None:
    """Also before a ReLU, which overwrites what it is given."""
    if not isinstance(module, Residual):
        assert type(layer_of(module)) is Layer
    network = network_around(module) if not isinstance(module, nn.GroupNorm) else _with_norm(module)
    a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


def _with_norm(norm: nn.Module) -> nn.Sequential:
    return nn.Sequential(nn.Conv2d(1, 6, 5, 4), norm, nn.ReLU(), nn.Flatten(), nn.LayerNorm(216), nn.Linear(216, 10))


@pytest.mark.parametrize(
    "module",
    [
        nn.Conv2d(1, 3, 5, padding=2, padding_mode="reflect"),
        nn.Conv2d(1, 3, 5, padding="same"),
        nn.BatchNorm2d(1, affine=False),
    ],
    ids=["reflect", "same", "no weights"],
)
def that_options_that_a_kinds_own_gradient_does_not_know_are_autograds(module: nn.Module) -> None:
    network = nn.Sequential(module, nn.ReLU(), nn.Flatten(), nn.LazyLinear(10))
    network(torch.randn(2, 1, 28, 28))
    a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


def that_gradients_that_are_views_of_one_number_may_be_overwritten() -> None:
    network = nn.Sequential(nn.Conv2d(1, 6, 5), nn.ReLU(), SumOverPixels(), nn.Linear(6, 10))
    a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


def that_convolutions_may_have_a_bias_and_dense_layers_none() -> None:
    network = nn.Sequential(nn.Conv2d(1, 4, 5, 3), nn.ReLU(), nn.Flatten(), nn.Linear(256, 10, bias=False))
    a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


def that_gradients_of_shared_weights_are_added_up() -> None:
    shared = nn.Linear(784, 784)
    network = nn.Sequential(nn.Flatten(), shared, nn.ReLU(), shared, nn.Linear(784, 10))
    a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


@pytest.mark.parametrize("first", [nn.ReLU(), nn.GELU(), nn.Flatten()], ids=str)
def that_layers_without_weights_may_come_first_and_leave_the_images_alone(first: nn.Module) -> None:
    images = torch.randn(9, 1, 28, 28)
    before = images.clone()
    network = nn.Sequential(first, nn.ReLU(), nn.Flatten(), nn.ReLU(), nn.Linear(784, 10))
    a_step_is_autograds(network, images, torch.arange(9))
    assert torch.equal(images, before)


def that_running_figures_of_a_network_set_to_evaluate_are_kept_as_in_training() -> None:
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 10), nn.BatchNorm1d(10)).eval()
    theirs = copy.deepcopy(network).train()
    images = torch.randn(9, 1, 28, 28)
    Backpropagation(network)(images, torch.arange(9))
    theirs(images)
    assert not network[2].training
    for got, wanted in zip(network.buffers(), theirs.buffers(), strict=True):
        torch.testing.assert_close(got, wanted)


def that_training_with_it_learns_and_repeats_to_the_bit(digits: Splits) -> None:
    losses = [_losses(nn.GELU(), digits, "float32") for _ in range(2)]
    assert losses[0] == losses[1]
    assert losses[0][-1] < losses[0][0] / 2


def that_mixed_precision_is_that_of_autocast(digits: Splits) -> None:
    images, labels = digits.train.__getitems__(torch.arange(50))
    torch.manual_seed(0)
    ours = nn.Sequential(nn.Flatten(), Residual(nn.Linear(784, 784)), nn.GELU(), nn.Linear(784, 10))
    theirs = copy.deepcopy(ours)
    found = Backpropagation(ours, bfloat16=True)(images, labels)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = theirs(images)
        loss = nn.functional.cross_entropy(logits, labels)
    wanted = torch.autograd.grad(loss, list(theirs.parameters()))
    exact = Backpropagation(theirs)(images, labels)
    assert (found.logits - logits).norm() < 0.3 * (exact.logits - logits).norm(), "it would be float32 after all"
    assert found.loss == pytest.approx(loss.item(), rel=1e-3)
    for got, gradient in zip(found.of_weights, wanted, strict=True):
        assert got.dtype == torch.float32
        assert (got - gradient).norm() <= 0.03 * gradient.norm()


def that_random_layers_draw_by_seed_and_step_and_leave_the_global_generator_alone() -> None:
    torch.manual_seed(0)
    network = nn.Sequential(nn.Flatten(), nn.Linear(784, 30), nn.RReLU(), nn.Linear(30, 10))
    images, labels = torch.randn(9, 1, 28, 28), torch.arange(9)
    state = torch.get_rng_state()
    drawn = {(seed, step): Backpropagation(network, seed=seed)(images, labels, step=step) for seed, step in DRAWS}
    again = Backpropagation(network, seed=1)(images, labels, step=2)
    assert torch.equal(torch.get_rng_state(), state)
    assert len({found.loss for found in drawn.values()}) == len(DRAWS)
    assert torch.equal(again.logits, drawn[1, 2].logits)


DRAWS = ((0, 0), (0, 1), (1, 1), (1, 2))


def _losses(activation: nn.Module, digits: Splits, precision: str) -> list[float]:
    torch.manual_seed(0)
    settings = TrainSettings.model_validate(
        {"schedule": "constant", "learning_rate": 0.003, "precision": precision, "threads": 1}
    )
    learner = Learner(settings, 40, WithGELU(activation))
    return [
        learner.learn(digits.train.__getitems__(torch.arange(start, start + 50))).loss for start in range(0, 2000, 50)
    ]
