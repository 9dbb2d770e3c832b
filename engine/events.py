"""The events that training yields: plain numbers and words, never a tensor or the live network.

They are named tuples: creating a frozen dataclass takes four times as long, and there is one for every step.
"""

import math
from typing import Any, Literal, NamedTuple

Reason = Literal["completed", "stopped", "discarded", "failed"]


class Started(NamedTuple):
    """What will run. The first event; comes once."""

    model: str
    description: str
    weights: int
    device: str
    threads: int
    threads_reason: str
    num_workers: int
    epochs: int
    batch_size: int
    steps: int
    train_images: int
    own_images: int
    """The person's own digits, counted as often as each occurs in an epoch."""
    outliers: int
    validation_images: int
    test_images: int
    first_step: int = 0
    """Steps that an earlier run had done, when it is resumed."""
    folder: str = ""
    """The folder that keeps the run."""
    precision: str = "float32"
    precision_reason: str = ""
    teacher: str = ""
    """The run whose probabilities this one imitates; "" when it learns from labels alone."""
    data: str = "mnist"
    """The data set."""
    classes: int = 10
    """The number of classes."""
    written_images: int = 0
    """Digits that the program writes."""
    beside: bool = False
    """Whether a thread beside the training thread prepares the batches, without loader workers."""
    processes: int = 1
    """The processes, on this computer and others, that share each batch."""


class ThreadsChanged(NamedTuple):
    """A core became busy or free, and another number of threads is faster now. Only if threads are automatic."""

    threads: int
    threads_reason: str


class BatchDone(NamedTuple):
    """One training step: the mean loss of its batch, and the throughput over the last half second."""

    step: int
    epoch: int
    loss: float
    """Mean over the batch's digits, in nats. A batch without digits repeats the mean of the epoch so far."""
    learning_rate: float
    images_per_second: float
    waiting_share: float
    """0 to 1: the share of that time that training spent waiting for data."""


class TimeSpent(NamedTuple):
    """Where the time of a step goes: mean seconds over the steps since the previous event of this kind.

    Comes four times a second while steps follow one another, and before a pause and the end of an epoch.
    """

    step: int
    fetch: float
    """Fetching the images from memory. This and all up to `update` run in the training thread; 0 if others prepare."""
    transform: float
    """Augmenting and normalising the images, and collating the batch; 0 if others prepare."""
    wait: float
    """Waiting for loader workers or the thread that prepares batches; 0 without. The start of workers is no wait."""
    forward: float
    """The forward pass and the loss."""
    backward: float
    """The backward pass."""
    update: float
    """The optimizer's step."""
    worker_fetch: float = 0.0
    """The same as `fetch`, in the worker, or in the thread beside training, that prepared the batch."""
    worker_transform: float = 0.0

    @property
    def whole(self) -> float:
        """Seconds that the training thread spent on a step."""
        return sum(self[1:7])


class LearningRateChanged(NamedTuple):
    """The caller changed the learning rate during the run; the schedule uses it from the next step on."""

    step: int
    learning_rate: float
    """The new setting, which the schedule multiplies."""


class Paused(NamedTuple):
    """Training is paused after this many steps until the caller continues it."""

    step: int


class Measuring(NamedTuple):
    """All epochs are done. Calibration and evaluation on the test images follow; a stop is still possible."""

    step: int
    epochs: int = 0
    """The number of epochs; fewer than were planned if early stopping ended training."""
    best_epoch: int = 0
    """The epoch whose weights are measured and kept; 0 when they are those of the last step."""

    @property
    def kept(self) -> str:
        """Whose weights these are, as a sentence without its end."""
        return (
            f"Training ended after epoch {self.epochs}, and the weights of epoch {self.best_epoch}, the best, are kept"
        )


class KeepingFailed(NamedTuple):
    """A file of the run could not be written. Training continues and writing is retried. Yielded once."""

    step: int
    message: str


class EpochDone(NamedTuple):
    """One epoch is over. Accuracies are from 0 to 1."""

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    """Seconds since the run started."""


class Finished(NamedTuple):
    """The last event; comes once. It is the only one when the run was stopped during its preparation."""

    reason: Reason
    message: str
    """Why the run failed or why its result could not be saved; empty when all went well."""
    seconds: float
    test_accuracy: float | None
    """From 0 to 1; None unless the run completed: only then are the test images evaluated."""
    saved_to: str | None
    """The file of the trained network; None when there is none worth saving or it could not be written."""
    calibration_error: float | None = None
    """Expected calibration error on the test images, 0 to 1; None whenever the accuracy is."""
    folder: str = ""
    """The run's folder, which is among the deleted runs if it was discarded; "" when nothing was kept."""


Event = (
    Started
    | ThreadsChanged
    | LearningRateChanged
    | Paused
    | BatchDone
    | TimeSpent
    | EpochDone
    | Measuring
    | KeepingFailed
    | Finished
)


def as_record(event: Any) -> dict[str, Any]:
    """Return a named tuple of plain values as a JSON object. Infinite numbers and NaN become null."""
    values = event._asdict()
    finite = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in values.items()}
    return {"event": type(event).__name__, **finite}
