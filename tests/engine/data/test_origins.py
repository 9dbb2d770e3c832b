"""A training set knows where each of its images comes from, and the page of images finds them by it."""

import pickle
from collections import Counter

import numpy as np
import pytest
import torch

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.data.origins import Group, Origin, group_numbers, merged
from engine.data.training_set import REPEATED, joined, training_images
from engine.data.writing.forms import forms
from engine.data.writing.written_sets import DIGITS, LETTERS, written_digits, written_letters
from engine.ink.my_digits import MyDigit
from engine.inspection.seen_images import PAGE, page_of
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings

LINE = (((0.0, 0.0), (0.0, 1.0)),)
MINE = [MyDigit(str(number), 7, LINE, "", None) for number in range(3)]
EVERYTHING = TrainSettings(augmentation="written", outliers="letters", my_digits="mixed")


@pytest.fixture(scope="module")
def images(digits: Splits) -> ImageSet:
    """Images of every source."""
    return training_images(EVERYTHING, digits.train, MINE)


def origins(images: ImageSet) -> list[Origin]:
    return [images.groups[number].origin for number in group_numbers(images.groups)]


def that_the_sources_follow_each_other_and_cover_the_whole_set(images: ImageSet) -> None:
    sources = [origin.source for origin in origins(images)]
    assert len(sources) == len(images)
    assert list(dict.fromkeys(sources)) == ["data set", "my digits", "outliers", "letters", "written"]
    sizes = Counter(sources)
    assert sizes["data set"] == 2000 and sizes["my digits"] == 3 * REPEATED
    labels = np.array(sources)
    for source in ("outliers", "letters"):
        assert set(images.labels[torch.from_numpy(labels == source)].tolist()) == {NOTHING}


def that_each_part_lies_where_its_origin_says(digits: Splits, images: ImageSet) -> None:
    sizes = Counter(origin.source for origin in origins(images))
    assert torch.equal(images.images[:2000], digits.train.images)
    assert torch.equal(images.images[-sizes["written"] :], written_digits(sizes["written"]).images)
    before = len(images) - sizes["written"]
    assert torch.equal(images.images[before - sizes["letters"] : before], written_letters(sizes["letters"]).images)


def that_a_form_is_told_of_the_images_that_were_written_in_it(images: ImageSet) -> None:
    names = {(form.character, form.name) for form in (*forms(DIGITS), *forms(LETTERS))}
    for origin, label in zip(origins(images), images.labels.tolist(), strict=True):
        if origin.source in ("written", "letters"):
            assert (origin.character, origin.form) in names
        if origin.source == "written":
            assert label == int(origin.character)


def that_written_images_of_a_form_are_those_of_no_other() -> None:
    images = written_digits(3000)
    crossed, plain = (
        images.images[[place for place, origin in enumerate(origins(images)) if origin[1:] == ("7", form)]]
        for form in ("crossed", "bar and stem")
    )
    # A bar at half the height puts ink to the left of a stem.
    left = [(some[:, 0, 13:18, 8:12] > 60).any(-1).any(-1).float().mean().item() for some in (crossed, plain)]
    assert left[0] > left[1] + 0.2


@pytest.mark.parametrize("pipeline", ["batch", "image"])
@pytest.mark.parametrize("augmentation", ["none", "varied"])
def that_origins_reach_worker_processes(digits: Splits, pipeline: str, augmentation: str) -> None:
    settings = EVERYTHING.model_copy(update={"pipeline": pipeline, "augmentation": augmentation})
    images = training_images(settings, digits.train, MINE)
    assert sum(group.size for group in images.groups) == len(images) and len(images.groups) > 20
    assert pickle.loads(pickle.dumps(images)).groups == images.groups


@pytest.mark.parametrize(
    "chosen",
    [
        slice(1990, 2300),
        torch.tensor([2500, 3, 4, 2499, 2500, 2010]),
        torch.arange(2600) % 7 == 0,
        torch.empty(0, dtype=torch.int64),
        torch.randperm(2600, generator=torch.Generator().manual_seed(1)),
    ],
    ids=["slice", "indices", "bool", "none", "shuffled"],
)
def that_a_part_of_a_set_keeps_the_origin_of_each_image(images: ImageSet, chosen: torch.Tensor | slice) -> None:
    some = images.part(slice(2600))
    places = np.arange(2600)[chosen if isinstance(chosen, slice) else chosen.numpy()]
    every = origins(some)
    part = some.part(chosen)
    assert origins(part) == [every[place] for place in places] and len(part) == len(places)


def that_neighbours_of_one_origin_are_one_group(digits: Splits) -> None:
    one, other = Origin("written", "7", "crossed"), Origin("data set")
    assert merged([Group(one, 2), Group(one, 3), Group(other, 1), Group(one, 1)]) == (
        Group(one, 5),
        Group(other, 1),
        Group(one, 1),
    )
    assert joined(digits.train, digits.test).groups == (Group(other, 2500),)


def that_a_page_has_only_what_comes_from_the_chosen_origin(images: ImageSet) -> None:
    sizes = Counter(origins(images))
    crossed, scribble = Origin("written", "7", "crossed"), Origin("outliers", form="scribble")
    for label, origin, size in (
        (7, crossed, sizes[crossed]),
        (None, crossed, sizes[crossed]),
        (3, crossed, 0),
        (7, Origin("my digits"), 3 * REPEATED),
        (None, Origin("data set"), 2000),
        (NOTHING, Origin("letters"), sum(sizes[origin] for origin in sizes if origin.source == "letters")),
        (NOTHING, scribble, sizes[scribble]),
    ):
        first = page_of(images, 0, varied=False, label=label, origin=origin)
        pages = [page_of(images, number, varied=False, label=label, origin=origin) for number in range(first.pages)]
        assert sum(len(page.images) for page in pages) == size
        assert all(origin.includes(one) for page in pages for one in page.origins)
        assert all(label in (None, one) for page in pages for one in page.labels.tolist())


def that_a_page_tells_the_origin_of_each_image(images: ImageSet) -> None:
    every, last = origins(images), page_of(images, 10**6, varied=True)
    assert len(last.origins) == len(last.images) <= PAGE
    assert last.origins == tuple(every[number] for number in last.numbers)


def that_tallies_count_every_image_once(images: ImageSet) -> None:
    page = page_of(images, 0, varied=False)
    counted = Counter(zip(images.labels.tolist(), origins(images), strict=True))
    assert {(tally.label, tally.origin): tally.size for tally in page.tallies} == counted
    assert page.counts == tuple(int((images.labels == label).sum()) for label in (*range(10), NOTHING))
