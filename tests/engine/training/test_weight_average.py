"""The mean of the latest weights is the formula's, and its batch norms know the images as it sees them."""

import copy

import pytest
import torch
from torch import nn

from engine.data.datasets import Splits
from engine.models.networks import build
from engine.settings.train_settings import TrainSettings
from engine.training.step.learner import Learner
from engine.training.step.weight_average import WeightAverage, measure_batch_norms
from tests.support.networks import MODELS

pytestmark = pytest.mark.arithmetic

DECAY = 0.8


def learner(model: str, average: float = DECAY) -> Learner:
    return Learner(TrainSettings(model=model, weight_average=average, schedule="constant"), 10)


@pytest.mark.parametrize("model", MODELS)
def that_the_mean_is_what_the_formula_says(model: str, digits: Splits) -> None:
    averaged, seen = learner(model), []
    for step in range(6):
        averaged.learn(digits.train.__getitems__(torch.arange(step * 50, step * 50 + 50)))
        seen.append([weight.detach().clone() for weight in averaged.network.parameters()])
    factors = [DECAY**age for age in reversed(range(6))]
    for place, mean in enumerate(averaged.answering().parameters()):
        wanted = sum(factor * weights[place] for factor, weights in zip(factors, seen, strict=True)) / sum(factors)
        torch.testing.assert_close(mean.detach(), wanted)


def that_training_itself_is_the_same_to_the_last_bit(digits: Splits) -> None:
    one, other = learner("cnn", 0), learner("cnn")
    for step in range(3):
        batch = digits.train.__getitems__(torch.arange(step * 50, step * 50 + 50))
        assert one.learn(batch).loss == other.learn(batch).loss
    assert one.answering() is one.network and other.answering() is not other.network


def that_batch_norms_have_the_figures_of_the_images_with_the_mean_weights(digits: Splits) -> None:
    averaged = learner("cnn")
    for step in range(6):
        averaged.learn(digits.train.__getitems__(torch.arange(step * 50, step * 50 + 50)))
    batches = [digits.train.__getitems__(torch.arange(first, first + 100))[0] for first in (0, 100, 200)]
    found = averaged.answering(iter(batches))
    wanted = copy.deepcopy(found)
    torch.optim.swa_utils.update_bn(batches, wanted)
    for (name, one), other in zip(found.named_buffers(), wanted.buffers(), strict=True):
        torch.testing.assert_close(one, other, msg=name)
    assert found.training and all(norm.momentum == 0.1 for norm in found.modules() if isinstance(norm, nn.BatchNorm2d))
    inputs = torch.cat(batches)
    convolution, norm = [module for module in found.modules() if isinstance(module, nn.Conv2d | nn.BatchNorm2d)][:2]
    assert isinstance(norm, nn.BatchNorm2d) and norm.running_mean is not None
    torch.testing.assert_close(norm.running_mean, convolution(inputs).mean((0, 2, 3)).detach(), rtol=1e-3, atol=1e-4)


def that_dropout_adds_no_noise_to_the_figures_and_a_single_number_is_skipped() -> None:
    network = nn.Sequential(nn.Dropout(0.5), nn.BatchNorm1d(3))
    images = torch.randn(100, 3)
    measure_batch_norms(network, [images, images[:1]])
    mean = network[1].running_mean
    assert isinstance(mean, torch.Tensor)
    torch.testing.assert_close(mean, images.mean(0))
    assert network.training and network[0].training


def that_before_the_first_step_it_is_the_network_as_it_begins() -> None:
    network = build("cnn")
    mean = WeightAverage(network, DECAY).network()
    for one, other in zip(network.state_dict().values(), mean.state_dict().values(), strict=True):
        assert torch.equal(one, other)
