"""Our update rules and schedule are torch.optim's, step for step."""

from collections.abc import Callable, Iterator
from typing import Literal, get_args

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses
from torch import Tensor

from engine.data.datasets import Splits
from engine.models.networks import build
from engine.settings.train_settings import OptimizerName, TrainSettings
from engine.training.step.optimizers import BETAS, EPSILON, MOMENTUM, WEIGHT_DECAY, update_for
from engine.training.step.schedules import learning_rate_at
from tests.support.networks import MODELS

pytestmark = pytest.mark.arithmetic

RATE = 0.01
REFERENCE: dict[OptimizerName, Callable[[Iterator[torch.nn.Parameter], float], torch.optim.Optimizer]] = {
    "sgd": lambda weights, decay: torch.optim.SGD(weights, RATE, weight_decay=decay),
    "momentum": lambda weights, decay: torch.optim.SGD(weights, RATE, momentum=MOMENTUM, weight_decay=decay),
    "adamw": lambda weights, decay: torch.optim.AdamW(weights, RATE, BETAS, EPSILON, decay),
}


def gradients(network: torch.nn.Module, images: Tensor, labels: Tensor) -> list[Tensor]:
    return list(torch.autograd.grad(F.cross_entropy(network(images), labels), list(network.parameters())))


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("name", get_args(OptimizerName))
@pytest.mark.parametrize("decay", ["auto", 0.0, 0.1])
def that_twenty_steps_equal_torch_optim(
    name: OptimizerName, model: str, decay: float | Literal["auto"], digits: Splits
) -> None:
    ours, theirs = build(model), build(model)
    update = update_for(TrainSettings(optimizer=name, weight_decay=decay), ours.parameters())
    usual = WEIGHT_DECAY if name == "adamw" else 0.0
    reference = REFERENCE[name](theirs.parameters(), usual if decay == "auto" else decay)
    for step in range(20):
        batch = digits.train.__getitems__(torch.arange(step * 50, step * 50 + 50))
        found = gradients(ours, *batch)
        # Both get the same gradients, so that rounding errors do not add up and only the rules are compared.
        for weight, gradient in zip(theirs.parameters(), found, strict=True):
            weight.grad = gradient.clone()
        update(found, RATE)
        reference.step()
        for weight, same in zip(ours.parameters(), theirs.parameters(), strict=True):
            torch.testing.assert_close(weight, same, rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize("steps", [10, 215, 1075])
def that_one_cycle_is_torch_s(steps: int) -> None:
    weight = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([weight], 0.1)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, 0.1, total_steps=steps, cycle_momentum=False)
    for step in range(1, steps + 1):
        assert learning_rate_at("one-cycle", 0.1, step, steps) == pytest.approx(schedule.get_last_lr()[0])
        optimizer.step()
        if step < steps:
            schedule.step()


def that_constant_is_constant() -> None:
    assert {learning_rate_at("constant", 0.1, step, 9) for step in range(1, 10)} == {0.1}


@pytest.mark.parametrize("steps", [1, 2, 3])
def that_even_the_shortest_run_has_a_learning_rate(steps: int) -> None:
    rates = [learning_rate_at("one-cycle", 0.1, step, steps) for step in range(1, steps + 1)]
    assert all(0 < rate <= 0.1 for rate in rates)
