"""Max pooling is torch's, everywhere that layers are known."""

import pytest
import torch
from torch import nn

from engine.errors import InklingError
from engine.models.layers.common.registry import layer_of
from tests.support import layer_checks as checks

pytestmark = pytest.mark.arithmetic

ONES = [nn.MaxPool2d(2), nn.MaxPool2d(3, 2, padding=1), nn.MaxPool2d((2, 3), 1, dilation=2)]
each = pytest.mark.parametrize("module", ONES, ids=str)


@each
def that_result_and_gradient_are_autograds(module: nn.MaxPool2d) -> None:
    checks.the_gradient_is_autograds(module, torch.randn(5, 6, 12, 13))
    checks.the_gradient_is_autograds(module, torch.randint(0, 2, (5, 6, 12, 13)).float())
    checks.a_step_is_autograds(checks.network_around(module), torch.randn(9, 1, 28, 28), torch.arange(9))


def that_a_size_that_is_rounded_up_is_too() -> None:
    checks.the_gradient_is_autograds(nn.MaxPool2d(3, ceil_mode=True), torch.randn(2, 3, 10, 10))


@each
def that_it_multiplies_nothing_and_pruning_goes_through_it(module: nn.MaxPool2d) -> None:
    checks.it_multiplies_nothing(module)
    checks.pruning_goes_through_it(module)


@each
def that_onnx_answers_like_torch(module: nn.MaxPool2d) -> None:
    checks.onnx_answers_like_torch(module)


def that_onnx_refuses_what_it_does_otherwise() -> None:
    with pytest.raises(InklingError, match="rounds"):
        checks.onnx_answers_like_torch(nn.MaxPool2d(2, ceil_mode=True))


def that_lines_build_it() -> None:
    checks.the_line_builds_it(ONES[0], "nn.MaxPool2d(2, stride=2)")
    checks.the_line_builds_it(ONES[1], "nn.MaxPool2d(3, stride=2, padding=1)")
    checks.the_line_builds_it(ONES[2], "nn.MaxPool2d((2, 3), stride=1, dilation=2)")


def that_indices_are_no_business_of_a_chain() -> None:
    assert not layer_of(nn.MaxPool2d(2, return_indices=True)).covers()
