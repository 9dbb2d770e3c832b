"""A process that computes its part of the batches of a run that rank 0 keeps."""

from contextlib import closing

import torch

from engine.data import Splits, load, training_images
from engine.errors import Stopped
from engine.settings import TrainSettings
from engine.training.distributed.shared_batches import SharedBatches
from engine.training.run.control import RunControl
from engine.training.run.preparation import prepared
from engine.training.start import material


def follow(
    settings: TrainSettings, batches: SharedBatches, control: RunControl | None = None, splits: Splits | None = None
) -> None:
    """Take part in every step until all steps are done or one process was asked to stop; write and print nothing.

    Raises InklingError when the processes cannot train together, or when another one is lost.
    """
    control = control or RunControl()
    settings, splits, teacher, mine = material(settings, splits)
    try:
        batches.meet(settings, splits.train, mine.all if mine else [], teacher)
        images = training_images(settings, splits.train, mine.all if mine else [], control.check)
        parts = prepared(settings, images, splits.train, teacher, 0, None, control.check, batches)
    except Stopped:
        return
    order, beside = parts.batch_sampler, parts.threads.threads.beside
    with closing(load(parts.shares, order, settings.num_workers, lambda: control.stopping, beside=beside)) as shares:
        for share, chosen in zip(shares, order, strict=False):
            parts.learner.learn(share, torch.as_tensor(chosen.images))
            if control.stopping:
                return
