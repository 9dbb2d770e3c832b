"""A trained network learns one person's hand without forgetting everybody else's."""

from pathlib import Path

import pytest
import torch

from engine.classifier import Classifier
from engine.datasets import Splits, mnist
from engine.errors import InklingError
from engine.fine_tuning import learn, read_rightly
from engine.my_digits import MyDigit
from engine.runs import Result, SavedRun, open_run, save
from engine.settings import TrainSettings
from engine.training_images import image_set


def odd_sevens(count: int) -> list[MyDigit]:
    """As nobody in MNIST writes it: a Greek capital gamma and a dash, a little different each time.

    None of them is read as a seven, and few steps are made: a third of them learnt is much.
    """
    made = []
    for number in range(count):
        lean, length = number / count / 4, 0.7 + number / count / 3
        stem, top = ((0.0, 0.0), (lean, 1.0)), ((0.0, 0.0), (length, 0.05))
        dash = ((0.35, 0.8), (0.6, 0.8))
        made.append(MyDigit(f"seven {number}", 7, (stem, top, dash), "", None))
    return made


@pytest.fixture(scope="module")
def run(trained: Classifier) -> SavedRun:
    settings = TrainSettings(variation="none", non_digits="none")
    return SavedRun(settings, Result("completed", 100, 1.0, 0.97, 0.97), trained.network.state_dict())


@pytest.fixture(scope="module")
def splits() -> Splits:
    whole = mnist()
    return Splits(whole.train.part(slice(10_000)), whole.validation.part(slice(1000)), whole.test.part(slice(1000)))


def that_a_hand_is_learnt_and_the_others_are_not_forgotten(run: SavedRun, splits: Splits, tmp_path: Path) -> None:
    mine = odd_sevens(12)
    before = {name: weight.clone() for name, weight in run.weights.items()}
    learnt = learn(run, mine, splits)
    assert learnt and learnt.mine_before is not None and learnt.mine_before < 0.5
    assert learnt.mine_after is not None and learnt.mine_after >= 0.3
    assert learnt.validation_after > learnt.validation_before - 0.01
    right, counted = read_rightly(learnt.run.classifier(), odd_sevens(40)[1::3], {})
    assert right >= counted / 3
    assert all(torch.equal(run.weights[name], weight) for name, weight in before.items()), "the run itself stays"
    assert set(learnt.run.result.learnt) == {digit.name for digit in mine}
    save(learnt.run, tmp_path / "model.inkling")
    assert open_run(tmp_path / "model.inkling").result == learnt.run.result


def that_the_same_digits_are_learnt_the_same_way_twice(run: SavedRun, splits: Splits) -> None:
    first, again = (learn(run, odd_sevens(2), splits) for _ in range(2))
    assert first and again and first.run.result == again.run.result
    assert all(torch.equal(first.run.weights[name], weight) for name, weight in again.run.weights.items())


def that_a_single_digit_can_be_learnt_but_not_be_left_out(run: SavedRun, splits: Splits) -> None:
    learnt = learn(run, odd_sevens(1), splits)
    assert learnt and learnt.mine_after is None and learnt.run.result.learnt == {"seven 0": None}


def that_nothing_to_learn_is_one_sentence(run: SavedRun, splits: Splits) -> None:
    with pytest.raises(InklingError, match="There are no digits of yours yet"):
        learn(run, [], splits)


def that_learning_can_be_stopped(run: SavedRun, splits: Splits) -> None:
    assert learn(run, odd_sevens(3), splits, stopping=lambda: True) is None


def that_learnt_digits_count_as_they_were_read_when_left_out(trained: Classifier) -> None:
    mine = odd_sevens(4)
    right = int((trained.network(image_set(mine).__getitems__(range(4))[0]).argmax(1) == 7).sum())
    assert read_rightly(trained, mine, {}) == (right, 4)
    told = {"seven 0": True, "seven 1": False, "seven 2": None, "another": True}
    last = read_rightly(trained, mine[3:], {})[0]
    assert read_rightly(trained, mine, told) == (1 + last, 3)
    assert read_rightly(trained, [], {}) == (0, 0)
