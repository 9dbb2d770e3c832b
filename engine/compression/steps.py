"""Training steps as part of a larger job, which can be stopped after any step."""

from collections.abc import Callable, Iterator
from contextlib import closing

import torch

from engine.data import ImageSet, ShuffledBatches, load
from engine.errors import Stopped
from engine.training import Learner


def steps(
    learner: Learner, images: ImageSet, stopping: Callable[[], bool], after: Callable[[], object] = lambda: None
) -> Iterator[int]:
    """Take all steps of the learner's settings and yield the number of each.

    `after` is called after each step and may change weights. Raises Stopped once `stopping()` returns true.
    """
    settings = learner.settings
    batch_sampler = ShuffledBatches(len(images), settings.batch_size, settings.epochs, settings.seed)
    with closing(load(images, batch_sampler, 0, stopping)) as batches:
        for batch, place in zip(batches, batch_sampler, strict=True):
            if stopping():
                raise Stopped
            learner.learn(batch, torch.as_tensor(place.images))
            after()
            yield learner.step
