"""Counted arithmetic equals sums by hand and torch's own counter."""

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from engine.models.cost import by_layer, multiply_adds, step_operations
from engine.models.networks import build
from engine.training.step.backpropagation import Backpropagation
from tests.support.networks import MODELS


def that_simple_multiplies_as_often_as_it_has_weights_between_units() -> None:
    assert multiply_adds(build("simple")) == 784 * 128 + 128 * 10


def that_each_convolution_is_its_filters_at_every_place() -> None:
    counted = {layer.name: layer.multiply_adds for layer in by_layer(build("cnn"))}
    assert counted == {
        "features.0": 12 * 12 * 16 * 25,
        "features.3": 4 * 4 * 48 * 16 * 25,
        "features.6": 2 * 2 * 96 * 48 * 9,
        "output": 96 * 4 * 10,
    }


def that_a_network_of_other_widths_is_counted_as_it_is() -> None:
    assert multiply_adds(build("simple", widths=(32,))) == 794 * 32
    assert multiply_adds(build("cnn", widths=(8, 24, 48), classes=26)) < multiply_adds(build("cnn")) / 2


@pytest.mark.parametrize("name", MODELS)
def that_a_step_is_what_torch_counts_in_one(name: str) -> None:
    network = build(name)
    images, labels = torch.rand(8, 1, 28, 28), torch.arange(8)
    with FlopCounterMode(display=False) as counter:
        torch.nn.functional.cross_entropy(network(images), labels).backward()
    assert step_operations(network, 8) == counter.get_total_flops()


@pytest.mark.parametrize("name", MODELS)
def that_counting_leaves_the_network_as_it_was(name: str) -> None:
    network = build(name)
    before = {key: values.clone() for key, values in network.state_dict().items()}
    multiply_adds(network)
    assert network.training
    assert all(torch.equal(values, before[key]) for key, values in network.state_dict().items())
    Backpropagation(network)(torch.rand(4, 1, 28, 28), torch.arange(4))
