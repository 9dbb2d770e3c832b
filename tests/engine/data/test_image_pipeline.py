"""One image after the other through PIL: the same batches as all at once, here and in workers."""

import multiprocessing
from collections.abc import Iterator
from types import ModuleType

import pytest
import torch

from engine.data import ShuffledBatches, image_pipeline, load, torchvision_import
from engine.data.datasets import Splits
from engine.data.image_pipeline import PerImageSet, _steps
from engine.data.image_sets import ImageSet
from engine.data.training_set import training_images
from engine.errors import InklingError
from engine.settings.train_settings import TrainSettings

PLAIN = TrainSettings(augmentation="none", outliers="none", my_digits="none")
CHOSEN = [3, 1999, 0, 7]


@pytest.fixture(autouse=True)
def no_worker_lingers() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def never() -> bool:
    return False


def images(digits: Splits, augmentation: str, pipeline: str = "image", seed: int = 0) -> ImageSet:
    chosen = {"augmentation": augmentation, "pipeline": pipeline, "seed": seed}
    return training_images(PLAIN.model_copy(update=chosen), digits.train)


def that_the_setting_chooses_the_pipeline(digits: Splits) -> None:
    assert isinstance(images(digits, "none"), PerImageSet)
    assert images(digits, "none", "batch") is digits.train


def that_both_pipelines_make_the_same_batches(digits: Splits) -> None:
    one_by_one, labels = images(digits, "none").__getitems__(CHOSEN)
    at_once, same_labels = images(digits, "none", "batch").__getitems__(CHOSEN)
    assert one_by_one.shape == at_once.shape and one_by_one.dtype == at_once.dtype == torch.float32
    torch.testing.assert_close(one_by_one, at_once, rtol=1e-6, atol=1e-6)
    assert torch.equal(labels, same_labels) and labels.dtype == same_labels.dtype


def that_augmentation_depends_on_seed_and_place_alone(digits: Splits) -> None:
    first, _ = images(digits, "varied").__getitems__(CHOSEN)
    assert torch.equal(first, images(digits, "varied").__getitems__(CHOSEN)[0])
    for other in (images(digits, "none"), images(digits, "varied", seed=1)):
        assert not torch.equal(first, other.__getitems__(CHOSEN)[0])
    # The same image twice in a batch is written by two people, and by others in the next epoch.
    twice, _ = images(digits, "varied").__getitems__([5, 5])
    assert not torch.equal(twice[0], twice[1])
    assert not torch.equal(first[0], images(digits, "varied").__getitems__([CHOSEN[0], *CHOSEN[:0:-1]])[0][0])


def that_a_worker_makes_what_is_made_here(digits: Splits) -> None:
    varied = PerImageSet(digits.train.part(slice(40)), "varied", seed=3)
    batch_sampler = ShuffledBatches(40, 10, epochs=1, seed=1)
    told: list[tuple[float, float]] = []
    there = list(load(varied, batch_sampler, 1, never, lambda *spent: told.append(spent)))
    for (batch, labels), (same, same_labels) in zip(there, load(varied, batch_sampler, 0, never), strict=True):
        assert torch.equal(batch, same) and torch.equal(labels, same_labels)
    assert len(told) == 4 and all(fetch > 0 and transform > 0 for fetch, transform in told)


@pytest.mark.parametrize("pipeline", ["image", "batch"])
def that_importing_torchvision_is_no_part_of_a_batch(
    pipeline: str, digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By a clock that moves for nothing else."""
    seconds = [0.0]

    def imported() -> ModuleType:
        seconds[0] += 2.0
        return import_torchvision()

    import_torchvision = torchvision_import.import_torchvision
    monkeypatch.setattr(torchvision_import, "import_torchvision", imported)
    monkeypatch.setattr(image_pipeline, "perf_counter", lambda: seconds[0])
    _steps.cache_clear()
    told: list[tuple[float, float]] = []
    made = load(
        images(digits, "none", pipeline), ShuffledBatches(20, 10, 1, 0), 0, never, lambda *spent: told.append(spent)
    )
    assert len(list(made)) == 2
    if pipeline == "image":
        assert seconds == [2.0] and told == [(0, 0)] * 2
    else:
        assert seconds == [0.0], "whole batches need none of it"


def that_a_missing_torchvision_is_one_sentence(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing() -> None:
        raise ModuleNotFoundError("No module named 'torchvision'")

    monkeypatch.setattr(torchvision_import, "import_torchvision", missing)
    _steps.cache_clear()
    with pytest.raises(InklingError, match=r"needs torchvision and Pillow \(No module.*or take whole batches\."):
        load(images(digits, "none"), ShuffledBatches(2000, 10, 1, 0), 0, never)
