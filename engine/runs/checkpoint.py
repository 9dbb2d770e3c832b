"""Everything that a run needs to go on from where it was, as a file.

No random state is among it because there is none: the first weights, the order of each epoch and the variation of
each batch depend on the seed and the place in the run alone.
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


@dataclass(frozen=True)
class EpochMetricsState:
    """What an epoch has come to so far."""

    __pydantic_config__ = STRICT | ConfigDict(revalidate_instances="always")

    images: Count
    loss: Amount
    """The sum over the digits among them, in nats."""
    digits: Count
    right: Count

    @classmethod
    def opened(cls, record: dict[str, Any]) -> "EpochMetricsState":
        """What a checkpoint says. In older ones each batch's mean over its digits was counted by all of its images."""
        state = cls(record["images"], record["loss"], record["digits"], record["right"])
        if record.get("loss_over") == DIGITS:
            return state
        return replace(state, loss=state.loss * state.digits / max(state.images, 1))


@dataclass(frozen=True, kw_only=True)
class Checkpoint(Progress):
    """A moment of a run, between two steps."""

    __pydantic_config__ = STRICT | ConfigDict(arbitrary_types_allowed=True)

    learner: LearnerState
    epoch_metrics: EpochMetricsState
    seconds: Amount
    """Of training until then; pauses do not count."""
    threads: Count
    precision: Words = "float32"
    train_images: Count
    """How many images an epoch has, to notice when they are others by now."""


def checkpoint_path(folder: Path, step: int) -> Path:
    return folder / CHECKPOINTS.replace("*", f"{step:08}")


def step_of(path: Path) -> int:
    """How many steps were done at a checkpoint, by its name."""
    digits = re.findall(r"\d+", path.stem)
    return int(digits[-1]) if digits else 0


def save_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Write it, and delete all but the one before it. Raises InklingError when it cannot be written."""
    write_checkpoint(checkpoint, folder)
    for old in checkpoints(folder)[KEPT:]:
        with suppress(OSError):
            old.unlink()


def write_checkpoint(checkpoint: Checkpoint, folder: Path) -> None:
    """Write it, and leave the others alone. Raises InklingError when it cannot be written."""
    path = checkpoint_path(folder, checkpoint.learner.step)
    record = {name: getattr(checkpoint, name) for name in checkpoint.__dataclass_fields__}
    record |= {
        "program": __version__,
        "learner": checkpoint.learner._asdict(),
        "epoch_metrics": {**asdict(checkpoint.epoch_metrics), "loss_over": DIGITS},
    }
    write_checksummed(CHECKPOINT, record, path)


def open_checkpoint(path: Path) -> Checkpoint:
    """Read what `save_checkpoint` wrote. Raises InklingError when it cannot be read or is damaged."""
    record = read_checksummed(CHECKPOINT, path)
    record.pop("program", None)
    try:
        record = renamed(record, OLD_NAMES)
        learner = renamed(record["learner"], OLD_LEARNER_NAMES)
        epoch_metrics = EpochMetricsState.opened(record["epoch_metrics"])
        checkpoint = typed(Checkpoint, {**record, "learner": learner, "epoch_metrics": epoch_metrics})
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise other_version(path) from error
    check_tensors(CHECKPOINT, path, [*checkpoint.learner.weights.values(), *checkpoint.learner.optimizer])
    return checkpoint


def latest_checkpoint(folder: Path) -> tuple[Checkpoint | None, list[str]]:
    """The newest that can be used, None when there is none, and a sentence for each newer one that cannot."""
    problems: list[str] = []
    for path in checkpoints(folder):
        try:
            return open_checkpoint(path), problems
        except InklingError as problem:
            problems.append(str(problem))
    return None, problems
