"""What all parts of a job share: the run, its images, how far the job has come, and training as a part of it."""

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
from engine.settings import NO_TEACHER, ModelName, TrainSettings
from engine.training import Learner, Teacher, TrainedTeacher

TELL_SECONDS = 0.2
"""So often a training says how far it is; a Stop is looked for after each step."""
STEP: dict[ModelName, int] = {"cnn": 5, "simple": 1}
ROW = 300
"""What a step and a row of the table cost, in about the same unit: they make the share that is done."""


class Taught(NamedTuple):
    """What a training came to."""

    steps: int
    seconds: float


@dataclass
class Work:
    """A job while it goes on."""

    run: SavedRun
    network: Network
    """The run's, float32, in evaluation mode. Not to be changed."""
    settings: CompressSettings
    splits: Splits
    images: ImageSet
    """What the run had learnt from, but for the person's own digits."""
    stopping: Callable[[], bool]
    total: int = 0
    """The cost of all of it."""
    done: int = 0

    @cached_property
    def own_teacher(self) -> Teacher:
        """The run's network as the teacher of what is made of it."""
        return self.teacher(self.run)

    def teacher(self, run: SavedRun) -> Teacher:
        """Asked once for each image, if that is the same whenever it is seen."""
        return TrainedTeacher(run, len(self.images) if self.run.settings.augmentation == "none" else 0)

    @property
    def one_image(self) -> Tensor:
        """To time answers with: normalised, (1, 1, 28, 28)."""
        return self.splits.validation.__getitems__([0])[0]

    def doing(self, sentence: str) -> Doing:
        return Doing(sentence, min(1.0, self.done / max(self.total, 1)))

    def training_settings(
        self, epochs: int, seed: int, model: ModelName | None = None, rate: float | None = None
    ) -> TrainSettings:
        """Those of the run, for a training of so many epochs; with a rate of its own by AdamW and one cycle."""
        # The teacher is handed over as a network: whatever name the run has for its own means nothing here.
        changed: dict[str, object] = {
            "epochs": epochs,
            "seed": seed,
            "model": model or self.run.settings.model,
            "precision": "float32",
            "teacher": NO_TEACHER,
            "temperature": self.settings.temperature,
            "teacher_alpha": self.settings.teacher_alpha,
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
        """Train `network` itself, from its present weights; `what` goes on is said at once and several times a second.

        Raises Stopped, and NonFiniteLossError as a Learner does.
        """
        begin = told = perf_counter()
        count = steps_of(self.images, settings)
        learner = Learner(settings, count, network, teacher)
        yield self.doing(what)
        for step in steps(learner, self.images, self.stopping, after):
            self.done += STEP[settings.model]
            if perf_counter() - told > TELL_SECONDS:
                told = perf_counter()
                yield self.doing(f"{what}, step {step:,} of {count:,}")
        return Taught(count, perf_counter() - begin)


def steps_of(images: ImageSet, settings: TrainSettings) -> int:
    """How many steps such a training takes."""
    return len(ShuffledBatches(len(images), settings.batch_size, settings.epochs, settings.seed))
