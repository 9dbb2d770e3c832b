"""Images that are read together get the answers that each gets alone."""

import math

import numpy as np
import pytest
import torch

from engine.data import normalised
from engine.data.datasets import Splits
from engine.ink.views import render_views
from engine.models import classifier as file
from engine.models.classifier import Calibration, Classifier
from engine.models.networks import build
from tests.support.drawings import strokes_drawn

pytestmark = pytest.mark.arithmetic
DRAWINGS = [[np.array(stroke) for stroke in strokes] for strokes in strokes_drawn()]


def that_batches_get_the_answers_of_single_images(
    doubting: Classifier, digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file, "CHUNK", 16)
    images = [image[0].numpy() for image in digits.test.images[:40]]
    together, alone = doubting.read_images(images), [doubting.read_image(image) for image in images]
    for one, other in zip(together, alone, strict=True):
        assert one.image is other.image and one.names == other.names
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-5)
        if abs(other.confidence - doubting.calibration.confidence_threshold) > 1e-5:
            assert one.sure == other.sure
    assert doubting.read_images([]) == []


def that_a_drawing_is_read_as_the_mean_of_its_views(doubting: Classifier) -> None:
    for strokes in DRAWINGS:
        reading = doubting.read(strokes)
        assert reading is not None
        with torch.inference_mode():
            logits = doubting.network(normalised(torch.from_numpy(render_views(strokes))[:, None])).mean(0)
        expected = (logits / doubting.calibration.temperature).softmax(0).tolist()
        assert reading.probabilities == pytest.approx(expected, abs=1e-5)
    assert doubting.read([]) is None and doubting.read([[]]) is None


def that_batches_get_the_answers_of_single_drawings(doubting: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "CHUNK", 30)
    alone = [reading for strokes in DRAWINGS if (reading := doubting.read(strokes))]
    for one, other in zip(doubting.read_drawings(DRAWINGS), alone, strict=True):
        assert np.array_equal(one.image, other.image)
        assert one.probabilities == pytest.approx(other.probabilities, abs=1e-5)
    assert doubting.read_drawings([]) == []


def that_a_drawn_coat_is_read_as_the_image_that_is_shown(trained: Classifier) -> None:
    plain = Classifier(trained.network, data="fashion")
    reading = plain.read(DRAWINGS[0])
    assert reading is not None and reading.probabilities == plain.read_image(reading.image).probabilities


def that_clothes_are_read_without_looks_from_other_angles(trained: Classifier, digits: Splits) -> None:
    plain = Classifier(trained.network, Calibration(1.5, 0.6), "fashion")
    images = [image[0].numpy() for image in digits.test.images[:5]]
    for one, image in zip(plain.read_images(images), images, strict=True):
        assert one.probabilities == pytest.approx(plain.read_image(image).probabilities, abs=1e-5)
        assert one.name in plain.names
    assert plain.read_images(images)[0].probabilities != trained.read_images(images)[0].probabilities


def that_a_network_that_knows_nothing_gives_equal_probabilities_in_batches_too() -> None:
    network = build("simple", seed=0)
    for parameter in network.parameters():
        parameter.data.fill_(math.nan)
    readings = Classifier(network).read_images([np.zeros((28, 28), np.uint8)] * 2)
    assert [reading.probabilities for reading in readings] == [pytest.approx([0.1] * 10)] * 2
    assert not any(reading.sure for reading in readings)
