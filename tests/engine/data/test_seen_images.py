"""A page of the images that a run learns from is what the run gets."""

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.data.image_sets import AugmentedImageSet, ImageSet
from engine.data.training_set import training_images
from engine.inspection.seen_images import PAGE, network_row, page_of
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings


@pytest.fixture(scope="module")
def images(digits: Splits) -> ImageSet:
    """2,000 digits and 141 images that are none."""
    return training_images(TrainSettings(), digits.train)


def that_all_pages_together_are_all_images_once(images: ImageSet) -> None:
    first = page_of(images, 0, varied=False)
    assert first.pages == -(-len(images) // PAGE) and sum(first.counts) == len(images)
    numbers = np.concatenate([page_of(images, number, varied=False).numbers for number in range(first.pages)])
    assert numbers.tolist() == list(range(len(images)))


def that_the_images_are_those_of_the_set_pixel_by_pixel(images: ImageSet) -> None:
    page = page_of(images, 3, varied=False)
    assert page.number == 3 and len(page.images) == PAGE and page.images.dtype == np.uint8
    for image, label, number in zip(page.images, page.labels, page.numbers, strict=True):
        assert (image == images.images[number, 0].numpy()).all() and label == images.labels[number]


@pytest.mark.parametrize("label", [0, 9, NOTHING])
def that_only_images_of_the_chosen_label_are_shown(images: ImageSet, label: int) -> None:
    first = page_of(images, 0, varied=False, label=label)
    assert set(first.labels.tolist()) == {label}
    every = sum(len(page_of(images, number, varied=False, label=label).images) for number in range(first.pages))
    assert every == first.counts[label] == int((images.labels == label).sum()) > 0


def that_a_page_beyond_the_end_is_the_last_one(images: ImageSet) -> None:
    last = page_of(images, 1_000_000, varied=False)
    assert last.number == last.pages - 1 and last.numbers[-1] == len(images) - 1
    assert page_of(images, -5, varied=False).number == 0


@pytest.mark.parametrize("varied", [False, True])
def that_a_label_without_images_has_one_empty_page(digits: Splits, varied: bool) -> None:
    page = page_of(digits.train, 0, varied=varied, label=NOTHING)
    assert (page.images.shape, page.rows.shape, page.pages) == ((0, 28, 28), (0, 784), 1)


def that_varied_images_differ_from_turn_to_turn_and_are_the_same_within_one(images: ImageSet) -> None:
    plain, first, again, second = (
        page_of(images, 2, varied=varied, turn=turn) for varied, turn in ((False, 0), (True, 0), (True, 0), (True, 1))
    )
    assert (first.images == again.images).all() and (first.labels == plain.labels).all()
    for one, other in ((plain, first), (first, second)):
        assert (one.images != other.images).any((1, 2)).mean() > 0.95


def that_varied_images_are_made_as_those_of_a_run_with_that_seed(images: ImageSet) -> None:
    page = page_of(images, 1, varied=True, turn=5)
    batch, labels = AugmentedImageSet(images, seed=5).__getitems__(page.numbers)
    assert torch.equal(batch.flatten(1), torch.from_numpy(page.rows)) and labels.tolist() == page.labels.tolist()


def that_a_row_is_what_the_network_gets_line_after_line(images: ImageSet) -> None:
    page = page_of(images, 0, varied=False)
    for place in (0, 7):
        batch, _ = ImageSet(images.images, images.labels).__getitems__([int(page.numbers[place])])
        # Ink from 0 to 1 and from 0 to 255 are multiplied by factors whose last bits differ.
        assert page.rows[place] == pytest.approx(batch.numpy().ravel(), abs=1e-6)
        row = network_row(page.images[place])
        assert row.dtype == np.float32 and row.shape == (784,)
        assert row == pytest.approx(page.rows[place], abs=1e-6)
        assert row[28 * 12 + 7] == pytest.approx((page.images[place, 12, 7] / 255 - 0.1307) / 0.3081, abs=1e-5)
