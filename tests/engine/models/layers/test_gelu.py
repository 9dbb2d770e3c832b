"""GELU with a gradient of its own."""

import pytest
import torch
from torch import nn

from tests.support import layer_checks as checks

pytestmark = pytest.mark.arithmetic

ONE = nn.GELU()


def that_result_and_gradient_are_autograds() -> None:
    checks.the_gradient_is_autograds(ONE, torch.randn(3, 4, 6, 6))


def that_a_step_of_a_network_with_it_is_autograds() -> None:
    checks.a_step_is_autograds(checks.network_around(ONE), torch.randn(9, 1, 28, 28), torch.arange(9))


def that_it_multiplies_nothing_and_pruning_goes_through_it() -> None:
    checks.it_multiplies_nothing(ONE)
    checks.pruning_goes_through_it(ONE)


def that_onnx_answers_like_torch_and_a_script_builds_it() -> None:
    checks.onnx_answers_like_torch(ONE)
    checks.the_line_builds_it(ONE, "nn.GELU()")
