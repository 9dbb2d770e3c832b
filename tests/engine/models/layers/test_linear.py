"""Our fully connected layer is nn.Linear, whichever library multiplies."""

import pytest
import torch
from torch import nn

from engine.models.layers import linear
from engine.models.layers.linear import Linear, product
from tests.support.layer_checks import a_step_is_autograds

pytestmark = pytest.mark.arithmetic


@pytest.fixture(params=[True, False], ids=["oneDNN", "MKL"])
def library(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param and not torch.backends.mkldnn.is_available():
        pytest.skip("this build of torch has no oneDNN")
    monkeypatch.setattr(linear, "onednn_is_faster", lambda: request.param)


@pytest.mark.parametrize("batch", [1, 64, 500])
@pytest.mark.usefixtures("library")
def that_outputs_are_those_of_nn_linear(batch: int) -> None:
    torch.manual_seed(0)
    ours, theirs = Linear(784, 128), nn.Linear(784, 128)
    theirs.load_state_dict(ours.state_dict())
    inputs = torch.randn(batch, 784)
    with torch.no_grad():
        torch.testing.assert_close(ours(inputs), theirs(inputs), rtol=1e-4, atol=1e-4)


@pytest.mark.usefixtures("library")
def that_transposed_views_are_multiplied_as_they_look() -> None:
    torch.manual_seed(0)
    grad_output, inputs = torch.randn(64, 128), torch.randn(64, 784)
    torch.testing.assert_close(product(grad_output.t(), inputs.t()), grad_output.t() @ inputs, rtol=1e-4, atol=1e-4)
    assert product(grad_output.t(), inputs.t()).is_contiguous()


def that_autograd_works_through_it() -> None:
    layer = Linear(784, 128)
    layer(torch.randn(8, 784)).sum().backward()
    assert layer.weight.grad is not None and layer.weight.grad.abs().sum() > 0


def that_the_choice_of_library_never_changes() -> None:
    assert len({linear.onednn_is_faster() for _ in range(10)}) == 1


def that_rows_of_images_may_be_inputs() -> None:
    torch.manual_seed(0)
    rows = (Linear(28, 20), nn.ReLU(), nn.Linear(20, 12, bias=False))
    network = nn.Sequential(*rows, nn.Flatten(), Linear(28 * 12, 10))
    a_step_is_autograds(network, torch.randn(9, 1, 28, 28), torch.arange(9))
    convolved = nn.Sequential(nn.Conv2d(1, 4, 3), Linear(26, 20), nn.ReLU(), nn.Flatten(), Linear(4 * 26 * 20, 10))
    convolved = convolved.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    a_step_is_autograds(convolved, torch.randn(9, 1, 28, 28), torch.arange(9))
