"""What the time of a batch consists of, as parts of a bar. Knows nothing of Qt."""

from typing import NamedTuple

from engine.events import TimeSpent
from engine.training import HERE, IN_WORKERS, milliseconds

MEANINGS = {
    "fetch": "getting the images out of memory",
    "transform": "varying and normalising them, and making one batch of them",
    "wait": "a loader worker is still making the batch, or sending it here",
    "forward": "the network's answers, and how wrong they are",
    "backward": "how much each weight is to blame: the gradients",
    "update": "the optimizer moves the weights",
    "idle": "the workers have batches enough, or are only sending them",
}


class Part(NamedTuple):
    """One piece of a bar; `share` (0 to 1) is its part of the bar's length."""

    name: str
    seconds: float
    share: float
    of_workers: bool

    @property
    def words(self) -> str:
        """Of a worker's own part too: how much of the training thread's time it goes on for."""
        whose = "workers, " if self.of_workers else ""
        time = "" if self.name == "idle" else f", {milliseconds(self.seconds)}"
        return f"{whose}{self.name}: {self.share:.0%}{time}"


def in_training(spent: TimeSpent) -> list[Part]:
    """What the training thread does with a batch, without what takes no time."""
    times = {name: float(getattr(spent, name)) for name in HERE}
    return [Part(name, time, time / spent.whole, False) for name, time in times.items() if time > 0]


def in_workers(spent: TimeSpent, num_workers: int) -> list[Part]:
    """What the loader workers do in the same time; nothing without workers."""
    if not num_workers:
        return []
    times = {name.removeprefix("worker_"): float(getattr(spent, name)) for name in IN_WORKERS}
    busy = sum(times.values())
    # While the training thread is at one batch, each worker can do so much of its own.
    whole = max(spent.whole * num_workers, busy)
    parts = [Part(name, time, time / whole, True) for name, time in times.items() if time > 0]
    return [*parts, Part("idle", whole - busy, 1 - busy / whole, True)] if whole > busy else parts
