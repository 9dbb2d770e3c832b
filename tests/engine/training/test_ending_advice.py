"""The advice at the end of a run is based on validation images, as every choice is."""

import pytest

from engine.runs.saved_network import Result
from engine.settings.train_settings import TrainSettings
from engine.training.run.ending import advice


def ended(validation: float | None, test: float | None) -> Result:
    return Result("completed", 100, 1.0, validation, test)


def that_a_network_that_guesses_is_told_so_by_its_validation_images() -> None:
    told = advice(TrainSettings(learning_rate=0.5), ended(0.1, 0.9))
    assert told.startswith("The network learnt next to nothing (guessing reads 10%): the learning rate 0.5")
    assert advice(TrainSettings(), ended(0.9, 0.1)) == "", "the test images are for the record"


@pytest.mark.parametrize("result", [ended(None, None), ended(0.1, None), ended(None, 0.1)])
def that_what_was_not_measured_is_not_judged(result: Result) -> None:
    assert advice(TrainSettings(), result) == ""
