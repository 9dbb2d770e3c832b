"""A process that computes its part of the batches of a run that rank 0 keeps."""

from contextlib import closing, suppress

import torch

from engine.data import Splits, load, training_images
from engine.errors import Stopped
from engine.settings import TrainSettings
from engine.training.distributed.shared_batches import SharedBatches
from engine.training.run.control import RunControl
from engine.training.run.preparation import prepared
from engine.training.start import material
from engine.training.step.learner import NonFiniteLossError


def follow(
    settings: TrainSettings, batches: SharedBatches, control: RunControl | None = None, splits: Splits | None = None
) -> None:
    """Take part in every step until training ends, one process was asked to stop, or the loss is infinite.

    Writes no run and prints nothing. Raises InklingError when the processes cannot train together, or when one is lost.
    """
    control = control or RunControl()
    settings, splits, teacher, mine = material(settings, splits)
    drawings = mine.all if mine else []
    try:
        batches.meet(settings, splits.train, drawings, teacher)
        images = training_images(settings, splits.train, drawings, control.check)
        parts = prepared(settings, images, splits.train, teacher, 0, None, control.check, batches)
    except Stopped:
        return
    order, beside = parts.batch_sampler, parts.threads.threads.beside
    shares = load(parts.shares, order, settings.num_workers, lambda: control.stopping, beside=beside)
    # Rank 0 finds an infinite loss too, and says so.
    with closing(shares), suppress(NonFiniteLossError, Stopped):
        for share, chosen in zip(shares, order, strict=False):
            parts.learner.learn(share, torch.as_tensor(chosen.images))
            if control.stopping:
                return
