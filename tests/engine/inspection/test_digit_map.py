"""The map of training digits: the same for a network whenever it is made, and honest about what two dimensions lose."""

import copy
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
import torch
from torch import nn

from engine.compression.int8 import dynamically_quantised, quantised
from engine.data.datasets import Splits, mnist
from engine.data.normalisation import normalised
from engine.errors import InklingError, Stopped
from engine.inspection.digit_map import NEAREST, DigitMap, digit_map, map_sample, nearest_turn, plane_of
from engine.inspection.neighbours import compare_neighbours
from engine.models.classifier import Classifier
from engine.models.last_hidden import LastHidden
from engine.models.networks import build
from engine.models.onnx_graph import Graph, value_info
from engine.models.onnx_network import INPUT, OUTPUT, OnnxNetwork
from tests.support.networks import MODELS

RNG = np.random.default_rng(3)


def ranks(values: np.ndarray) -> np.ndarray:
    """Of each row the rank of every other point by distance, 1 for the nearest; slowly, as one would explain it."""
    every = np.zeros((len(values), len(values)), int)
    for one, place in enumerate(values):
        away = [(float(((other - place) ** 2).sum()), number) for number, other in enumerate(values) if number != one]
        for rank, (_, number) in enumerate(sorted(away), 1):
            every[one, number] = rank
    return every


def slowly(values: np.ndarray, points: np.ndarray, k: int) -> tuple[float, float]:
    """Trustworthiness and shared neighbours, straight from the paper's formula."""
    n, true, shown = len(values), ranks(values), ranks(points)
    pairs = [(i, j) for i in range(n) for j in range(n) if i != j and shown[i, j] <= k]
    invented = [true[pair] - k for pair in pairs if true[pair] > k]
    return 1 - 2 / (n * k * (2 * n - 3 * k - 1)) * sum(invented), 1 - len(invented) / len(pairs)


@pytest.mark.parametrize("k", [3, 10])
@pytest.mark.parametrize("spoilt", [0.0, 0.3, 10.0])
def that_neighbours_are_compared_as_the_formula_says(k: int, spoilt: float) -> None:
    values = RNG.normal(size=(120, 6)).astype(np.float32)
    points = (values[:, :2] + spoilt * RNG.normal(size=(120, 2))).astype(np.float32)
    assert compare_neighbours(values, points, k) == pytest.approx(slowly(values, points, k), abs=1e-9)


def that_a_map_that_loses_nothing_invents_no_neighbour() -> None:
    points = RNG.normal(size=(700, 2)).astype(np.float32)
    values = np.concatenate([points, np.zeros((700, 5), np.float32)], 1)
    assert compare_neighbours(values, points) == (1, 1)


def that_the_plane_is_where_values_vary_most() -> None:
    values = (RNG.normal(size=(300, 8)) * [1, 9, 1, 5, 1, 1, 0.5, 1]).astype(np.float32)
    plane = plane_of(values)
    assert np.allclose(np.abs(plane.axes.T @ np.eye(8)[:, [1, 3]]), np.eye(2), atol=0.1)
    assert np.allclose(plane.axes.T @ plane.axes, np.eye(2), atol=1e-5)
    singular = np.linalg.svd(values - values.mean(0), compute_uv=False) ** 2
    assert plane.share == pytest.approx(singular[:2].sum() / singular.sum(), rel=1e-4)
    assert np.allclose(plane.points(values).mean(0), 0, atol=1e-4)


@pytest.mark.parametrize("mirror", [1, -1])
def that_a_turned_and_mirrored_map_is_turned_back(mirror: int) -> None:
    points = RNG.normal(size=(50, 2)).astype(np.float32) * (3, 1)
    turn = np.array([[np.cos(2), -np.sin(2)], [np.sin(2), np.cos(2)]]) @ np.diag([1, mirror])
    assert np.allclose(points @ turn @ nearest_turn(points @ turn, points), points, atol=1e-4)


def that_the_sample_has_as_many_of_each_class_and_only_training_images() -> None:
    sample = map_sample("mnist")
    assert np.bincount(sample.labels).tolist() == [200] * 10
    whole = mnist()
    known = {image.tobytes() for image in whole.train.images[:, 0].numpy()}
    assert {image.tobytes() for image in sample.images} <= known
    assert map_sample("mnist") is sample


@pytest.fixture(scope="module")
def made(trained: Classifier) -> DigitMap:
    return digit_map(trained)


@pytest.mark.arithmetic
def that_a_trained_networks_map_has_the_classes_apart(made: DigitMap) -> None:
    untrained = digit_map(Classifier(build("cnn", seed=5)))
    assert made.neighbours.trustworthiness > 0.8 and 0 < made.neighbours.shared < 1
    assert alike(made) > alike(untrained)


def alike(one: DigitMap) -> float:
    """The share of the nearest training digit on the map that has the same class."""
    points, labels = one.points, one.sample.labels
    away = ((points[:, None] - points[None]) ** 2).sum(2) + np.diag(np.full(len(points), np.inf))
    return float((labels[away.argmin(1)] == labels).mean())


def that_a_training_digit_lies_at_its_own_place_and_is_its_own_nearest(made: DigitMap) -> None:
    for number in range(0, len(made.points), 211):
        point, nearest = made.locate(made.sample.images[number])
        assert np.allclose(point, made.points[number], atol=1e-3 * np.ptp(made.points))
        assert len(nearest) == NEAREST and nearest[0] == number


def that_the_nearest_are_those_by_all_values(made: DigitMap, trained: Classifier, digits: Splits) -> None:
    image = digits.test.images[3, 0].numpy()
    _, nearest = made.locate(image)
    with torch.inference_mode():
        value = LastHidden(trained.network)(normalised(torch.from_numpy(image)[None, None])).numpy()
    away = np.linalg.norm(made.values.astype(float) - value, axis=1)
    assert away[nearest].tolist() == pytest.approx(np.sort(away)[:NEAREST].tolist(), rel=1e-4)


@pytest.mark.parametrize("model", MODELS)
def that_the_last_layer_makes_the_logits_of_what_the_map_shows(model: str, digits: Splits) -> None:
    network = build(model).eval()
    images = digits.test.__getitems__(range(20))[0]
    last = [module for module in network.modules() if isinstance(module, nn.Linear)][-1]
    with torch.inference_mode():
        assert torch.allclose(last(LastHidden(network)(images)), network(images), atol=1e-5)


def that_the_map_of_a_network_depends_on_no_other_network(trained: Classifier, made: DigitMap) -> None:
    digit_map(Classifier(build("simple", seed=8)))
    assert np.allclose(digit_map(copy.deepcopy(trained)).points, made.points, atol=1e-4)


def that_a_small_change_of_the_weights_moves_the_map_a_little(trained: Classifier, made: DigitMap) -> None:
    """No axis flips and none changes places with the other."""
    for seed in range(3):
        near = copy.deepcopy(trained)
        rng = torch.Generator().manual_seed(seed)
        with torch.no_grad():
            for weight in near.network.parameters():
                weight.add_(0.01 * weight.std() * torch.randn(weight.shape, generator=rng))
        assert np.abs(digit_map(near).points - made.points).max() < 0.2 * np.ptp(made.points)


def that_a_map_is_turned_and_mirrored_like_the_one_that_is_seen(trained: Classifier, made: DigitMap) -> None:
    mirrored = replace(made, points=made.points * np.array([-1, 1], np.float32))
    assert np.allclose(digit_map(trained, before=mirrored).points, mirrored.points, atol=1e-3)
    other = replace(mirrored, sample=made.sample._replace(names=("another", "sample")))
    assert np.allclose(digit_map(trained, before=other).points, made.points, atol=1e-4)


def that_a_network_that_diverged_has_a_map_and_no_fault() -> None:
    network = build("simple")
    with torch.no_grad():
        next(network.parameters()).fill_(torch.nan)
    found = digit_map(Classifier(network))
    assert np.isfinite(found.points).all() and 0 <= found.plane.share <= 1


def that_a_map_that_nobody_wants_is_given_up(trained: Classifier) -> None:
    with pytest.raises(Stopped):
        digit_map(trained, lambda: True)


def that_a_network_without_a_last_layer_says_so() -> None:
    with pytest.raises(InklingError, match="does not end with a fully connected layer"):
        LastHidden(nn.Sequential(nn.Conv2d(1, 10, 28), nn.Flatten()))


Quantise = Callable[[nn.Module, Splits], OnnxNetwork]


@pytest.mark.parametrize(
    "quantise",
    [
        lambda network, digits: quantised(network, digits.train, digits.validation).network,
        lambda network, digits: dynamically_quantised(network, digits.validation).network,
    ],
    ids=["static", "dynamic"],
)
@pytest.mark.parametrize("model", MODELS)
def that_an_int8_graph_tells_what_goes_into_its_last_layer(quantise: Quantise, model: str, digits: Splits) -> None:
    network = build(model).eval()
    small = quantise(network, digits)
    images = digits.test.__getitems__(range(8))[0]
    exact = LastHidden(network)(images)
    found = torch.cat([LastHidden(small)(image[None]).flatten(1) for image in images])
    assert found.shape == exact.shape
    assert float((found - exact).abs().mean()) < 0.1 * float(exact.abs().mean())


def that_an_int8_graph_without_a_hidden_layer_says_so() -> None:
    bare = nn.Sequential(nn.Flatten(), nn.Linear(784, 10))
    graph = Graph()
    graph.named(graph.layers(bare, INPUT), OUTPUT)
    model = graph.model([value_info(INPUT, (1, 28, 28), "")], [value_info(OUTPUT, (10,), "")], "")
    shown = LastHidden(OnnxNetwork(model.SerializeToString()))(torch.ones(2, 1, 28, 28))
    assert shown.flatten(1).shape == (2, 784), "the pixels themselves"
    direct = Graph()
    direct.named(direct.layers(nn.Sequential(nn.Flatten()), INPUT), OUTPUT)
    model = direct.model([value_info(INPUT, (1, 28, 28), "")], [value_info(OUTPUT, (784,), "")], "")
    with pytest.raises(InklingError, match="no last hidden layer"):
        LastHidden(OnnxNetwork(model.SerializeToString()))
