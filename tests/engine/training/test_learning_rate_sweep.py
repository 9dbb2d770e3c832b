"""The sweep suggests a rate with which a run learns, and finds the rate above which it does not."""

from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.errors import InklingError
from engine.events import BatchDone, EpochDone, Event
from engine.settings.train_settings import OptimizerName, TrainSettings
from engine.training.learning_rate_suggestion import RateFound, RatePoint, beyond_the_cliff, read_off
from engine.training.learning_rate_sweep import HIGHEST, LOWEST, RATES, find_rate
from engine.training.start import train
from tests.support.settings import SIMPLE_SGD

pytestmark = pytest.mark.arithmetic


def found(settings: TrainSettings, images: ImageSet) -> RateFound:
    *_, last = find_rate(settings, images)
    assert isinstance(last, RateFound)
    return last


def run(settings: TrainSettings, rate: float, digits: Splits, folder: Path) -> list[Event]:
    return list(train(settings.model_copy(update={"learning_rate": rate}), splits=digits, runs=folder))


def accuracy(events: list[Event]) -> float:
    return max(event.validation_accuracy for event in events if isinstance(event, EpochDone))


def that_the_rates_rise_and_what_was_found_comes_last(digits: Splits) -> None:
    *points, last = find_rate(SIMPLE_SGD, digits.train)
    rates = [point.learning_rate for point in points if isinstance(point, RatePoint)]
    assert len(rates) == len(points) <= RATES and rates == sorted(rates) and rates[0] == LOWEST and rates[-1] < HIGHEST
    assert isinstance(last, RateFound) and last.cliff and rates[0] < last.suggested < last.cliff <= rates[-1]
    losses = [point.loss for point in points if isinstance(point, RatePoint)]
    assert losses[0] == pytest.approx(2.3, abs=0.1) and min(losses) < 1.5 and losses[-1] > 2.3


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
def that_the_suggestion_learns_and_far_beyond_the_cliff_nothing_does(
    optimizer: OptimizerName, digits: Splits, tmp_path: Path
) -> None:
    settings = SIMPLE_SGD.model_copy(update={"optimizer": optimizer})
    sweep = found(settings, digits.train)
    assert sweep.cliff
    good = accuracy(run(settings, sweep.suggested, digits, tmp_path))
    assert good > 0.8 and accuracy(run(settings, min(10 * sweep.cliff, 10), digits, tmp_path)) < 0.6
    assert good > accuracy(run(settings, sweep.suggested / 50, digits, tmp_path)) + 0.05


def that_the_suggestion_suits_optimizer_and_schedule(digits: Splits) -> None:
    names: tuple[OptimizerName, ...] = ("sgd", "momentum", "adamw")
    ways = [SIMPLE_SGD.model_copy(update={"optimizer": name}) for name in names]
    sgd, momentum, adamw = (found(way, digits.train).suggested for way in ways)
    assert sgd > momentum > adamw
    for way, constant in zip(ways, (sgd, momentum, adamw), strict=True):
        assert found(way.model_copy(update={"schedule": "one-cycle"}), digits.train).suggested > constant


@pytest.mark.parametrize(
    "changes", [{"model": "cnn"}, {"batch_size": 3}, {"batch_size": 1024, "augmentation": "varied"}]
)
def that_every_network_and_batch_size_gets_a_usable_rate(changes: dict[str, object], digits: Splits) -> None:
    sweep = found(SIMPLE_SGD.model_copy(update={"optimizer": "adamw", **changes}), digits.train)
    assert 1e-4 < sweep.suggested < 0.05
    assert sweep.suggested == float(f"{sweep.suggested:.2g}")


def that_a_sweep_disturbs_no_training_and_gives_the_same_again(digits: Splits, tmp_path: Path) -> None:
    before = [event.loss for event in run(SIMPLE_SGD, 0.1, digits, tmp_path) if isinstance(event, BatchDone)]
    state = torch.get_rng_state()
    sweep = list(find_rate(SIMPLE_SGD, digits.train))
    assert torch.equal(torch.get_rng_state(), state)
    assert [event.loss for event in run(SIMPLE_SGD, 0.1, digits, tmp_path) if isinstance(event, BatchDone)] == before
    assert (
        list(find_rate(SIMPLE_SGD, digits.train))
        == sweep
        != list(find_rate(SIMPLE_SGD.model_copy(update={"seed": 1}), digits.train))
    )


def that_a_sweep_that_is_stopped_finds_nothing(digits: Splits) -> None:
    points: list[RatePoint | RateFound] = []
    points.extend(find_rate(SIMPLE_SGD, digits.train, lambda: len(points) >= 7))
    assert [type(point) for point in points] == [RatePoint] * len(points)


def that_images_of_which_nothing_can_be_learnt_are_one_sentence(digits: Splits) -> None:
    shuffled = torch.randperm(len(digits.train), generator=torch.Generator().manual_seed(0))
    hopeless = ImageSet(digits.train.images, digits.train.labels[shuffled])
    with pytest.raises(InklingError, match="The loss did not fall at any learning rate"):
        found(SIMPLE_SGD, hopeless)


def that_whoever_chose_a_rate_beyond_the_cliff_reads_which_one_to_take() -> None:
    sweep = RateFound(suggested=0.01, cliff=0.08, lowest_loss=0.5)
    assert beyond_the_cliff(0.5, sweep) == (
        "The learning rate 0.5 lies beyond the cliff at 0.08: the loss would rise instead of fall; try 0.01."
    )
    assert beyond_the_cliff(0.08, sweep) == "" == beyond_the_cliff(5, sweep._replace(cliff=None))


def that_a_curve_that_never_rises_has_no_cliff() -> None:
    rates = [10 ** (-5 + step / 20) for step in range(120)]
    falling = [2.3 if rate < 1e-3 else 0.5 for rate in rates]
    sweep = read_off(rates, falling, SIMPLE_SGD)
    assert sweep.cliff is None and 1e-3 < sweep.suggested < 0.01
    risen = read_off(
        rates, [loss if rate < 0.1 else 9.0 for rate, loss in zip(rates, falling, strict=True)], SIMPLE_SGD
    )
    assert risen.cliff == pytest.approx(0.1, rel=0.5)
