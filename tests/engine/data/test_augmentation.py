"""Varied images are still the same digits, and the same again for the same seed."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from engine.data.augmentation.augment import augment
from engine.data.datasets import Splits
from engine.data.image_sets import AugmentedImageSet
from engine.events import BatchDone
from engine.models.classifier import Classifier
from engine.settings.train_settings import TrainSettings
from engine.training.start import train

pytestmark = pytest.mark.arithmetic


def ink_of(digits: Splits, digit: int, count: int = 50) -> Tensor:
    chosen = (digits.train.labels == digit).nonzero()[:count, 0]
    return digits.train.images[chosen].float() / 255


def seeded(seed: int = 0) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def that_the_same_seed_gives_the_same_images_and_another_one_others(digits: Splits) -> None:
    ink, labels = ink_of(digits, 3), torch.full((50,), 3)
    first, again, other = (augment(ink.clone(), labels, seeded(seed)) for seed in (1, 1, 2))
    assert torch.equal(first, again) and not torch.equal(first, other)


def that_images_stay_images(digits: Splits) -> None:
    for digit in range(10):
        ink = ink_of(digits, digit)
        varied = augment(ink.clone(), torch.full((len(ink),), digit), seeded())
        assert varied.shape == ink.shape and varied.dtype == torch.float32
        assert varied.min() >= 0 and varied.max() <= 1.001
        assert 0.5 < varied.sum() / ink.sum() < 2


@pytest.mark.parametrize(("digit", "more"), [(0, 0.02), (1, 0.2), (7, 0.03)])
def that_zeros_ones_and_sevens_get_strokes_that_others_do_not(digit: int, more: float, digits: Splits) -> None:
    ink = ink_of(digits, digit)
    with_strokes = augment(ink.clone(), torch.full((len(ink),), digit), seeded()).sum()
    without = augment(ink.clone(), torch.full((len(ink),), 3), seeded()).sum()
    assert with_strokes > (1 + more) * without


def that_a_trained_network_still_reads_most_of_them(trained: Classifier, digits: Splits) -> None:
    varied = AugmentedImageSet(digits.test, seed=0)
    images, labels = varied.__getitems__(torch.arange(500))
    with torch.inference_mode():
        right = (trained.network(images).argmax(1) == labels).float().mean()
    assert right > 0.75


def that_a_batch_depends_on_its_images_and_the_seed_alone(digits: Splits) -> None:
    varied = AugmentedImageSet(digits.train, seed=5)
    chosen = np.array([7, 3, 99])
    first, labels = varied.__getitems__(chosen)
    torch.rand(3)
    assert torch.equal(first, varied.__getitems__(torch.from_numpy(chosen))[0])
    assert torch.equal(labels, digits.train.labels[chosen])
    assert not torch.equal(first, AugmentedImageSet(digits.train, seed=6).__getitems__(chosen)[0])


def that_varied_training_gives_the_same_losses_with_and_without_workers(digits: Splits, tmp_path: Path) -> None:
    settings = TrainSettings(model="simple", epochs=2, batch_size=50, threads=1, augmentation="varied")
    some = replace(digits, train=digits.train.part(slice(600)))

    def losses(**changes: object) -> list[float]:
        events = train(settings.model_copy(update=changes), splits=some, runs=tmp_path)
        return [event.loss for event in events if isinstance(event, BatchDone)]

    first = losses()
    assert first == losses() == losses(num_workers=2)
    assert first != losses(augmentation="none") and first != losses(seed=1)


def that_the_second_epoch_sees_other_images_than_the_first(digits: Splits) -> None:
    varied = AugmentedImageSet(digits.train, seed=0)
    order, other = torch.arange(100), torch.arange(100).flip(0)
    assert not torch.equal(varied.__getitems__(order)[0], varied.__getitems__(other)[0].flip(0))
