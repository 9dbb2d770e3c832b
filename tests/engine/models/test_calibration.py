"""Calibrated probabilities are as often right as they say."""

import math
from pathlib import Path

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - the name that torch's own documentation uses

from engine.data.datasets import Splits
from engine.data.image_sets import AugmentedImageSet
from engine.events import Finished
from engine.models.calibration import KEPT, LEAST_SURE, calibrated, calibration_error, confidence_threshold, temperature
from engine.models.classifier import Calibration, Classifier
from engine.models.evaluation import logits_of
from engine.models.test_time_augmentation import tta_logits
from engine.settings.train_settings import TrainSettings
from engine.training.run.control import RunControl
from engine.training.start import train

pytestmark = pytest.mark.arithmetic


def logits_and_labels(count: int = 4000) -> tuple[torch.Tensor, torch.Tensor]:
    """Labels drawn with the probabilities of the logits."""
    generator = torch.Generator().manual_seed(1)
    logits = 2 * torch.randn(count, 10, generator=generator)
    return logits, torch.multinomial(logits.softmax(1), 1, generator=generator)[:, 0]


@pytest.mark.parametrize("factor", [0.4, 1.0, 3.0])
def that_the_temperature_undoes_too_much_and_too_little_confidence(factor: float) -> None:
    logits, labels = logits_and_labels()
    assert temperature(logits * factor, labels) == pytest.approx(factor, rel=0.1)


def that_the_temperature_is_where_the_loss_is_least() -> None:
    logits, labels = logits_and_labels()
    best = temperature(3 * logits, labels)
    losses = [F.cross_entropy(3 * logits / (best * change), labels) for change in (0.97, 1.0, 1.03)]
    assert losses[1] <= min(losses)


def that_honest_probabilities_have_no_calibration_error_and_boasting_ones_do() -> None:
    logits, labels = logits_and_labels()
    assert calibration_error(logits.softmax(1), labels) < 0.03
    assert calibration_error((5 * logits).softmax(1), labels) > 0.2


def that_the_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    probabilities = torch.tensor([[0.8, 0.2]] * 10)
    labels = torch.tensor([0] * 5 + [1] * 5)
    assert calibration_error(probabilities, labels) == pytest.approx(0.3)


def that_being_sure_begins_where_almost_all_digits_are() -> None:
    confidence = torch.linspace(0.1, 1.0, 1001)
    probabilities = torch.stack([confidence, 1 - confidence], 1)
    kept = (probabilities.amax(1) >= confidence_threshold(probabilities)).float().mean().item()
    assert kept == pytest.approx(KEPT, abs=0.01)


def that_a_network_is_calibrated_on_what_it_did_not_learn_from(trained: Classifier, digits: Splits) -> None:
    found = calibrated(trained.network, digits.validation)
    # With test-time augmentation, as answers are given.
    varied = logits_of(trained.network, AugmentedImageSet(digits.validation, seed=0), read=tta_logits)
    assert found and varied is not None
    sure = (varied / found.temperature).softmax(1).amax(1) >= found.confidence_threshold
    kept = sure.float().mean().item()
    # Below one half no answer is sure, even if fewer are kept.
    assert kept == pytest.approx(KEPT, abs=0.005) or (found.confidence_threshold == LEAST_SURE and kept < KEPT)
    assert calibrated(trained.network, digits.validation, stopping=lambda: True) is None


def that_temperature_and_threshold_decide_what_a_reading_says(trained: Classifier, digits: Splits) -> None:
    image = digits.test.images[0, 0].numpy()
    plain = trained.read_image(image)
    hot = Classifier(trained.network, Calibration(temperature=20.0, confidence_threshold=0.9)).read_image(image)
    assert hot.digit == plain.digit and hot.confidence < 0.9 and not hot.sure
    assert hot.best_two[0] == (hot.name, hot.confidence)


def that_a_completed_run_tells_its_calibration_and_a_stopped_one_none(digits: Splits, tmp_path: Path) -> None:
    settings = TrainSettings(model="simple", epochs=2, augmentation="none", outliers="none")
    control = RunControl()
    *_, last = train(settings, control, digits, tmp_path)
    assert isinstance(last, Finished) and control.trained
    result = control.trained.result
    assert last.calibration_error == result.calibration_error and 0 < (result.calibration_error or 0) < 0.2
    assert result.calibration != Calibration() and math.isfinite(result.temperature)
    assert control.trained.classifier().calibration == result.calibration
    control = RunControl()
    control.stop()
    *_, last = train(settings, control, digits, tmp_path)
    assert isinstance(last, Finished) and last.calibration_error is None


def that_what_is_more_probably_wrong_than_right_is_never_sure() -> None:
    knows_nothing = torch.full((50, 10), 0.1)
    assert confidence_threshold(knows_nothing) == LEAST_SURE == 0.5
