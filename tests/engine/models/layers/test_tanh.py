"""The hyperbolic tangent is torch's, everywhere that layers are known."""

import pytest
import torch
from torch import nn

from tests.support import layer_checks as checks

pytestmark = pytest.mark.arithmetic


def that_result_and_gradient_are_autograds() -> None:
    checks.the_gradient_is_autograds(nn.Tanh(), 2 * torch.randn(5, 6, 12, 13))


@pytest.mark.parametrize("after", [nn.ReLU(), nn.Sequential(nn.Flatten(1, 2), nn.ReLU()), nn.Tanh()], ids=str)
def that_a_step_is_autograds_whatever_overwrites_its_result(after: nn.Module) -> None:
    checks.a_step_is_autograds(checks.network_around(nn.Tanh()), torch.randn(9, 1, 28, 28), torch.arange(9))
    network = nn.Sequential(nn.Conv2d(1, 4, 5, 4), nn.Tanh(), after, nn.Flatten(), nn.Linear(144, 10))
    checks.a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))


def that_it_multiplies_nothing_and_pruning_goes_through_it() -> None:
    checks.it_multiplies_nothing(nn.Tanh())
    checks.pruning_goes_through_it(nn.Tanh())


def that_onnx_answers_like_torch() -> None:
    checks.onnx_answers_like_torch(nn.Tanh())


def that_a_line_builds_it() -> None:
    checks.the_line_builds_it(nn.Tanh(), "nn.Tanh()")
