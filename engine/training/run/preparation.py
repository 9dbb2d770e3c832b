"""What the steps of a run are made with, and how that is prepared: it takes seconds, and may be ended meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.data import ImageSet, ShuffledBatches, Source
from engine.runs import Checkpoint, Progress, SavedRun
from engine.settings import NOTHING, TrainSettings
from engine.training.step.epoch_metrics import EpochMetrics
from engine.training.step.learner import Learner
from engine.training.step.precision import Precision, choose_precision
from engine.training.step.threads import ThreadChoice
from engine.training.teacher import TrainedTeacher


@dataclass(frozen=True)
class Parts:
    """Images and their order, the network, and what counts its answers."""

    images: ImageSet
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

    def checkpoint(self, progress: Progress, seconds: float) -> Checkpoint:
        """Everything that going on from here needs; `seconds` are those of training."""
        return Checkpoint(
            learner=self.learner.state(),
            epoch_metrics=self.epoch_metrics.state(progress.epochs_done + 1),
            seconds=seconds,
            threads=self.threads.threads.count,
            precision=self.precision.name,
            train_images=len(self.images),
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
) -> Parts:
    """The parts of a run that learns from `images`: a new one, or one that goes on from `origin`.

    Precisions and threads are tried out on the images `trials`. `check` is called between the parts of what takes long;
    it may raise to end that. Raises InklingError when `origin` is a checkpoint of another network.
    """
    batch_sampler = ShuffledBatches(
        len(images), settings.batch_size, settings.epochs, settings.seed, origin.learner.step if origin else 0
    )
    precision = choose_precision(settings, trials, origin.precision if origin else "", check)
    exact = settings.model_copy(update={"precision": precision.name})
    same = len(images) if settings.augmentation == "none" else 0
    learner = Learner(exact, len(batch_sampler), teacher=TrainedTeacher(teacher, same) if teacher else None)
    epoch_metrics = EpochMetrics(images, batch_sampler)
    if origin:
        # Refused before threads are tried out.
        learner.restore(origin.learner)
        epoch_metrics.restart(origin.epoch_metrics)
    threads = ThreadChoice(exact, trials, spare_cores, origin.threads if origin else None, check, images)
    return Parts(images, batch_sampler, precision, learner, epoch_metrics, threads)
