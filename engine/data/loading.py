"""From a dataset to shuffled batches, in the training thread or in worker processes."""

import multiprocessing
import multiprocessing.connection
import multiprocessing.util
import os
import signal
import threading
import time
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler, get_worker_info

from engine.data.datasets import Batch, BatchIndices, ImageSet, Timed
from engine.errors import InklingError

BLOCK_IMAGES = 512
"""Without workers this many images are gathered at once: 64 took 5 % more time, 4,096 no longer fit into a cache."""
# It would tell a person who tries more workers than cores on standard error; the bench says it better, with figures.
warnings.filterwarnings("ignore", message="This DataLoader will create", category=UserWarning)

POLL_SECONDS = 0.1
"""How long a wait for a worker may keep a Stop from being noticed."""
END_SECONDS = 1.0
"""How long a worker that was asked to end may take; it ends at once unless the system is in trouble."""
PATIENCE_SECONDS = 60.0
"""A worker that delivers nothing for this long hangs. Starting one takes 2 s here, 10 s on a slow laptop."""


class ShuffledBatches(Sampler[BatchIndices]):
    """The image numbers of every batch of a run, epoch after epoch, each epoch in an order of its own.

    The order depends on the seed and the epoch alone, so any epoch can be entered without going through those before.
    """

    def __init__(self, images: int, batch_size: int, epochs: int, seed: int, first: int = 0) -> None:
        self.images = images
        self.batch_size = batch_size
        self.epochs = epochs
        self.seed = seed
        self.first = first
        """How many batches of the run are done already; going through them begins with the next."""

    @property
    def per_epoch(self) -> int:
        return -(-self.images // self.batch_size)

    def __len__(self) -> int:
        return self.epochs * self.per_epoch

    def __iter__(self) -> Iterator[BatchIndices]:
        """Arrays rather than tensors: a tensor on its way to a worker would cost a shared-memory file."""
        for order, epoch, first in self.orders():
            for number, chosen in enumerate(torch.as_tensor(order).split(self.batch_size), first):
                yield BatchIndices(chosen.numpy(), epoch, number)

    def orders(self) -> Iterator[BatchIndices]:
        """What is left of each epoch that is not over, as one block that begins with the batch of that number."""
        done, within = divmod(self.first, self.per_epoch)
        for epoch in range(done + 1, self.epochs + 1):
            yield BatchIndices(self.order(epoch)[within * self.batch_size :], epoch, within)
            within = 0

    def order(self, epoch: int) -> Tensor:
        """The image numbers of one epoch, int64 (images,). Not to be changed."""
        return _order(self.images, self.seed, epoch)


@lru_cache(maxsize=2)
def _order(images: int, seed: int, epoch: int) -> Tensor:
    """Called by the loader, the epoch's metrics and the run; with workers the loader is at most an epoch ahead."""
    # Mixed into 32 bits: torch's generator looks at no more of its seed.
    mixed = int(np.random.SeedSequence([seed, epoch]).generate_state(1)[0])
    return torch.randperm(images, generator=torch.Generator().manual_seed(mixed))


OnPrepared = Callable[[float, float], None]
"""Called before each batch with the seconds spent fetching and transforming it, in this process or in a worker."""


def _ignore(_fetch: float, _transform: float) -> None:
    """Do nothing with it."""


def load(
    dataset: Dataset[Batch],
    batch_sampler: ShuffledBatches,
    num_workers: int,
    stopping: Callable[[], bool],
    on_prepared: OnPrepared = _ignore,
) -> Generator[Batch]:
    """All batches of a run, in the order of `batch_sampler` and with the same numbers whatever `num_workers` is.

    Closing the iterator ends the workers. A wait for a worker is given up when `stopping()` turns true.
    Raises InklingError when a worker dies, fails or hangs, or when something is missing that the dataset needs.
    """
    if num_workers:
        return _from_workers(dataset, batch_sampler, num_workers, stopping, on_prepared)
    assert isinstance(dataset, ImageSet)
    dataset.prepare()
    return _from_memory(dataset, batch_sampler, on_prepared)


def _from_memory(dataset: ImageSet, batch_sampler: ShuffledBatches, on_prepared: OnPrepared) -> Generator[Batch]:
    batches_at_once = 1 if dataset.whole_batches_only else max(1, BLOCK_IMAGES // batch_sampler.batch_size)
    block = batches_at_once * batch_sampler.batch_size
    for order, epoch, first in batch_sampler.orders():
        for number, chosen in enumerate(torch.as_tensor(order).split(block)):
            (images, labels), fetch, transform = dataset.timed(chosen, (epoch, first + number * batches_at_once))
            batches = -(-len(chosen) // batch_sampler.batch_size)
            for batch in zip(
                images.split(batch_sampler.batch_size), labels.split(batch_sampler.batch_size), strict=True
            ):
                on_prepared(fetch / batches, transform / batches)
                yield batch


def _from_workers(
    dataset: Dataset[Batch],
    batch_sampler: ShuffledBatches,
    num_workers: int,
    stopping: Callable[[], bool],
    on_prepared: OnPrepared,
) -> Generator[Batch]:
    # A folder for sockets of its own stays behind when a worker is ended; all use this process's, which goes with it.
    multiprocessing.util.get_temp_dir()
    # One pass for the whole run: the workers live as long as it does and fetch ahead across the end of an epoch.
    loader: DataLoader[Timed] = DataLoader(
        _TimedSet(dataset),
        batch_sampler=cast("Iterable[list[int]]", batch_sampler),
        num_workers=num_workers,
        collate_fn=_as_it_is,
        worker_init_fn=_prepare_worker,
        timeout=POLL_SECONDS,
        # The workers' base seed, which nothing here uses, would be drawn from the generator that all threads share.
        generator=torch.Generator(),
        # A forked worker inherits locks that a thread of ours may hold, and hangs; spawned ones start clean.
        multiprocessing_context="spawn",
    )
    with _unheard():
        batches: Any = iter(loader)
    # torch would raise at whatever the main thread is doing when a worker dies; the poll below finds it as soon.
    torch._C._remove_worker_pids(id(batches))
    batches._worker_pids_set = False
    try:
        while (timed := _next(batches, stopping)) is not None:
            on_prepared(timed.fetch, timed.transform)
            yield timed.batch
    finally:
        _end(batches)


class _TimedSet(Dataset[Timed]):
    """Sends along with each batch how long the worker took for it."""

    def __init__(self, dataset: Dataset[Batch]) -> None:
        self.dataset = dataset

    def prepare(self) -> None:
        if isinstance(self.dataset, ImageSet):
            self.dataset.prepare()

    def __getitems__(self, indices: BatchIndices) -> Timed:
        if isinstance(self.dataset, ImageSet):
            return self.dataset.timed(indices.images, indices.place)
        begin = time.perf_counter()
        batch: Batch = self.dataset.__getitems__(indices.images)  # type: ignore[attr-defined]
        return Timed(batch, time.perf_counter() - begin, 0.0)


def _next(batches: Any, stopping: Callable[[], bool]) -> Timed | None:
    """The next batch, or None when there is none or training is to stop."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not stopping():
        try:
            timed: Timed | None = next(batches, None)
            return timed
        except Exception as error:
            if stopping():
                # Whatever ends this process, `timeout` for one, may have ended the workers too.
                return None
            # A worker re-raises here whatever its dataset raised.
            if "timed out" not in str(error):
                raise _failure(error) from error
            if time.monotonic() > give_up:
                raise InklingError(
                    f"No data came from the loader workers for {PATIENCE_SECONDS:.0f} seconds, so training ended; "
                    "train with 0 loader workers instead."
                ) from error
    return None


def _failure(error: Exception) -> InklingError:
    died = "exited unexpectedly" in str(error) or isinstance(error, ConnectionError | EOFError)
    what = "died" if died else f"failed ({str(error).strip().splitlines()[-1]})"
    return InklingError(f"A loader worker {what}, so training ended; train with 0 loader workers instead.")


@contextmanager
def _unheard() -> Iterator[None]:
    """Processes that begin meanwhile never hear what a terminal sends to all: it is this one that ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(batches: Any) -> None:
    """End the workers now, and without torch's own way of it.

    torch would wait for a worker that is still starting, which can take seconds; and before that for a lock, which a
    worker that was ended while it held the lock has taken with it: then for ever.
    """
    batches._shutdown = True
    for worker in batches._workers:
        worker.terminate()
    for worker in batches._workers:
        worker.join(END_SECONDS)
        if worker.is_alive():
            worker.kill()
            worker.join()
    for queue in batches._index_queues:
        queue.cancel_join_thread()
        queue.close()


def _as_it_is(batch: Any) -> Any:
    """The dataset already delivers whole batches."""
    return batch


def _prepare_worker(_number: int) -> None:
    """Runs in the worker. Ctrl+C is the parent's to handle, and a worker must not outlive a killed parent."""
    with suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    info = get_worker_info()
    if info is not None and isinstance(info.dataset, _TimedSet):
        info.dataset.prepare()


def _leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        multiprocessing.connection.wait([parent.sentinel])
        os._exit(1)
