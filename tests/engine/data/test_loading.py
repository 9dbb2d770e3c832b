"""Batches are the same whoever loads them, and workers never hang, linger or die unnoticed."""

import inspect
import itertools
import multiprocessing
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
import torch
from torch.utils.data import Dataset

from engine.data.datasets import Splits
from engine.data.image_sets import Batch
from engine.data.loading import workers as loader_workers
from engine.data.loading.batch_order import ShuffledBatches
from engine.data.loading.load import load
from engine.errors import InklingError
from tests.support.process import python
from tests.support.waiting import PATIENCE, wait_until


def never() -> bool:
    return False


@pytest.fixture(autouse=True)
def no_worker_lingers() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


class Failing(Dataset[Batch]):
    """Delivers four batches and then raises, hangs or dies. Workers import it, so it stands at the top of the file."""

    def __init__(self, how: str) -> None:
        self.how = how

    def __len__(self) -> int:
        return 100

    def __getitems__(self, indices: list[int]) -> Batch:
        if self.how == "raise" and 99 in indices:
            raise ValueError("image 99 is torn")
        if self.how == "hang":
            threading.Event().wait()
        if self.how == "die":
            os._exit(3)
        return torch.zeros(len(indices), 1, 28, 28), torch.zeros(len(indices), dtype=torch.int64)


def that_an_epoch_sees_every_image_once() -> None:
    batch_sampler = ShuffledBatches(images=103, batch_size=10, epochs=2, seed=5)
    assert batch_sampler.per_epoch == 11 and len(batch_sampler) == 22
    batches = list(batch_sampler)
    assert len(batches) == 22
    for epoch in (batches[:11], batches[11:]):
        assert sorted(torch.cat([torch.as_tensor(batch.images) for batch in epoch]).tolist()) == list(range(103))


def that_the_order_depends_on_seed_and_epoch_alone() -> None:
    batch_sampler = ShuffledBatches(1000, 10, epochs=3, seed=5)
    assert torch.equal(batch_sampler.order(2), ShuffledBatches(1000, 64, epochs=9, seed=5).order(2))
    assert not torch.equal(batch_sampler.order(2), batch_sampler.order(3))
    assert not torch.equal(batch_sampler.order(2), ShuffledBatches(1000, 10, epochs=3, seed=6).order(2))


@pytest.mark.parametrize(("batch_size", "workers"), [(64, 2), (1, 1)])
def that_workers_deliver_the_same_batches_as_memory(
    digits: Splits, batch_size: int, workers: int, request: pytest.FixtureRequest
) -> None:
    if workers == 1:
        # Two of them would take twice as long to start.
        request.getfixturevalue("spawned")
    part = digits.train.part(slice(max(100, 2 * batch_size)))
    batch_sampler = ShuffledBatches(len(part), batch_size, epochs=2, seed=1)
    here = list(load(part, batch_sampler, 0, never))
    there = list(load(part, batch_sampler, workers, never))
    assert len(here) == len(there) == len(batch_sampler)
    for (images, labels), (same_images, same_labels) in zip(here, there, strict=True):
        assert torch.equal(images, same_images) and torch.equal(labels, same_labels)


def that_a_worker_s_own_error_is_one_sentence() -> None:
    batch_sampler = ShuffledBatches(100, 10, epochs=1, seed=0)
    with pytest.raises(InklingError, match=r"loader worker failed \(.*image 99 is torn\).*train with 0 loader workers"):
        list(load(Failing("raise"), batch_sampler, 1, never))


def that_a_worker_that_dies_is_noticed_at_once() -> None:
    batch_sampler = ShuffledBatches(100, 10, epochs=1, seed=0)
    with pytest.raises(InklingError, match=r"A loader worker died.*train with 0 loader workers"):
        list(load(Failing("die"), batch_sampler, 1, never))


def that_a_worker_that_is_killed_is_noticed_at_once(spawned: None, digits: Splits) -> None:
    batch_sampler = ShuffledBatches(len(digits.train), 10, epochs=50, seed=0)
    batches = load(digits.train, batch_sampler, 1, never)
    next(batches)
    victim = multiprocessing.active_children()[0].pid
    assert victim
    os.kill(victim, signal.SIGKILL)
    with pytest.raises(InklingError, match=r"A loader worker died"):
        list(batches)


def that_a_worker_that_hangs_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader_workers, "PATIENCE_SECONDS", 1.0)
    batch_sampler = ShuffledBatches(100, 10, epochs=1, seed=0)
    with pytest.raises(InklingError, match=r"No data came from the loader workers for 1 seconds"):
        list(load(Failing("hang"), batch_sampler, 1, never))


@pytest.mark.parametrize("asked", [1, 2, 5])
def that_a_stop_is_answered_while_workers_start_and_while_none_delivers(spawned: None, asked: int) -> None:
    """Told at the first, second or fifth look; as nothing ever comes, only the stop can end it."""
    looks = itertools.count(1)
    assert list(load(Failing("hang"), ShuffledBatches(100, 10, 1, 0), 1, lambda: next(looks) >= asked)) == []
    assert next(looks) == asked + 1


def that_a_stop_is_answered_while_workers_run(digits: Splits) -> None:
    stop = threading.Event()
    batch_sampler = ShuffledBatches(len(digits.train), 1, epochs=100, seed=0)
    for batches, _ in enumerate(load(digits.train, batch_sampler, 1, stop.is_set), start=1):
        assert not stop.is_set(), "no batch comes after it"
        if batches == 50:
            stop.set()
    assert batches == 50


def that_closing_half_way_ends_the_workers(digits: Splits) -> None:
    batches = load(digits.train, ShuffledBatches(len(digits.train), 10, 5, 0), 2, never)
    next(batches)
    assert len(multiprocessing.active_children()) == 2
    batches.close()


def that_workers_leave_with_a_parent_that_is_killed(home: Path) -> None:
    code = (
        "import multiprocessing, threading\n"
        "from engine.data.datasets import mnist\n"
        "from engine.data import ShuffledBatches, load\n"
        "if __name__ == '__main__':\n"
        "    batches = load(mnist().test, ShuffledBatches(10_000, 10, 1, 0), 2, lambda: False)\n"
        "    next(batches)\n"
        "    print(*(child.pid for child in multiprocessing.active_children()), flush=True)\n"
        "    threading.Event().wait()\n"
    )
    parent = python(code=code)
    workers = [int(word) for word in parent.stdout.readline().split()]
    assert len(workers) == 2 and all(psutil.pid_exists(worker) for worker in workers)
    parent.kill()
    parent.communicate()
    wait_until(lambda: not any(psutil.pid_exists(worker) for worker in workers))


def that_ending_never_waits_for_a_lock_that_a_worker_died_with(digits: Splits) -> None:
    batches = loader_workers.from_workers(digits.train, ShuffledBatches(2000, 10, epochs=5, seed=1), 1, never)
    next(batches)
    loader = inspect.getgeneratorlocals(batches)["batches"]
    # What is left when a worker is ended just while it looks whether it is to end.
    assert loader._workers_done_event._cond.acquire()
    ending = threading.Thread(target=batches.close, daemon=True)
    ending.start()
    ending.join(PATIENCE)
    assert not ending.is_alive()
