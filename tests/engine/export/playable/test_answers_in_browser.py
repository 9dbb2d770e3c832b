"""In a real browser the page computes what the program computes."""

from random import Random
from typing import Any

import numpy as np
import pytest
import torch

from benchmarks.handwriting.playable import OWN as MEASURED
from benchmarks.handwriting.playable import READ
from benchmarks.networks.random_stacks import random_stack
from benchmarks.shared.browser import Opened
from engine.export.playable.layers import page_layers
from engine.export.playable.numbers import FORMS, Form, packed, rounded
from engine.ink.rendering import render
from engine.ink.views import render_views
from engine.models.classifier import Classifier
from engine.models.networks import Network
from engine.stack.layers import KINDS
from engine.stack.stack import Stack
from engine.stack.text import parse
from tests.support.drawings import strokes_drawn
from tests.support.networks import OWN

RANDOM = 20
"""Networks."""
LOGITS = """([layers, images]) => {
  const logits = network(layers, "float32");
  return images.map(image => [...logits(Float32Array.from(image))]);
}"""
ODD: list[Any] = [
    [[[3, 4]]],
    [[[0, 0], [0, 0]]],
    [[[0, 0], [9, 0]], []],
    [[[1e6, 0], [1e6, 1e-3]]],
    [[[50 + 40 * np.cos(t / 9), 50 + 30 * np.sin(t / 7)] for t in range(900)]],
]
"""A dot, a line that does not move, a flat one, a tiny one far away, a scribble of which the views leave points out."""


def lived(stack: Stack, seed: int) -> Network:
    """Batch norms that have seen something, and weights that are not those of the start."""
    torch.manual_seed(seed)
    network = Network(stack)
    network.train()(torch.randn(16, 1, 28, 28))
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.add_(0.1 * torch.randn_like(parameter))
    return network.eval()


def computed_alike(page: Opened, stacks: list[Stack]) -> None:
    for number, stack in enumerate(stacks):
        network, images = lived(stack, number), torch.randn(3, 1, 28, 28)
        found = page.run(LOGITS, [page_layers(network, "float32"), images.flatten(1).tolist()])
        with torch.inference_mode():
            wanted = network(images).numpy()
        np.testing.assert_allclose(found, wanted, rtol=1e-4, atol=1e-4, err_msg=str(stack))


def that_networks_with_all_kinds_of_layer_are_computed_as_torch_does(one_page: Opened) -> None:
    stacks = [parse(text) for text in (*OWN.values(), *MEASURED)]
    assert {type(layer) for stack in stacks for layer in stack.layers} == set(KINDS)
    computed_alike(one_page, stacks)


def that_random_networks_are_computed_as_torch_does(one_page: Opened) -> None:
    rng = Random(0)
    computed_alike(one_page, [random_stack(rng) for _ in range(RANDOM)])


@pytest.mark.parametrize("form", FORMS)
def that_weights_are_unpacked_to_the_numbers_that_the_program_checked(one_page: Opened, form: Form) -> None:
    weight = np.array([[1.5, -0.1, 3e-6], [1e6, -70_000, 1e-8], [0, -0.0, 65_504]], np.float32)
    found = one_page.run("([layer, form]) => [...weightsOf(layer, form)].map(String)", [packed(weight, form), form])
    np.testing.assert_array_equal(np.array(found, np.float32).reshape(3, 3), rounded(weight, form))


def that_drawings_become_the_programs_images_up_to_a_grey_value(one_page: Opened) -> None:
    drawings = [*strokes_drawn(), *ODD]
    script = "drawings => drawings.map(one => [render(one), ...renderViews(one)].map(image => [...image]))"
    for strokes, images in zip(drawings, one_page.run(script, drawings), strict=True):
        image = render(strokes)
        assert image is not None
        wanted = np.concatenate([image[None], render_views(strokes)]).astype(int)
        assert np.abs(np.array(images).reshape(wanted.shape) - wanted).max() <= 1


def that_answers_and_probabilities_are_the_programs(one_page: Opened, doubting: Classifier) -> None:
    drawings = [*strokes_drawn(), *ODD]
    readings = doubting.read_drawings(drawings)
    for found, reading in zip(one_page.run(READ, drawings), readings, strict=True):
        assert (found["best"], found["sure"]) == (reading.digit, reading.sure)
        assert found["probabilities"] == pytest.approx(reading.probabilities, abs=0.005)
    assert {reading.sure for reading in readings} == {True, False}
