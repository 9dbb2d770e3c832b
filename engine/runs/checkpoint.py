"""A checkpoint: a file with everything that a run needs to continue.

It holds no random state because there is none: the first weights, the order of each epoch and the augmentation of each
batch depend only on the seed and the position in the run.
"""

import re
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ConfigDict
from torch import Tensor

from engine import __version__
from engine.errors import InklingError
from engine.runs.folder import CHECKPOINTS, STRICT, Progress
from engine.runs.folder import checkpoints as checkpoints
from engine.system import (
    Amount,
    Count,
    Kind,
    Share,
    Words,
    check_tensors,
    other_version,
    read_checksummed,
    renamed,
    typed,
    write_checksummed,
)

CHECKPOINT = Kind("inkling checkpoint", 1, "a checkpoint", "the one before it is used instead")
DIGITS = "digits"
OLD_NAMES, OLD_LEARNER_NAMES = {"tally": "epoch_metrics"}, {"peak": "max_lr"}
"""Keys of older checkpoints, each with the present one."""
KEPT = 2
"""The last one, and the one before it in case the last is damaged."""


class LearnerState(NamedTuple):
    """Tensors and numbers only, so that it can be kept in a file."""

    step: Count
    max_lr: Amount
    """The learning rate that the schedule multiplies."""
    weights: dict[str, Tensor]
    optimizer: list[Tensor]
    averages: list[Tensor]
    """The mean of each weight, if the run averages them."""


class BestEpoch(NamedTuple):
    """The epoch with the lowest validation loss so far."""

    epoch: Count
    validation_accuracy: Share
    weights: dict[str, Tensor]
    """Of the network that was validated."""


@dataclass(frozen=True)
class EpochMetricsState:
    """The metrics of an epoch so far."""

    __pydantic_config__ = STRICT | ConfigDict(revalidate_instances="always")

    images: Count
    loss: Amount
    """The sum over the digits among them, in nats."""
    digits: Count
    right: Count

    @classmethod
    def opened(cls, record: dict[str, Any]) -> "EpochMetricsState":
        """From a checkpoint's values. Older versions weighted a batch's mean over its digits by all of its images."""
        state = cls(record["images"], record["loss"], record["digits"], record["right"])
        if record.get("loss_over") == DIGITS:
            return state
        return replace(state, loss=state.loss * state.digits / max(state.images, 1))


@dataclass(frozen=True, kw_only=True)
class Checkpoint(Progress):
    """The state of a run between two steps."""

    __pydantic_config__ = STRICT | ConfigDict(arbitrary_types_allowed=True)

    learner: LearnerState
    epoch_metrics: EpochMetricsState
    seconds: Amount
    """Training time so far, without pauses."""
    threads: Count
    precision: Words = "float32"
    train_images: Count
    """How many images an epoch has, to notice when the training data have changed."""
    best: BestEpoch | None = None
    """Only of a run that keeps its best epoch."""

    @property
    def tensors(self) -> list[Tensor]:
        best = self.best.weights if self.best else {}
        learner = self.learner
        return [*learner.weights.values(), *learner.optimizer, *learner.averages, *best.values()]


def checkpoint_path(folder: Path, step: int) -> Path:
    return folder / CHECKPOINTS.replace("*", f"{step:08}")


def step_of(path: Path) -> int:
    """The number of steps before a checkpoint, from its file name."""
    digits = re.findall(r"\d+", path.stem)
    return int(digits[-1]) if digits else 0


def save_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Write a checkpoint and delete all but the one before it. Raises InklingError when it cannot be written."""
    write_checkpoint(checkpoint, folder)
    for old in checkpoints(folder)[KEPT:]:
        with suppress(OSError):
            old.unlink()


def write_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Write a checkpoint and keep the others. Raises InklingError when it cannot be written."""
    path = checkpoint_path(folder, checkpoint.learner.step)
    record = {name: getattr(checkpoint, name) for name in checkpoint.__dataclass_fields__}
    record |= {
        "program": __version__,
        "learner": checkpoint.learner._asdict(),
        "best": checkpoint.best and checkpoint.best._asdict(),
        "epoch_metrics": {**asdict(checkpoint.epoch_metrics), "loss_over": DIGITS},
    }
    write_checksummed(CHECKPOINT, record, path)


def open_checkpoint(path: Path) -> Checkpoint:
    """Read what `save_checkpoint` wrote. Raises InklingError when it cannot be read or is damaged."""
    record = read_checksummed(CHECKPOINT, path)
    record.pop("program", None)
    try:
        record = renamed(record, OLD_NAMES)
        learner = {"averages": [], **renamed(record["learner"], OLD_LEARNER_NAMES)}
        epoch_metrics = EpochMetricsState.opened(record["epoch_metrics"])
        checkpoint = typed(Checkpoint, {**record, "learner": learner, "epoch_metrics": epoch_metrics})
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise other_version(path) from error
    check_tensors(CHECKPOINT, path, checkpoint.tensors)
    return checkpoint


def latest_checkpoint(folder: Path) -> tuple[Checkpoint | None, list[str]]:
    """The newest usable checkpoint or None, and a sentence for each newer one that cannot be used."""
    problems: list[str] = []
    for path in checkpoints(folder):
        try:
            return open_checkpoint(path), problems
        except InklingError as problem:
            problems.append(str(problem))
    return None, problems
