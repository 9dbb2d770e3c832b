"""What is learnt from beside digits: the same for the same seed, and no digits."""

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.data.image_sets import AugmentedImageSet
from engine.data.outliers.outlier_set import make_outliers
from engine.data.outliers.signs import sign
from engine.data.training_set import MOST_OF_MINE, REPEATED, training_images
from engine.ink.my_digits import MyDigit
from engine.models.classifier import Classifier
from engine.models.evaluation import logits_of
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings

pytestmark = pytest.mark.arithmetic

LINE = (((0.0, 0.0), (0.0, 1.0)),)


def mine(count: int) -> list[MyDigit]:
    return [MyDigit(str(number), 1, LINE, "", None) for number in range(count)]


def that_outliers_are_images_of_every_kind_and_the_same_for_the_same_seed(digits: Splits) -> None:
    made = make_outliers(digits.train.images, digits.train.labels, seed=3, count=200)
    assert made.dtype == torch.uint8 and made.shape[1:] == (1, 28, 28) and abs(len(made) - 200) < 10
    assert made.flatten(1).amax(1).min() > 50
    assert torch.equal(made, make_outliers(digits.train.images, digits.train.labels, seed=3, count=200))
    assert not torch.equal(made, make_outliers(digits.train.images, digits.train.labels, seed=4, count=200))


def that_no_sign_is_as_narrow_as_a_one() -> None:
    rng = np.random.default_rng(0)
    for _ in range(300):
        points = np.concatenate(sign(rng))
        assert np.ptp(points, axis=0).min() >= 0.35


def that_settings_decide_what_is_learnt_from(digits: Splits) -> None:
    plain = TrainSettings(augmentation="none", outliers="none", my_digits="none")
    assert training_images(plain, digits.train, mine(3)) is digits.train
    with_mine = training_images(plain.model_copy(update={"my_digits": "mixed"}), digits.train, mine(3))
    assert len(with_mine) == 2000 + 3 * REPEATED and not isinstance(with_mine, AugmentedImageSet)
    doubting = training_images(plain.model_copy(update={"outliers": "mixed"}), digits.train)
    assert (doubting.labels == NOTHING).sum() == len(doubting) - 2000 > 120
    varied = training_images(plain.model_copy(update={"augmentation": "varied"}), digits.train)
    assert isinstance(varied, AugmentedImageSet) and len(varied) == 2000


def that_many_digits_of_ones_own_do_not_drown_the_others(digits: Splits) -> None:
    settings = TrainSettings(augmentation="none", outliers="none")
    assert len(training_images(settings, digits.train, mine(1000))) == 2000 + MOST_OF_MINE


def that_a_network_that_learnt_from_them_is_less_sure_of_what_is_no_digit(
    trained: Classifier, doubting: Classifier, digits: Splits
) -> None:
    # Signs of another seed than training's.
    others = make_outliers(digits.test.images, digits.test.labels, seed=99, count=300)
    nothing = digits.test.part(slice(len(others)))
    nothing.images = others[: len(nothing)]

    def confidence(classifier: Classifier) -> float:
        logits = logits_of(classifier.network, nothing)
        assert logits is not None
        return logits.softmax(1).amax(1).mean().item()

    assert confidence(doubting) < confidence(trained) - 0.2
