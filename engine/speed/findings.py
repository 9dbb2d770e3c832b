"""What a measurement of this computer finds out: plain numbers and words."""

from typing import Literal, NamedTuple

from engine.settings import AugmentationName, ModelName, PipelineName, TrainSettings

SECONDS = 1.5
"""How long each way to train is measured if nobody says otherwise."""
BATCH_SIZES: dict[ModelName, int] = {"simple": 64, "cnn": TrainSettings.model_fields["batch_size"].default}
"""What is measured if nobody says otherwise: the tutorials' network with their batch size, and the default one."""
AUGMENTATION: AugmentationName = TrainSettings.model_fields["augmentation"].default
GOAL = 0.99
"""The share of the validation images that the default network is to read."""


class Machine(NamedTuple):
    """What is measured, and how many ways there are to come."""

    facts: dict[str, str]
    configurations: int


class Configuration(NamedTuple):
    """One way to train."""

    loop: Literal["textbook", "Inkling"]
    model: ModelName
    num_workers: int
    threads: int
    pipeline: PipelineName = "batch"


class Measured(NamedTuple):
    """How fast one way is, once it is going."""

    loop: str
    model: str
    num_workers: int
    threads: int
    images_per_second: float
    waiting_share: float
    """0 to 1: the part of the time in which training waited for data, or fetched it itself."""
    first_batch_seconds: float
    """From the start to the end of the first step: loader workers have to be started."""
    worker_megabytes: float
    """Memory that the largest loader worker held; 0 without workers."""
    pipeline: str = "batch"
    """How images became batches; the tutorials' loop has its own way."""


class Trained(NamedTuple):
    """One click's training."""

    seconds_to_goal: float | None
    """Until GOAL of the validation images were classified correctly; None if that did not happen."""
    seconds: float
    test_accuracy: float | None


class Memory(NamedTuple):
    """Megabytes held at the most, by the program itself and by the largest of its loader workers."""

    program: float
    largest_worker: float


class Advice(NamedTuple):
    """The settings that are best here for one network, and why."""

    model: str
    num_workers: int
    threads: int
    sentence: str
    pipeline: str = "batch"


Finding = Machine | Measured | Trained | Memory | Advice
