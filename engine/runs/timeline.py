"""A run's timeline: its weights as they were after some of its steps, in one file, as float16.

float16 has eleven significant bits, so a weight changes by at most a 2,000th of itself (below 6e-5, by at most 3e-8):
the network answers as it did then, but could not go on learning from there. Checkpoints are for that.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import torch
from pydantic import ConfigDict
from torch import Tensor

from engine import __version__
from engine.errors import InklingError
from engine.models import Classifier, Network, answers, build
from engine.runs.folder import STRICT, TIMELINE
from engine.settings import NAMES, DataName
from engine.system import (
    Count,
    Kind,
    Share,
    check_tensors,
    other_version,
    read_checksummed,
    typed,
    write_checksummed,
)

SNAPSHOTS = Kind("inkling timeline", 1, "a timeline", "only the time slider of this run is without it")
MOST_BYTES = 3_000_000
"""Of a run's file."""
AROUND = 50_000
"""Of these, what is left to the file's own structure: 2 kB and 150 bytes for each snapshot."""
LARGEST = torch.finfo(torch.float16).max


@dataclass(frozen=True)
class Moment:
    """When a snapshot was taken."""

    __pydantic_config__ = STRICT

    step: Count
    epoch: Count
    """Epochs that were done; 0 within the first."""
    validation_accuracy: Share | None = None
    """After an epoch's end; None where nobody has validated."""


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The network at one moment."""

    moment: Moment
    values: Tensor
    """Its weights and running figures one after the other, float16 (P,). Nobody changes it."""


@dataclass(frozen=True)
class _Record:
    """The content of a timeline's file."""

    __pydantic_config__ = STRICT | ConfigDict(extra="ignore", arbitrary_types_allowed=True)

    model: str
    data: DataName
    moments: list[Moment]
    values: Tensor


@dataclass(frozen=True, eq=False)
class Timeline:
    """The snapshots of a run, the earliest first. Unlike a run's network, they have no calibration."""

    model: str
    data: DataName
    snapshots: tuple[Snapshot, ...] = field(default=())

    @property
    def moments(self) -> tuple[Moment, ...]:
        return tuple(snapshot.moment for snapshot in self.snapshots)

    def classifier(self, place: int) -> Classifier:
        """The network of snapshot number `place`. Raises InklingError when its weights make no network that answers."""
        network = deepcopy(_empty(self.model, self.data))
        network.load_state_dict(_unpacked(self.snapshots[place], network))
        if not answers(network):
            raise InklingError(f"The weights of step {self.snapshots[place].moment.step:,} are useless.")
        return Classifier(network, data=self.data)

    def until(self, step: int) -> "Timeline":
        """Only the snapshots up to this step."""
        return replace(self, snapshots=tuple(one for one in self.snapshots if one.moment.step <= step))

    def fits(self, network: Network) -> bool:
        """Whether its snapshots have as many numbers as this network."""
        return all(len(snapshot.values) == size_of(network) for snapshot in self.snapshots)


def packed(network: Network) -> Tensor:
    """A copy of its weights and running figures, float16 (P,). What float16 cannot hold becomes its largest number."""
    whole = torch.cat([values.flatten() for values in _floating(network).values()])
    return whole.nan_to_num_(0.0).clamp_(-LARGEST, LARGEST).half()


def size_of(network: Network) -> int:
    """How many numbers `packed` gives."""
    return sum(values.numel() for values in _floating(network).values())


def room_for(network: Network) -> int:
    """How many snapshots of this network a timeline may have; none of one with more than a million weights."""
    return (MOST_BYTES - AROUND) // (2 * size_of(network))


def _floating(network: Network) -> dict[str, Tensor]:
    return {name: values for name, values in network.state_dict().items() if values.is_floating_point()}


def _unpacked(snapshot: Snapshot, network: Network) -> dict[str, Tensor]:
    own = network.state_dict()
    floating = _floating(network)
    parts = snapshot.values.float().split([values.numel() for values in floating.values()])
    read = {name: part.view(own[name].shape) for name, part in zip(floating, parts, strict=True)}
    # What is left counts the batches that a batch norm has seen.
    return {name: read.get(name, torch.tensor(snapshot.moment.step)) for name in own}


@cache
def _empty(model: str, data: DataName) -> Network:
    """Only copies of it are given away."""
    return build(model, classes=len(NAMES[data]))


def save_timeline(timeline: Timeline, folder: Path) -> None:
    """Write the run's timeline, or remove an earlier one if there is nothing in it. Raises InklingError like `save`."""
    if not timeline.snapshots:
        with suppress(OSError):
            (folder / TIMELINE).unlink(missing_ok=True)
        return
    record = {
        "program": __version__,
        "model": timeline.model,
        "data": timeline.data,
        "moments": [vars(moment) for moment in timeline.moments],
        "values": torch.stack([snapshot.values for snapshot in timeline.snapshots]),
    }
    write_checksummed(SNAPSHOTS, record, folder / TIMELINE)


def open_timeline(folder: Path) -> Timeline:
    """Read the timeline of the run in this folder.

    Raises MissingError when the run kept none, and InklingError when the file cannot be read, is damaged or holds
    something else.
    """
    path = folder / TIMELINE
    content = read_checksummed(SNAPSHOTS, path, MOST_BYTES)
    try:
        record = typed(_Record, content)
    except ValueError as error:
        raise other_version(path) from error
    check_tensors(SNAPSHOTS, path, [record.values])
    if not _fits(record):
        raise other_version(path)
    return Timeline(record.model, record.data, _snapshots(record.moments, record.values))


def _snapshots(moments: Iterable[Moment], values: Iterable[Tensor]) -> tuple[Snapshot, ...]:
    return tuple(Snapshot(*pair) for pair in zip(moments, values, strict=True))


def _fits(record: _Record) -> bool:
    """Whether its values are one row for each moment, each as long as the network, and the moments ascend."""
    shape = (len(record.moments), size_of(_empty(record.model, record.data)))
    return record.values.dtype == torch.float16 and record.values.shape == shape and _ascend(record.moments)


def _ascend(moments: Sequence[Moment]) -> bool:
    return all(one.step < other.step for one, other in pairwise(moments))
