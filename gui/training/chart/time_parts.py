"""The time of a batch as parts of a bar, and in words. It knows nothing of Qt."""

from collections.abc import Iterator
from typing import NamedTuple

from engine import TimeSpent
from engine.formats import count, milliseconds, percent
from engine.training import HERE, IN_WORKERS, preparers

MEANINGS = {
    "fetch": "getting the images out of memory",
    "transform": "varying and normalising them, and making one batch of them",
    "wait": "the batch is still being made elsewhere, or sent here",
    "forward": "the network's answers, and how wrong they are",
    "backward": "how much each weight is to blame: the gradients",
    "update": "the optimizer moves the weights",
    "idle": "enough batches wait, or are only sent",
}


BESIDE = "beside training, "
"""Before the name of a part of workers, or of the thread that prepares batches."""


class Part(NamedTuple):
    """One piece of a bar; `share` (0 to 1) is its part of the bar's length."""

    name: str
    seconds: float
    share: float
    beside: bool

    @property
    def words(self) -> str:
        """What it is, its share and its time."""
        whose = BESIDE if self.beside else ""
        time = "" if self.name == "idle" else f", {milliseconds(self.seconds)}"
        return f"{whose}{self.name}: {percent(self.share, 0)}{time}"


def in_training(spent: TimeSpent) -> list[Part]:
    """The parts of the training thread's time for a batch, without those that take none."""
    times = {name: float(getattr(spent, name)) for name in HERE}
    return [Part(name, time, time / spent.whole, False) for name, time in times.items() if time > 0]


def beside_training(spent: TimeSpent, num_workers: int) -> list[Part]:
    """The parts of the time of loader workers, or of the thread beside training, meanwhile; none without."""
    times = {name.removeprefix("worker_"): float(getattr(spent, name)) for name in IN_WORKERS}
    if not (busy := sum(times.values())):
        return []
    # While the training thread has one batch, each worker has that long for its own.
    whole = max(spent.whole * max(1, num_workers), busy)
    parts = [Part(name, time, time / whole, True) for name, time in times.items() if time > 0]
    return [*parts, Part("idle", whole - busy, 1 - busy / whole, True)] if whole > busy else parts


class BatchTime:
    """Where the time of a run's batches goes, in the training thread and in what prepares batches beside it."""

    def __init__(self, batch_size: int = 0, workers: int = 0, *, beside: bool = False) -> None:
        self._batch_size = batch_size
        self._workers = workers
        self.has_helpers = workers > 0 or beside
        """Whether something beside the training thread prepares the batches."""
        self.spent: TimeSpent | None = None
        """None until the run has reported it."""

    def parts(self, *, beside: bool = False) -> list[Part]:
        """The parts of one bar in order; their shares sum to 1. Empty where there is no bar."""
        if self.spent is None:
            return []
        return beside_training(self.spent, self._workers) if beside else in_training(self.spent)

    def all_parts(self) -> list[Part]:
        return self.parts() + self.parts(beside=True)

    def same(self, part: Part) -> Part | None:
        """The present part of the same name, after `spent` has changed."""
        alike = [one for one in self.all_parts() if (one.name, one.beside) == (part.name, part.beside)]
        return alike[0] if alike else None

    @property
    def helpers(self) -> str:
        """Who prepares the batches, in a word or two."""
        return count(self._workers, "worker") if self._workers else "beside it"

    @property
    def captions(self) -> tuple[str, str, str]:
        """The line over the bar, from the longest to the shortest."""
        if self.spent is None:
            return "", "", ""
        # Of the same steps as the parts: the status line's speed is that of another half second.
        time, speed = milliseconds(self.spent.whole), f"{self._batch_size / self.spent.whole:,.0f} images/s"
        return f"Where a batch's {time} go, {speed}", f"{time} a batch, {speed}", f"{time} a batch"

    @property
    def tip(self) -> str:
        """All parts with their meanings, one a line."""
        return "\n".join([*self._tip_lines(beside=False), *self._tip_lines(beside=True)])

    def _tip_lines(self, *, beside: bool) -> Iterator[str]:
        parts = self.parts(beside=beside)
        if parts:
            yield f"Meanwhile in {preparers(self._workers)}:" if beside else f"{self.captions[0]}:"
        for part in parts:
            yield f"   {part.words.removeprefix(BESIDE)}  ({MEANINGS[part.name]})"
