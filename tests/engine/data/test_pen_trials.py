"""Lines of people who try a pen: wide, full of turns, and the same for the same seed."""

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.data.outliers.pen_trials import LEAST_TURNS, LOOPS, TEETH, loops, pen_trials, spiral, zigzag
from engine.data.training_set import PEN_TRIALS, training_images
from engine.settings import NOTHING
from engine.settings.train_settings import TrainSettings


def turns(line: np.ndarray) -> float:
    """How often a line turns by a whole circle, whichever way."""
    steps = np.diff(line, axis=0)
    angles = np.diff(np.arctan2(steps[:, 1], steps[:, 0]))
    return float(np.abs((angles + np.pi) % (2 * np.pi) - np.pi).sum() / (2 * np.pi))


@pytest.mark.parametrize("seed", range(20))
def that_every_line_turns_more_often_than_any_digit(seed: int) -> None:
    rng = np.random.default_rng(seed)
    assert turns(spiral(rng)) > LEAST_TURNS - 0.5
    # A tooth turns by almost half a circle, and back again.
    assert turns(zigzag(rng)) > 0.25 * (TEETH[0] - 1)
    assert turns(loops(rng)) > LOOPS[0] - 0.5


def that_the_images_depend_on_the_seed_alone_and_none_looks_like_a_one() -> None:
    images = pen_trials(90, seed=4)
    assert images.shape == (90, 1, 28, 28) and images.dtype == torch.uint8
    assert torch.equal(images, pen_trials(90, seed=4)) and not torch.equal(images, pen_trials(90, seed=5))
    for image in images[:, 0] > 100:
        rows, columns = np.nonzero(image.numpy())
        across = np.linalg.eigvalsh(np.cov(rows, columns))
        # The variance of the ink across its main direction, by that along it: below 0.08 for 95 % of MNIST's ones.
        assert across[0] / across[1] > 0.1


def that_making_them_can_be_cancelled() -> None:
    def cancel() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pen_trials(3, check=cancel)


@pytest.mark.parametrize(("outliers", "share"), [("letters", 1), ("mixed", 0), ("none", 0)])
def that_only_training_with_letters_has_them(outliers: str, share: int, digits: Splits) -> None:
    settings = TrainSettings.model_validate({"outliers": outliers, "augmentation": "none"})
    every = training_images(settings, digits.train)
    (trials,) = [group.size for group in every.groups if group.origin.form == "pen trial"] or [0]
    assert trials == share * PEN_TRIALS * 2000 // 55_000
    assert (every.labels[2000:] == NOTHING).all()
