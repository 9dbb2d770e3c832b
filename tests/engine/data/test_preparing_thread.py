"""A thread prepares batches beside training: the same ones, a few ahead, and it ends with whoever asked."""

import threading
from collections.abc import Generator
from itertools import count, islice

import pytest
import torch

from engine.data.datasets import Splits
from engine.data.image_pipeline import PerImageSet
from engine.data.image_sets import AugmentedImageSet, ImageSet
from engine.data.loading.batch_order import ShuffledBatches
from engine.data.loading.load import load
from engine.data.loading.preparing_thread import AHEAD, NAME, ahead
from tests.support.waiting import wait_until


def preparing() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == NAME]


@pytest.mark.arithmetic
@pytest.mark.parametrize("kind", ["plain", "varied", "image"])
@pytest.mark.parametrize("batch_size", [1, 64])
def that_batches_are_the_same_to_the_last_bit_whoever_prepares_them(kind: str, batch_size: int, digits: Splits) -> None:
    part = digits.train.part(slice(2 * batch_size + 10))
    sets: dict[str, ImageSet] = {
        "plain": part,
        "varied": AugmentedImageSet(part, seed=3),
        "image": PerImageSet(part, "varied", seed=3),
    }
    order = ShuffledBatches(len(part), batch_size, epochs=2, seed=1)
    in_turn = list(load(sets[kind], order, 0, lambda: False))
    beside = list(load(sets[kind], order, 0, lambda: False, beside=True))
    assert len(in_turn) == len(beside) == len(order)
    for (images, labels), (same_images, same_labels) in zip(in_turn, beside, strict=True):
        assert torch.equal(images, same_images) and torch.equal(labels, same_labels)


def that_items_come_in_order_and_the_thread_ends_with_the_last() -> None:
    assert list(ahead(number for number in range(100))) == list(range(100))
    assert preparing() == []


def that_only_a_few_items_are_ahead_of_the_caller() -> None:
    made: list[int] = []

    def items() -> Generator[int]:
        for number in count():
            made.append(number)
            yield number

    every = ahead(items())
    assert list(islice(every, 3)) == [0, 1, 2]
    # Those that wait, and the one for which there is no room.
    wait_until(lambda: len(made) == 3 + AHEAD + 1)
    every.close()
    assert len(made) <= 3 + AHEAD + 2 and preparing() == []


def that_closing_closes_the_items_in_the_thread_that_made_them() -> None:
    where: list[str] = []

    def items() -> Generator[int]:
        try:
            yield from count()
        finally:
            where.append(threading.current_thread().name)

    every = ahead(items())
    next(every)
    every.close()
    assert where == [NAME]


def that_what_goes_wrong_is_raised_at_its_place() -> None:
    def items() -> Generator[int]:
        yield 1
        raise ValueError("image 2 is torn")

    every = ahead(items())
    assert next(every) == 1
    with pytest.raises(ValueError, match="image 2 is torn"):
        next(every)
    assert preparing() == []


def that_the_number_of_threads_of_the_arithmetic_stays(digits: Splits) -> None:
    before = torch.get_num_threads()
    torch.set_num_threads(2)
    try:
        order = ShuffledBatches(len(digits.train), 100, epochs=1, seed=0)
        for _ in load(AugmentedImageSet(digits.train, 0), order, 0, lambda: False, beside=True):
            assert torch.get_num_threads() == 2
    finally:
        torch.set_num_threads(before)
