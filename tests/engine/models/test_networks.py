"""The networks: shapes, sizes, first weights."""

import pytest
import torch

from engine.models.networks import build
from engine.stack import description
from tests.support.networks import MODELS

pytestmark = pytest.mark.arithmetic

names = pytest.mark.parametrize("name", MODELS)


@names
def that_every_network_gives_ten_logits_and_says_what_it_is(name: str) -> None:
    network = build(name)
    assert network(torch.zeros(3, 1, 28, 28)).shape == (3, 10)
    assert len(description(name)) > 20 and "\n" not in description(name)
    assert network.weights == sum(tensor.numel() for tensor in network.parameters()) > 1000


def that_simple_is_784_128_10_and_takes_flat_images_too() -> None:
    network = build("simple")
    assert network.weights == 784 * 128 + 128 + 128 * 10 + 10
    images = torch.rand(5, 1, 28, 28)
    assert torch.equal(network(images), network(images.reshape(5, 784)))


@names
def that_the_seed_alone_decides_the_first_weights(name: str) -> None:
    torch.manual_seed(1)
    first = build(name, seed=7).state_dict()
    torch.rand(10)
    again = build(name, seed=7).state_dict()
    other = build(name, seed=8).state_dict()
    assert all(torch.equal(first[key], again[key]) for key in first)
    assert not all(torch.equal(first[key], other[key]) for key in first)


def that_building_a_network_leaves_others_random_numbers_alone() -> None:
    torch.manual_seed(1)
    expected = torch.rand(3)
    torch.manual_seed(1)
    build("cnn")
    assert torch.equal(torch.rand(3), expected)


def that_all_networks_are_listed() -> None:
    assert set(MODELS) == set(MODELS)
