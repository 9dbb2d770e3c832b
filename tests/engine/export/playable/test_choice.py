"""Weights are as narrow as changes no answer."""

import pytest
import torch

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.errors import Stopped
from engine.export.playable.choice import NOT_SURE, answers, choose, with_rounded_weights
from engine.export.playable.numbers import FORMS
from engine.models.classifier import UNCALIBRATED, Calibration, Classifier
from engine.models.networks import Network, build


@pytest.fixture
def some(digits: Splits) -> ImageSet:
    return digits.validation.part(slice(200))


@pytest.fixture
def network(trained: Classifier) -> Network:
    assert isinstance(trained.network, Network)
    return trained.network


def that_float16_is_chosen_where_it_changes_no_answer(network: Network, some: ImageSet) -> None:
    choice = choose(network, UNCALIBRATED, some, FORMS)
    assert choice == ("float16", 0, 200)
    assert choice.told == "weights as float16, which changes none of 200 answers to validation images"


def that_weights_beyond_float16_stay_float32(network: Network, some: ImageSet) -> None:
    large = with_rounded_weights(network, "float32")
    with torch.no_grad():
        # The batch norm behind it divides by as much, so the answers stay.
        large.get_parameter("features.0.weight").mul_(1e6)
        large.get_buffer("features.1.running_mean").mul_(1e6)
        large.get_buffer("features.1.running_var").mul_(1e12)
    assert choose(large, UNCALIBRATED, some, FORMS).form == "float32"


def that_the_form_that_changes_the_fewest_answers_is_chosen_and_says_how_many(some: ImageSet) -> None:
    # It has learnt nothing: its logits are so close to each other that eight bits decide some answers anew.
    guessing = build("simple").eval()
    choice = choose(guessing, Calibration(1, 0), some, ["int8"])
    assert choice.form == "int8" and 0 < choice.changed < 100
    assert choice.told == f"weights as int8, which changes {choice.changed} of 200 answers to validation images"
    assert choose(guessing, Calibration(1, 0), some, ["int8", "float32"]) == ("float32", 0, 200)


def that_answers_are_those_of_the_program(trained: Classifier, some: ImageSet) -> None:
    doubtful = Classifier(trained.network, Calibration(1.5, 0.9))
    readings = doubtful.read_images(list(some.images[:, 0].numpy()))
    wanted = [reading.digit if reading.sure else NOT_SURE for reading in readings]
    found = answers(doubtful.network, doubtful.calibration, some).tolist()
    assert found == wanted and NOT_SURE in found


def that_it_can_be_stopped(network: Network, some: ImageSet) -> None:
    with pytest.raises(Stopped):
        choose(network, UNCALIBRATED, some, FORMS, lambda: True)
