"""A short trial says how long an epoch takes, and which layers take that time."""

import pytest
import torch

from engine.errors import Stopped
from engine.models.networks import build
from engine.settings.train_settings import TrainSettings
from engine.speed import epoch_prediction
from engine.speed.epoch_prediction import layer_shares, predict_epoch
from tests.support.networks import OWN


@pytest.mark.parametrize("model", ["simple", OWN["residual"], OWN["residual of pixels"]], ids=str)
def that_each_layer_has_its_share_of_the_time(model: str) -> None:
    network = build(model)
    shares = layer_shares(network, torch.randn(20, 1, 28, 28))
    assert len(shares) == len(network.stack.layers)
    assert all(share >= 0 for share in shares) and sum(shares) == pytest.approx(1)


def that_the_layers_of_an_addition_share_its_time_by_their_products() -> None:
    network = build("conv 4 3x3 padding 1, conv 4 5x5 padding 2, relu, conv 4 3x3 padding 1, add 3, flatten, output")
    first, large, relu, small, addition, *_ = layer_shares(network, torch.randn(20, 1, 28, 28))
    assert large == pytest.approx(small * 25 / 9) and relu == addition == 0 < first


def that_a_prediction_takes_some_steps_and_can_be_stopped(home: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epoch_prediction, "SECONDS", 0.0)
    settings = TrainSettings(model="simple", augmentation="none", outliers="none", threads=1)
    found = predict_epoch(settings)
    assert found.seconds > 0 and found.threads == 1 and len(found.shares) == 4
    with pytest.raises(Stopped):
        predict_epoch(settings, lambda: True)
