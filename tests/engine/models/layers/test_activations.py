"""Activations that change each number by itself are torch's, everywhere that layers are known."""

import pytest
import torch
from torch import nn

from engine.errors import InklingError
from tests.support import layer_checks as checks

pytestmark = pytest.mark.arithmetic

LINES = {
    nn.Tanh(): "nn.Tanh()",
    nn.LeakyReLU(0.2): "nn.LeakyReLU(negative_slope=0.2)",
    nn.Sigmoid(): "nn.Sigmoid()",
    nn.GELU(): "nn.GELU()",
}
every = pytest.mark.parametrize("one", LINES, ids=str)
makes_zero_of_zero = pytest.mark.parametrize("one", [one for one in LINES if not isinstance(one, nn.Sigmoid)], ids=str)


@every
def that_result_and_gradient_are_autograds(one: nn.Module) -> None:
    checks.the_gradient_is_autograds(one, 2 * torch.randn(5, 6, 12, 13))


@every
@pytest.mark.parametrize("after", [nn.ReLU(), nn.Sequential(nn.Flatten(1, 2), nn.ReLU()), nn.Tanh()], ids=str)
def that_a_step_is_autograds_whatever_overwrites_its_result(one: nn.Module, after: nn.Module) -> None:
    checks.a_step_is_autograds(checks.network_around(one), torch.randn(9, 1, 28, 28), torch.arange(9))
    network = nn.Sequential(nn.Conv2d(1, 4, 5, 4), one, after, nn.Flatten(), nn.Linear(144, 10))
    checks.a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


@every
def that_it_multiplies_nothing_and_onnx_and_a_script_have_it(one: nn.Module) -> None:
    checks.it_multiplies_nothing(one)
    checks.onnx_answers_like_torch(one)
    checks.the_line_builds_it(one, LINES[one])


@makes_zero_of_zero
def that_pruning_goes_through_it(one: nn.Module) -> None:
    checks.pruning_goes_through_it(one)


def that_pruning_says_why_it_cannot_cut_a_network_with_sigmoids() -> None:
    with pytest.raises(InklingError, match="sigmoids"):
        checks.pruning_goes_through_it(nn.Sigmoid())
