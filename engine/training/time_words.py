"""Where the time of a batch goes, in words. Terminal, log and window use the same ones."""

from collections.abc import Sequence
from itertools import pairwise

from engine.events import TimeSpent
from engine.formats import count, milliseconds, percent

HERE = ("fetch", "transform", "wait", "forward", "backward", "update")
"""The phases of a batch in the training thread, in order."""
IN_WORKERS = ("worker_fetch", "worker_transform")


def sentence(spent: TimeSpent, num_workers: int) -> str:
    """The share of each phase in the training thread's time, then the time of those who prepare batches meanwhile."""
    parts = ", ".join(f"{name} {percent(share(spent, name), 0)}" for name in HERE if getattr(spent, name) > 0)
    words = f"of a batch's {milliseconds(spent.whole)}: {parts}"
    if not any(getattr(spent, name) for name in IN_WORKERS):
        return words
    theirs = ", ".join(f"{name.removeprefix('worker_')} {milliseconds(getattr(spent, name))}" for name in IN_WORKERS)
    return f"{words}; meanwhile in {preparers(num_workers)}: {theirs}"


def preparers(num_workers: int) -> str:
    """Who prepares batches while the training thread trains."""
    return count(num_workers, "loader worker") if num_workers else "the thread beside it"


def share(spent: TimeSpent, name: str) -> float:
    """The share of the training thread's time, 0 to 1, that a phase of HERE took."""
    return float(getattr(spent, name)) / spent.whole if spent.whole else 0.0


def mean(spent: Sequence[TimeSpent], before: int) -> TimeSpent:
    """The mean over all steps after step `before`; `spent` must not be empty."""
    steps = [later - earlier for earlier, later in pairwise([before, *(one.step for one in spent)])]
    means = (
        sum(one[place] * number for one, number in zip(spent, steps, strict=True)) / sum(steps)
        for place in range(1, len(TimeSpent._fields))
    )
    return TimeSpent(spent[-1].step, *means)
