"""Average pooling is torch's, everywhere that layers are known."""

import pytest
import torch
from torch import nn

from engine.errors import InklingError
from tests.support import layer_checks as checks

pytestmark = pytest.mark.arithmetic

ONES = [nn.AvgPool2d(2), nn.AvgPool2d(3, 2, padding=1), nn.AvgPool2d((2, 3), 1, 1, count_include_pad=False)]
UNEXPORTED = [nn.AvgPool2d(3, ceil_mode=True), nn.AvgPool2d(2, divisor_override=3)]


@pytest.mark.parametrize("module", ONES + UNEXPORTED, ids=str)
def that_result_and_gradient_are_autograds(module: nn.AvgPool2d) -> None:
    checks.the_gradient_is_autograds(module, torch.randn(5, 6, 12, 13))
    checks.a_step_is_autograds(checks.network_around(module), torch.randn(9, 1, 28, 28), torch.arange(9))


@pytest.mark.parametrize("module", ONES, ids=str)
def that_it_multiplies_nothing_and_pruning_goes_through_it(module: nn.AvgPool2d) -> None:
    checks.it_multiplies_nothing(module)
    checks.pruning_goes_through_it(module)


@pytest.mark.parametrize("module", ONES, ids=str)
def that_onnx_answers_like_torch(module: nn.AvgPool2d) -> None:
    checks.onnx_answers_like_torch(module)


@pytest.mark.parametrize("module", UNEXPORTED, ids=str)
def that_onnx_refuses_what_it_does_not_have(module: nn.AvgPool2d) -> None:
    with pytest.raises(InklingError, match="ONNX has no average pooling"):
        checks.onnx_answers_like_torch(module)


def that_lines_build_it() -> None:
    checks.the_line_builds_it(ONES[0], "nn.AvgPool2d(2, stride=2)")
    checks.the_line_builds_it(ONES[1], "nn.AvgPool2d(3, stride=2, padding=1)")
    checks.the_line_builds_it(ONES[2], "nn.AvgPool2d((2, 3), stride=1, padding=1, count_include_pad=False)")
