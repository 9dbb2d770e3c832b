"""Batches from loader workers: processes that prepare them beside training."""

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
from typing import Any, cast

import torch
from torch.utils.data import DataLoader, Dataset, get_worker_info

from engine.data.image_sets import Batch, BatchIndices, ImageSet, Timed
from engine.data.loading.batch_order import ShuffledBatches
from engine.errors import InklingError

# The warning about more workers than cores; `bench` says it with figures.
warnings.filterwarnings("ignore", message="This DataLoader will create", category=UserWarning)

START_METHOD = "spawn"
"""A worker forked from this process inherits locks that another thread may hold, and hangs; a spawned one does not."""
POLL_SECONDS = 0.1
"""The longest wait for a worker before a Stop is noticed."""
END_SECONDS = 1.0
"""The longest wait for a worker to end; normally it ends at once."""
PATIENCE_SECONDS = 60.0
"""A worker that delivers nothing for this long hangs. Starting one takes 2 s, on a slow laptop 10 s."""


def from_workers(
    dataset: Dataset[Batch], batch_sampler: ShuffledBatches, num_workers: int, stopping: Callable[[], bool]
) -> Generator[Timed]:
    """Yield all batches; closing the iterator ends the workers.

    Raises InklingError if a worker dies, fails or hangs, or if the dataset lacks something it needs.
    """
    # A terminated worker would leave its own socket folder behind; all use this process's, which is deleted.
    multiprocessing.util.get_temp_dir()
    # One pass for the whole run: the workers live as long as the run and prefetch across the end of an epoch.
    loader: DataLoader[Timed] = DataLoader(
        _TimedSet(dataset),
        batch_sampler=cast("Iterable[list[int]]", batch_sampler),
        num_workers=num_workers,
        collate_fn=_as_it_is,
        worker_init_fn=_prepare_worker,
        timeout=POLL_SECONDS,
        # Without it the workers' unused base seed would be drawn from the generator that all threads share.
        generator=torch.Generator(),
        multiprocessing_context=START_METHOD,
    )
    with _signals_blocked():
        batches: Any = iter(loader)
    # torch would raise anywhere in the main thread when a worker dies; the poll below finds it as soon.
    torch._C._remove_worker_pids(id(batches))
    batches._worker_pids_set = False
    try:
        while (timed := _next(batches, stopping)) is not None:
            yield timed
    finally:
        _end(batches)


class _TimedSet(Dataset[Timed]):
    """Sends with each batch the time that the worker spent on it."""

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
    """Return the next batch, or None if there is none or training is to stop."""
    give_up = time.monotonic() + PATIENCE_SECONDS
    while not stopping():
        try:
            timed: Timed | None = next(batches, None)
            return timed
        except Exception as error:
            if stopping():
                # Whatever stops this process, such as `timeout`, may have ended the workers too.
                return None
            # Errors of the dataset in a worker are re-raised here.
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
def _signals_blocked() -> Iterator[None]:
    """Block the terminal's signals in processes started within this context: this process ends them."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGHUP])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end(batches: Any) -> None:
    """Terminate the workers at once, without torch's own shutdown.

    torch would wait seconds for a worker that is still starting, and forever for a lock that a terminated worker
    held.
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
    """Return the batch unchanged: the dataset delivers whole batches."""
    return batch


def _prepare_worker(_number: int) -> None:
    """Prepare a worker, in its process: the parent handles Ctrl+C, and the worker must not outlive it."""
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
