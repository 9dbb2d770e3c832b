"""The order of the images of a run: which of them are in each batch."""

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
import torch
from torch import Tensor
from torch.utils.data import Sampler

from engine.data.image_sets import BatchIndices


class ShuffledBatches(Sampler[BatchIndices]):
    """A batch sampler: the sample indices of every batch of a run, in a new order in each epoch.

    The order depends on the seed and the epoch alone, so a run can resume in any epoch.
    """

    def __init__(self, images: int, batch_size: int, epochs: int, seed: int, first: int = 0) -> None:
        self.images = images
        self.batch_size = batch_size
        self.epochs = epochs
        self.seed = seed
        self.first = first
        """The number of batches that are done already; iteration starts with the next one."""

    @property
    def per_epoch(self) -> int:
        return -(-self.images // self.batch_size)

    def __len__(self) -> int:
        return self.epochs * self.per_epoch

    def __iter__(self) -> Iterator[BatchIndices]:
        """Yield batches with arrays rather than tensors: sending a tensor to a worker costs a shared-memory file."""
        for order, epoch, first in self.orders():
            for number, chosen in enumerate(torch.as_tensor(order).split(self.batch_size), first):
                yield BatchIndices(chosen.numpy(), epoch, number)

    def orders(self) -> Iterator[BatchIndices]:
        """Yield the rest of each unfinished epoch as one block; its `number` is that of its first batch."""
        done, within = divmod(self.first, self.per_epoch)
        for epoch in range(done + 1, self.epochs + 1):
            yield BatchIndices(self.order(epoch)[within * self.batch_size :], epoch, within)
            within = 0

    def order(self, epoch: int) -> Tensor:
        """Return the sample indices of one epoch, int64 (images,), which must not be changed."""
        return _order(self.images, self.seed, epoch)


@lru_cache(maxsize=2)
def _order(images: int, seed: int, epoch: int) -> Tensor:
    """Called by the loader, the epoch's metrics and the run; with workers the loader is at most an epoch ahead."""
    # Mixed into 32 bits: torch's generator uses no more of its seed.
    mixed = int(np.random.SeedSequence([seed, epoch]).generate_state(1)[0])
    return torch.randperm(images, generator=torch.Generator().manual_seed(mixed))
