"""Dropout drops at random without any random state, and only in training."""

import pytest
import torch
from torch import Tensor, nn

from engine.data.datasets import Splits
from engine.models.layers.common.context import Context, Randomness
from engine.models.layers.common.layer import Rule
from engine.models.layers.common.registry import kinds, layer_of
from engine.models.networks import Network
from engine.settings.train_settings import TrainSettings
from engine.training.step.backpropagation import Backpropagation
from engine.training.step.learner import Learner
from tests.support import layer_checks as checks

pytestmark = pytest.mark.arithmetic


def rule(module: nn.Dropout, seed: int = 0, step: int = 0, position: int = 0) -> Rule:
    randomness = Randomness(seed)
    randomness.step = step
    layer = layer_of(module, Context(position, learning_before=True, randomness=randomness))
    assert type(layer) is kinds()[nn.Dropout] and layer.covers()
    layer.prepare()
    return layer


def factors(module: nn.Dropout, *, seed: int = 0, step: int = 0, position: int = 0) -> Tensor:
    return rule(module, seed, step, position).forward(torch.ones(50, 400))


@pytest.mark.parametrize("p", [0.0, 0.3, 0.5, 1.0])
def that_a_share_becomes_zero_and_the_rest_grows_as_torchs_does(p: float) -> None:
    ours, theirs = factors(nn.Dropout(p)), nn.Dropout(p).train()(torch.ones(50, 400))
    assert set(ours.unique().tolist()) == set(theirs.unique().tolist())
    assert (ours == 0).float().mean().item() == pytest.approx(p, abs=0.02)
    assert ours.mean().item() == pytest.approx(1 if p < 1 else 0, abs=0.05)


@pytest.mark.parametrize("layout", checks.LAYOUTS, ids=str)
def that_the_gradient_is_autograds_of_the_same_zeros(layout: torch.memory_format) -> None:
    values = torch.randn(5, 6, 12, 13).to(memory_format=layout)
    grad_output, layer = torch.randn_like(values), rule(nn.Dropout(0.4))
    with torch.inference_mode():
        result = layer.forward(values)
        to_input, own = layer.backward(grad_output.clone())
    theirs = values.clone().requires_grad_()
    wanted = torch.where(result == 0, 0, theirs / 0.6)
    (gradient,) = torch.autograd.grad(wanted, theirs, grad_output)
    assert to_input is not None and own == ()
    torch.testing.assert_close(result, wanted.detach())
    torch.testing.assert_close(to_input, gradient)
    assert result.stride() == to_input.stride() == values.stride()


def that_zeros_depend_on_seed_step_and_position_alone() -> None:
    module = nn.Dropout()
    places = [{}, {"seed": 1}, {"step": 1}, {"position": 1}]
    drawn = [factors(module, **where) for where in places]
    torch.rand(7)
    for number, (where, one) in enumerate(zip(places, drawn, strict=True)):
        assert torch.equal(one, factors(module, **where))
        assert not any(torch.equal(one, other) for other in drawn[:number])


class Dropping(Network):
    """A dense network with dropout before each of its layers with weights."""

    def __init__(self) -> None:
        dense = (nn.Linear(784, 32), nn.ReLU(), nn.Dropout(0.3), nn.Linear(32, 10))
        nn.Sequential.__init__(self, nn.Flatten(), nn.Dropout(0.1), *dense)


def learner(steps: int) -> Learner:
    torch.manual_seed(0)
    settings = TrainSettings(schedule="constant", learning_rate=0.003, seed=5)
    return Learner(settings, steps, Dropping())


def losses(learner: Learner, digits: Splits, steps: range) -> list[float]:
    batches = (digits.train.__getitems__(torch.arange(50 * step, 50 * step + 50)) for step in steps)
    return [learner.learn(batch).loss for batch in batches]


def that_a_resumed_run_drops_what_the_whole_one_did_and_learns(digits: Splits) -> None:
    whole = losses(learner(40), digits, range(40))
    stopped, resumed = learner(40), learner(40)
    losses(stopped, digits, range(15))
    resumed.restore(stopped.state())
    assert losses(resumed, digits, range(15, 40)) == whole[15:]
    assert sum(whole[-5:]) < sum(whole[:5]) / 2


def that_training_draws_nothing_from_the_global_generator() -> None:
    gradients_of = Backpropagation(Dropping())
    state = torch.get_rng_state()
    gradients_of(torch.randn(9, 1, 28, 28, generator=torch.Generator()), torch.arange(9))
    assert torch.equal(torch.get_rng_state(), state)


def that_evaluating_it_changes_nothing_and_onnx_has_the_identity() -> None:
    network = checks.network_around(nn.Dropout()).eval()
    without = nn.Sequential(*(layer for layer in network if not isinstance(layer, nn.Dropout)))
    images = torch.randn(7, 1, 28, 28)
    assert torch.equal(network(images), without(images))
    checks.onnx_answers_like_torch(nn.Dropout())


def that_it_multiplies_nothing_and_pruning_goes_through_it() -> None:
    checks.it_multiplies_nothing(nn.Dropout())
    checks.pruning_goes_through_it(nn.Dropout())


def that_lines_build_it() -> None:
    checks.the_line_builds_it(nn.Dropout(), "nn.Dropout()")
    checks.the_line_builds_it(nn.Dropout(0.2), "nn.Dropout(p=0.2)")
