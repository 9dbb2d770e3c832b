"""The batches of a run, prepared in the training thread, in a thread beside it, or in worker processes."""

from collections.abc import Callable, Generator
from contextlib import closing

import torch
from torch.utils.data import Dataset

from engine.data.image_sets import Batch, ImageSet, Timed
from engine.data.loading.batch_order import ShuffledBatches
from engine.data.loading.preparing_thread import ahead
from engine.data.loading.workers import from_workers

BLOCK_IMAGES = 512
"""Images gathered at once without workers: 64 took 5 % more time, 4,096 do not fit into a cache."""

OnPrepared = Callable[[float, float], None]
"""Called before each batch with the seconds spent fetching and transforming it, wherever that was."""


def _ignore(_fetch: float, _transform: float) -> None:
    """Do nothing with it."""


def load(
    dataset: Dataset[Batch],
    batch_sampler: ShuffledBatches,
    num_workers: int,
    stopping: Callable[[], bool],
    on_prepared: OnPrepared = _ignore,
    *,
    beside: bool = False,
) -> Generator[Batch]:
    """Yield all batches of a run in the order of `batch_sampler`, with the same values whoever prepares them.

    Without workers the calling thread prepares each batch when it is asked for it, or, with `beside`, a thread of its
    own does so a little ahead. Closing the iterator ends workers and thread. A wait for a worker ends when `stopping()`
    returns true. Raises InklingError if a worker dies, fails or hangs, or if the dataset lacks something it needs.
    """
    if num_workers:
        return _batches(from_workers(dataset, batch_sampler, num_workers, stopping), batch_sampler, on_prepared)
    assert isinstance(dataset, ImageSet)
    dataset.prepare()
    blocks = _blocks(dataset, batch_sampler)
    return _batches(ahead(blocks) if beside else blocks, batch_sampler, on_prepared)


def _batches(blocks: Generator[Timed], batch_sampler: ShuffledBatches, on_prepared: OnPrepared) -> Generator[Batch]:
    """Split blocks, each of a batch or of several, into batches."""
    with closing(blocks):
        for (images, labels), fetch, transform in blocks:
            parts = images.split(batch_sampler.batch_size), labels.split(batch_sampler.batch_size)
            for batch in zip(*parts, strict=True):
                on_prepared(fetch / len(parts[0]), transform / len(parts[0]))
                yield batch


def _blocks(dataset: ImageSet, batch_sampler: ShuffledBatches) -> Generator[Timed]:
    """Prepare as many batches at once as the dataset allows and pay off."""
    batches_at_once = 1 if dataset.whole_batches_only else max(1, BLOCK_IMAGES // batch_sampler.batch_size)
    block = batches_at_once * batch_sampler.batch_size
    for order, epoch, first in batch_sampler.orders():
        for number, chosen in enumerate(torch.as_tensor(order).split(block)):
            yield dataset.timed(chosen, (epoch, first + number * batches_at_once))
