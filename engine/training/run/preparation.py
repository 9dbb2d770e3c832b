"""What the steps of a run are made with, and how that is prepared: it takes seconds, and may be ended meanwhile."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import takewhile

from torch import Tensor

from engine.data import ImageSet, ShuffledBatches, Source
from engine.models import Network
from engine.runs import BestEpoch, Checkpoint, Progress, SavedRun
from engine.settings import NOTHING, TrainSettings
from engine.training.step.epoch_metrics import EpochMetrics
from engine.training.step.learner import Learner
from engine.training.step.precision import Precision, choose_precision
from engine.training.step.threads import ThreadChoice
from engine.training.step.whole_batches import WholeBatches
from engine.training.teacher import TrainedTeacher

LATEST_IMAGES = 4_096
"""So many training images, and the rest of their batch, give the figures of batch norms for averaged weights."""


@dataclass(frozen=True)
class Parts:
    """Images and their order, the network, and what counts its answers."""

    images: ImageSet
    shares: ImageSet
    """What this process prepares of their batches."""
    batch_sampler: ShuffledBatches
    precision: Precision
    learner: Learner
    epoch_metrics: EpochMetrics
    threads: ThreadChoice

    @property
    def outliers(self) -> int:
        """How many of the images are none."""
        return int((self.images.labels == NOTHING).sum())

    def images_from(self, source: Source) -> int:
        return sum(group.size for group in self.images.groups if group.origin.source == source)

    def answering(self, stopping: Callable[[], bool] = lambda: False) -> Network:
        """The network of this moment that validates, answers and is kept; it must not be changed.

        Once `stopping()` is true it may be one that is of no use.
        """
        return self.learner.answering(takewhile(lambda _: not stopping(), self._latest_images()))

    def _latest_images(self) -> Iterator[Tensor]:
        """Images of the latest steps, as the network saw them, in chunks.

        They are prepared again, which gives the same values in a run that was resumed meanwhile.
        """
        order, last = self.batch_sampler, self.learner.step
        first = max(0, last - -(-LATEST_IMAGES // order.batch_size))
        for step in range(first, last):
            epoch, number = divmod(step, order.per_epoch)
            chosen = order.order(epoch + 1).split(order.batch_size)[number]
            yield self.images.timed(chosen, (epoch + 1, number)).batch[0]

    def checkpoint(self, progress: Progress, seconds: float, best: BestEpoch | None = None) -> Checkpoint:
        """Everything that going on from here needs; `seconds` are those of training."""
        return Checkpoint(
            learner=self.learner.state(),
            epoch_metrics=self.epoch_metrics.state(progress.epochs_done + 1),
            seconds=seconds,
            threads=self.threads.threads.count,
            precision=self.precision.name,
            train_images=len(self.images),
            best=best,
            **progress.progress(),
        )

    def go_to(self, checkpoint: Checkpoint) -> None:
        """Be as they were at that moment. Raises InklingError when it is one of another network."""
        self.learner.restore(checkpoint.learner)
        self.epoch_metrics.restart(checkpoint.epoch_metrics)


def prepared(
    settings: TrainSettings,
    images: ImageSet,
    trials: ImageSet,
    teacher: SavedRun | None,
    spare_cores: int,
    origin: Checkpoint | None,
    check: Callable[[], object],
    batches: WholeBatches,
) -> Parts:
    """The parts of a run that learns from `images`: a new one, or one that goes on from `origin`.

    `batches` says whether this process computes them alone; if not, it waits until the others are prepared too.
    Precisions and threads are tried out on the images `trials`. `check` is called between the parts of what takes long;
    it may raise to end that. Raises InklingError when `origin` is a checkpoint of another network, and when the
    processes cannot train together.
    """
    batch_sampler = ShuffledBatches(
        len(images), settings.batch_size, settings.epochs, settings.seed, origin.learner.step if origin else 0
    )
    trial = batches.trial_settings(settings)
    precision = choose_precision(trial, trials, origin.precision if origin else "", check)
    exact, trial = (one.model_copy(update={"precision": precision.name}) for one in (settings, trial))
    same = len(images) if settings.augmentation == "none" else 0
    learner = batches.learner(exact, batch_sampler, TrainedTeacher(teacher, same) if teacher else None)
    epoch_metrics = batches.epoch_metrics(images, batch_sampler)
    if origin:
        # Refused before threads are tried out.
        learner.restore(origin.learner)
        epoch_metrics.restart(origin.epoch_metrics)
    spared = max(spare_cores, batches.spare_cores)
    threads = ThreadChoice(trial, trials, spared, origin.threads if origin else None, check, images)
    batches.ready(precision.name)
    return Parts(images, batches.parts_of(images), batch_sampler, precision, learner, epoch_metrics, threads)
