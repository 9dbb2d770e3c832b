"""Our fully connected layer is nn.Linear, whichever library multiplies."""

import pytest
import torch
from torch import nn

from engine import linear
from engine.linear import Linear


@pytest.mark.parametrize("batch", [1, 64, 500])
@pytest.mark.parametrize("onednn", [True, False])
def that_outputs_and_gradients_are_those_of_nn_linear(
    batch: int, onednn: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if onednn and not torch.backends.mkldnn.is_available():
        pytest.skip("this build of torch has no oneDNN")
    monkeypatch.setattr(linear, "onednn_is_faster", lambda: onednn)
    torch.manual_seed(0)
    ours, theirs = Linear(784, 128), nn.Linear(784, 128)
    theirs.load_state_dict(ours.state_dict())
    inputs = torch.randn(batch, 784, requires_grad=True)
    upstream = torch.randn(batch, 128)
    results = []
    for layer in (ours, theirs):
        outputs = layer(inputs)
        results.append([outputs, *torch.autograd.grad(outputs, [inputs, *layer.parameters()], upstream)])
    for got, wanted in zip(*results, strict=True):
        torch.testing.assert_close(got, wanted, rtol=1e-4, atol=1e-4)


def that_the_choice_of_library_never_changes() -> None:
    assert len({linear.onednn_is_faster() for _ in range(10)}) == 1
