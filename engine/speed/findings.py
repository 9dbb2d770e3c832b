"""The findings of a measurement of this computer: plain numbers and texts."""

from typing import Literal, NamedTuple

from engine.settings import AugmentationName, PipelineName, TrainSettings, checked
from engine.stack import with_names

SECONDS = 1.5
"""The default time to measure each configuration."""
BATCH_SIZES: dict[str, int] = {"simple": 64, "cnn": TrainSettings.model_fields["batch_size"].default}
"""The default networks to measure: the tutorials' one with their batch size, and Inkling's default."""
AUGMENTATION: AugmentationName = TrainSettings.model_fields["augmentation"].default
GOAL = 0.99
"""The validation accuracy that the default training should reach."""


def training_of(model: str, batch_size: int | None = None) -> TrainSettings:
    """The settings of a training of this network that is measured, with its usual batch size unless one is given.

    Raises InklingError when there is no such network or batch size.
    """
    model = checked({"model": with_names(model)}).model
    size = BATCH_SIZES.get(model, BATCH_SIZES["cnn"]) if batch_size is None else batch_size
    return checked({"model": model, "batch_size": size})


class Machine(NamedTuple):
    """The computer, and how many configurations will follow."""

    facts: dict[str, str]
    configurations: int


class Configuration(NamedTuple):
    """A configuration to train with."""

    loop: Literal["textbook", "Inkling"]
    model: str
    num_workers: int
    threads: int
    pipeline: PipelineName = "batch"


class Measured(NamedTuple):
    """The speed of one configuration after its warm-up."""

    loop: str
    model: str
    num_workers: int
    threads: int
    images_per_second: float
    waiting_share: float
    """0 to 1: the share of the time in which training waited for data or fetched them itself."""
    first_batch_seconds: float
    """From the start to the end of the first step, with the start of loader workers."""
    worker_megabytes: float
    """Memory of the largest loader worker; 0 without workers."""
    pipeline: str = "batch"
    """How images became batches. The tutorials' loop has its own pipeline."""


class Trained(NamedTuple):
    """A training with the default settings."""

    seconds_to_goal: float | None
    """The time until the validation accuracy reached GOAL; None if it did not."""
    seconds: float
    test_accuracy: float | None


class Memory(NamedTuple):
    """Peak megabytes of the program itself and of its largest loader worker."""

    program: float
    largest_worker: float


class Advice(NamedTuple):
    """The fastest settings here for one network, and why."""

    model: str
    num_workers: int
    threads: int
    sentence: str
    pipeline: str = "batch"


Finding = Machine | Measured | Trained | Memory | Advice
