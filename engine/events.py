"""What training tells its listener: plain numbers and words, never a tensor or the live network.

Named tuples: a frozen dataclass takes four times as long to make, once for every step.
"""

import math
from typing import Any, Literal, NamedTuple

Reason = Literal["completed", "stopped", "discarded", "failed"]


class Started(NamedTuple):
    """What will run. Comes once, first."""

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
    """The person's own digits, each as often as an epoch has it."""
    outliers: int
    validation_images: int
    test_images: int
    first_step: int = 0
    """How many steps were done before, when an earlier run is resumed."""
    folder: str = ""
    """Where the run is kept."""
    precision: str = "float32"
    precision_reason: str = ""
    teacher: str = ""
    """The run that this one imitates; "" when it learns from the labels alone."""
    data: str = "mnist"
    """Which images they are."""
    classes: int = 10
    """How many kinds of them there are."""


class ThreadsChanged(NamedTuple):
    """A core became busy or free, so that another number of threads is faster; only where threads are automatic."""

    threads: int
    threads_reason: str


class BatchDone(NamedTuple):
    """One step of training: the batch's mean loss, and how fast steps went over the last half second."""

    step: int
    epoch: int
    loss: float
    """Mean over the batch's digits, in nats. A batch without digits repeats the mean of the epoch so far."""
    learning_rate: float
    images_per_second: float
    waiting_share: float
    """0 to 1: the part of that time in which training had nothing to do but wait for data."""


class TimeSpent(NamedTuple):
    """Where the time of a batch goes: mean seconds of a step over the steps since this was last told.

    Comes four times a second while steps follow one another, and before a pause and the end of an epoch.
    """

    step: int
    fetch: float
    """Getting the images out of memory, in the training thread as all up to `update`; 0 where workers do it."""
    transform: float
    """Varying and normalising them, and making one batch of them; 0 where workers do it."""
    wait: float
    """Waiting for loader workers; 0 without them. The first batch, which waits for their start, does not count."""
    forward: float
    """The network's answers and the loss."""
    backward: float
    """The gradients."""
    update: float
    """The optimizer moves the weights."""
    worker_fetch: float = 0.0
    """The same as `fetch`, in the worker that prepared the batch meanwhile."""
    worker_transform: float = 0.0

    @property
    def whole(self) -> float:
        """Seconds that the training thread spent on a batch."""
        return sum(self[1:7])


class LearningRateChanged(NamedTuple):
    """The caller has set another learning rate during the run; the schedule goes on with it after this step."""

    step: int
    learning_rate: float
    """The new setting, which the schedule multiplies."""


class Paused(NamedTuple):
    """Training waits, with this many steps done, until the caller lets it go on."""

    step: int


class Measuring(NamedTuple):
    """All epochs are done. The calibration and the test images' figures come next; a stop is still possible."""

    step: int


class KeepingFailed(NamedTuple):
    """Something of the run could not be written. Training goes on, and writing is tried again; said once."""

    step: int
    message: str


class EpochDone(NamedTuple):
    """All training images were seen once more. Accuracies are shares from 0 to 1."""

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    validation_loss: float
    validation_accuracy: float
    seconds: float
    """Since the run started."""


class Finished(NamedTuple):
    """The one ending of a run. Comes once, last; it comes alone when the run was stopped while it was prepared."""

    reason: Reason
    message: str
    """Why a run failed, or why its result could not be kept; empty when all went well."""
    seconds: float
    test_accuracy: float | None
    """Share from 0 to 1; None unless the run completed, because the test images are looked at only then."""
    saved_to: str | None
    """The file of the trained network; None when there was nothing worth keeping or it could not be written."""
    calibration_error: float | None = None
    """Expected calibration error on the test images, 0 to 1; None as for the accuracy."""
    folder: str = ""
    """Where the run is kept, which is among the deleted ones when it was discarded; "" when nothing of it is."""


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
    """A named tuple of plain values as a JSON object; numbers that JSON does not know (infinite, NaN) become null."""
    values = event._asdict()
    finite = {k: None if isinstance(v, float) and not math.isfinite(v) else v for k, v in values.items()}
    return {"event": type(event).__name__, **finite}
