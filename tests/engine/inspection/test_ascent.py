"""Gradient ascent finds what a unit answers to, and leaves the network alone."""

from itertools import islice

import numpy as np
import pytest
import torch
from torch import nn

from engine.compression.int8 import bare_onnx
from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.inspection.ascent import Climbed, ascent
from engine.inspection.exciting_images import excitement, most_exciting
from engine.inspection.unit_layers import Unit, chain_to, strengths, unit_layers
from engine.models.classifier import Classifier
from engine.models.networks import build
from engine.models.onnx_network import OnnxNetwork

CLASSES = 10


def last_of(network: nn.Module, unit: Unit, steps: int = 60) -> tuple[Climbed, Climbed]:
    """Where an ascent begins and where it ends."""
    every = list(ascent(network, unit, steps=steps))
    return every[0], every[-1]


def that_a_class_is_climbed_until_the_network_is_sure_of_it(trained: Classifier) -> None:
    layer = unit_layers(trained.network)[-1]
    assert layer.classes and layer.units == CLASSES
    for digit in range(CLASSES):
        first, last = last_of(trained.network, Unit(layer.number, digit))
        assert last.strength > first.strength
        assert trained.read_image(last.image).digit == digit


def that_a_channel_of_every_layer_answers_more_strongly_than_to_the_noise_before(trained: Classifier) -> None:
    for layer in unit_layers(trained.network):
        gained = [
            last.strength - first.strength
            for unit in range(6)
            for first, last in [last_of(trained.network, Unit(layer.number, unit), 30)]
        ]
        assert np.mean(gained) > 0 and min(gained) > -1e-3, layer


def that_the_units_of_simplenn_are_climbed_too() -> None:
    network = build("simple").eval()
    kinds = [(layer.kind, layer.units, layer.noun) for layer in unit_layers(network)]
    assert kinds == [("Linear", 128, "unit"), ("ReLU", 128, "unit"), ("Linear", 10, "class")]
    # What a ReLU gets is climbed, so that a unit that is silent at first can wake up.
    silent = [unit for unit in range(128) if next(ascent(network, Unit(2, unit))).strength == 0]
    assert silent and last_of(network, Unit(2, silent[0]))[1].strength > 0


def that_neither_weights_nor_gradients_nor_the_global_generator_change(trained: Classifier) -> None:
    network = trained.network
    before = {name: value.clone() for name, value in network.state_dict().items()}
    for weight in network.parameters():
        weight.grad = torch.full_like(weight, 0.5)
    torch.manual_seed(4)
    random = torch.get_rng_state()
    for _ in ascent(network, Unit(unit_layers(network)[0].number, 0), steps=5):
        pass
    assert torch.equal(torch.get_rng_state(), random)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    gradients = [weight.grad for weight in network.parameters() if weight.requires_grad]
    assert gradients and all(gradient is not None and gradient.unique().tolist() == [0.5] for gradient in gradients)
    assert all(weight.requires_grad for weight in network.parameters())
    network.zero_grad()


def that_an_ascent_follows_from_its_seed_and_can_be_left_at_any_step(trained: Classifier) -> None:
    unit = Unit(unit_layers(trained.network)[-1].number, 3)
    one, again, other = (
        [step.image for step in islice(ascent(trained.network, unit, seed=seed), 8)] for seed in (1, 1, 2)
    )
    assert len(one) == 8 and np.array_equal(one, again) and not np.array_equal(one, other)


def that_it_begins_with_the_drawing_and_stays_ink(trained: Classifier, digits: Splits) -> None:
    drawing = digits.test.images[0, 0].numpy()
    unit = Unit(unit_layers(trained.network)[-1].number, 5)
    steps = list(ascent(trained.network, unit, drawing, steps=40))
    assert np.array_equal(steps[0].image, drawing)
    assert [step.step for step in steps] == list(range(41))
    assert all(step.image.dtype == np.uint8 and step.image.shape == (28, 28) for step in steps)
    assert trained.read_image(steps[-1].image).digit == 5


def that_a_network_whose_training_diverged_is_not_climbed() -> None:
    network = build("simple").eval()
    with torch.no_grad():
        for weight in network.parameters():
            weight.fill_(torch.nan)
    first, last = last_of(network, Unit(3, 0), 5)
    assert np.array_equal(first.image, last.image)


def that_weights_that_were_made_for_reading_only_can_be_climbed() -> None:
    with torch.inference_mode():
        network = build("simple").eval()
    first, last = last_of(network, Unit(3, 2), 5)
    assert last.strength > first.strength


def that_a_network_that_is_an_onnx_graph_says_why_it_cannot() -> None:
    with pytest.raises(InklingError, match="no gradient to climb"):
        unit_layers(OnnxNetwork(bare_onnx(build("simple"))))


def that_the_images_that_excite_a_class_most_are_of_that_class(trained: Classifier, digits: Splits) -> None:
    layer = unit_layers(trained.network)[-1]
    excited = excitement(trained.network, layer.number, digits.train)
    assert excited is not None and excited.shape == (len(digits.train), CLASSES)
    for digit in range(CLASSES):
        numbers = most_exciting(excited, digit)
        assert len(numbers) == 10 and (np.diff(excited[numbers, digit]) <= 0).all()
        assert excited[numbers[0], digit] == excited[:, digit].max()
        assert (digits.train.labels.numpy()[numbers] == digit).all()


def that_what_excites_is_what_the_layer_gives(trained: Classifier, digits: Splits) -> None:
    some = digits.train.part(slice(0, 7))
    for layer in unit_layers(trained.network):
        excited = excitement(trained.network, layer.number, some)
        with torch.inference_mode():
            values = chain_to(trained.network, layer.number)(some.__getitems__(range(7))[0])
        assert excited is not None and np.allclose(excited, strengths(values).numpy(), atol=1e-5)


def that_looking_for_exciting_images_can_be_stopped(trained: Classifier, digits: Splits) -> None:
    assert excitement(trained.network, 0, digits.train, lambda: True) is None


def that_one_place_in_eight_counts_for_a_channel() -> None:
    values = torch.arange(16.0).view(1, 1, 4, 4)
    assert strengths(values).tolist() == [[14.5]]
    assert strengths(torch.ones(2, 3)).tolist() == [[1.0] * 3] * 2
