"""A trained network learns one person's handwriting without forgetting everybody else's."""

import itertools
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits, mnist
from engine.data.training_set import image_set
from engine.errors import InklingError
from engine.ink.my_digits import MyDigit
from engine.models.classifier import Classifier
from engine.runs.saved_network import Result, SavedRun, open_run, save
from engine.settings.train_settings import TrainSettings
from engine.training.fine_tuning import Learnt, NothingLearntError, _without_forgetting, learn
from engine.training.own_digits import classified_correctly, has_learnt


def odd_sevens(count: int) -> list[MyDigit]:
    """As nobody in MNIST writes it: a Greek capital gamma and a dash, a little different each time.

    Hardly one of them is read as a seven.
    """
    made = []
    for number in range(count):
        lean, length = number / count / 4, 0.7 + number / count / 3
        stem, top = ((0.0, 0.0), (lean, 1.0)), ((0.0, 0.0), (length, 0.05))
        dash = ((0.35, 0.8), (0.6, 0.8))
        made.append(MyDigit(f"seven {number}", 7, (stem, top, dash), "", None))
    return made


def seven(classifier: Classifier, digits: list[MyDigit]) -> float:
    """The mean probability that these are sevens."""
    readings = [classifier.read_image(image[0].numpy()) for image in image_set(digits).images]
    return sum(reading.probabilities[7] for reading in readings) / len(readings)


@pytest.fixture(scope="module")
def run(trained: Classifier) -> SavedRun:
    """As if it had been much worse before any fine-tuning, whose cost other tests check."""
    settings = TrainSettings(augmentation="none", outliers="none")
    result = Result("completed", 100, 1.0, 0.97, 0.97, untaught_accuracy=0.5)
    return SavedRun(settings, result, trained.network.state_dict())


@pytest.fixture(scope="module")
def untaught(run: SavedRun) -> SavedRun:
    return replace(run, result=replace(run.result, untaught_accuracy=None))


@pytest.fixture(scope="module")
def splits() -> Splits:
    whole = mnist()
    return Splits(whole.train.part(slice(2000)), whole.validation.part(slice(1000)), whole.test.part(slice(200)))


@pytest.mark.arithmetic
def that_a_hand_is_learnt_and_the_others_are_not_forgotten(run: SavedRun, splits: Splits, tmp_path: Path) -> None:
    mine = odd_sevens(12)
    before = {name: weight.clone() for name, weight in run.weights.items()}
    learnt = learn(run, mine, splits)
    assert learnt and learnt.mine_before is not None and learnt.mine_after is not None
    # How many answers a few steps change depends on the network, but each probability of a seven rises.
    others = odd_sevens(40)[1::3]
    assert seven(learnt.run.classifier(), others) > 2 * seven(run.classifier(), others)
    assert all(torch.equal(run.weights[name], weight) for name, weight in before.items()), "the run itself stays"
    assert set(learnt.run.result.learnt) == {digit.lesson for digit in mine}
    save(learnt.run, tmp_path / "model.inkling")
    assert open_run(tmp_path / "model.inkling").result == learnt.run.result


@pytest.fixture(scope="module")
def first(run: SavedRun, splits: Splits) -> Learnt:
    """Two digits, learnt for the first time."""
    learnt = learn(run, odd_sevens(2), splits)
    assert learnt
    return learnt


def that_the_same_digits_are_learnt_the_same_way_twice(first: Learnt, run: SavedRun, splits: Splits) -> None:
    again = learn(run, odd_sevens(2), splits)
    assert again and first.run.result == again.run.result
    assert all(torch.equal(first.run.weights[name], weight) for name, weight in again.run.weights.items())


def that_a_single_digit_can_be_learnt_but_not_be_left_out(run: SavedRun, splits: Splits) -> None:
    learnt = learn(run, odd_sevens(1), splits)
    assert learnt and learnt.mine_after is None and learnt.run.result.learnt == {"seven 0=7": None}


def that_nothing_to_learn_is_one_sentence(run: SavedRun, splits: Splits) -> None:
    with pytest.raises(InklingError, match="There are no digits of yours yet"):
        learn(run, [], splits)


def that_learning_can_be_stopped(run: SavedRun, splits: Splits) -> None:
    assert learn(run, odd_sevens(3), splits, stopping=lambda: True) is None


def that_a_stop_is_answered_while_images_are_prepared(run: SavedRun, splits: Splits) -> None:
    mixed = replace(run, settings=run.settings.model_copy(update={"outliers": "mixed"}))
    unseen, looks = replace(splits, train=splits.train.part(slice(None))), itertools.count(1)
    assert learn(mixed, odd_sevens(3), unseen, stopping=lambda: next(looks) >= 9) is None
    assert next(looks) == 10, "nothing was done after it"


def that_learnt_digits_count_as_they_were_read_when_left_out(trained: Classifier) -> None:
    mine = odd_sevens(4)
    right = sum(trained.read_image(image[0].numpy()).digit == 7 for image in image_set(mine).images)
    assert classified_correctly(trained, mine, {}) == (right, 4)
    told = {"seven 0=7": True, "seven 1=7": False, "seven 2=7": None, "another=7": True}
    last = classified_correctly(trained, mine[3:], {})[0]
    assert classified_correctly(trained, mine, told) == (1 + last, 3)
    assert classified_correctly(trained, [], {}) == (0, 0)
    by_name = {name.partition("=")[0]: right for name, right in told.items()}
    assert classified_correctly(trained, mine, by_name) == (1 + last, 3), "as earlier versions kept it"


def that_another_label_has_no_verdict_until_the_old_one_is_back(trained: Classifier) -> None:
    seven = odd_sevens(1)[0]
    told = {seven.lesson: True}
    relabelled = replace(seven, label=1)
    as_it_is_read = classified_correctly(trained, [relabelled], {})
    assert classified_correctly(trained, [relabelled], told) == as_it_is_read and as_it_is_read[1] == 1
    assert not has_learnt(told, relabelled) and has_learnt(told, seven)
    assert classified_correctly(trained, [replace(relabelled, label=7)], told) == (1, 1)


def that_a_relabelled_digit_gets_a_verdict_of_its_own_when_it_is_learnt_again(first: Learnt, splits: Splits) -> None:
    mine = odd_sevens(2)
    again = learn(first.run, [replace(mine[0], label=1), mine[1]], splits)
    assert again and set(again.run.result.learnt) == {"seven 0=7", "seven 1=7", "seven 0=1"}
    assert again.run.result.learnt["seven 1=7"] == first.run.result.learnt["seven 1=7"]
    assert again.digits == 2


def that_no_share_is_taken_that_costs_more_than_two_images(untaught: SavedRun, splits: Splits) -> None:
    """Even a small share of a network that calls everything a seven calls everything a seven."""
    goal = untaught.network()
    with torch.no_grad():
        *_, bias = goal.parameters()
        bias[7] += 10_000
    validation = mnist().validation
    with pytest.raises(NothingLearntError, match=r"even 10% of the way .* more than 2 of the 5,000 validation images"):
        _without_forgetting(untaught, goal, validation, lambda: False)
    assert _without_forgetting(untaught, goal, validation, lambda: True) is None
    same = _without_forgetting(untaught, untaught.network(), validation, lambda: False)
    assert same and same.share == 1.0 and same.before == same.after


def that_all_teaching_together_costs_no_more_than_two_images(untaught: SavedRun) -> None:
    """However often it is fine-tuned, the network before the first time is the reference."""
    whole = mnist()
    splits = Splits(whole.train.part(slice(2000)), whole.validation, whole.test.part(slice(200)))
    at_first, run = 0.0, untaught
    for number in range(2):
        try:
            learnt = learn(run, odd_sevens(2 + number), splits)
        except NothingLearntError:
            continue
        assert learnt
        run, at_first = learnt.run, at_first or learnt.validation_before
        assert learnt.validation_before == at_first == run.result.untaught_accuracy
        assert round((at_first - learnt.validation_after) * 5000) <= 2


def that_a_network_that_has_lost_what_teaching_may_cost_learns_no_more(untaught: SavedRun, splits: Splits) -> None:
    perfect = replace(untaught, result=replace(untaught.result, untaught_accuracy=1.0))
    with pytest.raises(NothingLearntError, match="so the network stays as it is"):
        learn(perfect, odd_sevens(2), splits)
