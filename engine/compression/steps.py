"""Training steps as a part of a larger job: told one by one, and given up at once."""

from collections.abc import Callable, Iterator
from contextlib import closing

import torch

from engine.data import ImageSet, ShuffledBatches, load
from engine.errors import Stopped
from engine.training import Learner


def steps(
    learner: Learner, images: ImageSet, stopping: Callable[[], bool], after: Callable[[], object] = lambda: None
) -> Iterator[int]:
    """All steps that the learner's settings ask for, the number of each after it was taken.

    `after` is called after each step, to hold weights where they belong. Raises Stopped when `stopping()` turns true.
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
