"""What all parts of a job share: the run, its images, the progress, and training."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import cached_property
from time import perf_counter
from typing import NamedTuple

from torch import Tensor

from engine.compression.findings import Doing
from engine.compression.settings import CompressSettings
from engine.compression.steps import steps
from engine.data import ImageSet, ShuffledBatches, Splits
from engine.models import Network
from engine.runs import SavedRun
from engine.settings import NO_TEACHER, TrainSettings
from engine.stack import checked_stack, stack_of
from engine.training import Learner, Teacher, TrainedTeacher

TELL_SECONDS = 0.2
"""The interval between two progress reports; a stop is noticed after each step."""
STEP_MULTIPLY_ADDS = 100_000
ROW = 300
"""The approximate cost of a row, in steps of a network with so many multiply-adds, for the progress."""


def step_cost(model: str) -> int:
    """The cost of one step of a network in the same unit."""
    return max(1, checked_stack(stack_of(model)).totals.multiply_adds // STEP_MULTIPLY_ADDS)


class Taught(NamedTuple):
    """The extent of a training."""

    steps: int
    seconds: float


@dataclass
class Work:
    """The state of a running job."""

    run: SavedRun
    network: Network
    """The run's network, float32, in evaluation mode; must not be changed."""
    settings: CompressSettings
    splits: Splits
    images: ImageSet
    """The run's training set without the person's own digits."""
    stopping: Callable[[], bool]
    total: int = 0
    """The cost of the whole job."""
    done: int = 0

    @cached_property
    def own_teacher(self) -> Teacher:
        """The run's network as a teacher."""
        return self.teacher(self.run)

    def teacher(self, run: SavedRun) -> Teacher:
        """Return a run's network as a teacher; without augmentation it remembers its answer to each image."""
        return TrainedTeacher(run, len(self.images) if self.run.settings.augmentation == "none" else 0)

    @property
    def one_image(self) -> Tensor:
        """An image to time answers with, normalised, (1, 1, 28, 28)."""
        return self.splits.validation.__getitems__([0])[0]

    def doing(self, sentence: str) -> Doing:
        return Doing(sentence, min(1.0, self.done / max(self.total, 1)))

    def training_settings(
        self, epochs: int, seed: int, model: str | None = None, rate: float | None = None
    ) -> TrainSettings:
        """Return the run's settings for a training of some epochs; with `rate`, by AdamW and one cycle."""
        # The teacher is passed as a network, so the run's name of its own teacher means nothing here.
        changed: dict[str, object] = {
            "epochs": epochs,
            "seed": seed,
            "model": model or self.run.settings.model,
            "precision": "float32",
            "teacher": NO_TEACHER,
            "temperature": self.settings.temperature,
            "teacher_alpha": self.settings.teacher_alpha,
            # These are about the first weights and about which weights of a run are kept.
            "initial_scale": 1.0,
            "early_stopping": 0,
            "weight_average": 0.0,
        }
        if rate is not None:
            changed |= {"learning_rate": rate, "optimizer": "adamw", "schedule": "one-cycle"}
        return self.run.settings.model_copy(update=changed)

    def taught(
        self,
        what: str,
        settings: TrainSettings,
        network: Network,
        teacher: Teacher | None = None,
        after: Callable[[], object] = lambda: None,
    ) -> Generator[Doing, None, Taught]:
        """Train `network` in place from its present weights; yields progress at once and several times a second.

        Raises Stopped, and NonFiniteLossError as a Learner does.
        """
        begin = reported = perf_counter()
        count, cost = steps_of(self.images, settings), step_cost(settings.model)
        learner = Learner(settings, count, network, teacher)
        yield self.doing(what)
        for step in steps(learner, self.images, self.stopping, after):
            self.done += cost
            if perf_counter() - reported > TELL_SECONDS:
                reported = perf_counter()
                yield self.doing(f"{what}, step {step:,} of {count:,}")
        return Taught(count, perf_counter() - begin)


def steps_of(images: ImageSet, settings: TrainSettings) -> int:
    """Return the number of steps of a training."""
    return len(ShuffledBatches(len(images), settings.batch_size, settings.epochs, settings.seed))
