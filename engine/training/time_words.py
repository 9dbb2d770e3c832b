"""Where the time of a batch goes, in words: the same in the terminal, the log and the window."""

from collections.abc import Sequence
from itertools import pairwise

from engine.events import TimeSpent
from engine.formats import count

HERE = ("fetch", "transform", "wait", "forward", "backward", "update")
"""What the training thread does with a batch, in that order."""
IN_WORKERS = ("worker_fetch", "worker_transform")


def sentence(spent: TimeSpent, num_workers: int) -> str:
    """Shares of the training thread's time, without what took none; then what the workers did meanwhile."""
    parts = ", ".join(f"{name} {share(spent, name):.0%}" for name in HERE if getattr(spent, name) > 0)
    words = f"of a batch's {milliseconds(spent.whole)}: {parts}"
    if not num_workers:
        return words
    theirs = ", ".join(f"{name.removeprefix('worker_')} {milliseconds(getattr(spent, name))}" for name in IN_WORKERS)
    return f"{words}; meanwhile in {count(num_workers, 'loader worker')}: {theirs}"


def share(spent: TimeSpent, name: str) -> float:
    """The part of the training thread's time, 0 to 1, that one of HERE took."""
    return float(getattr(spent, name)) / spent.whole if spent.whole else 0.0


def milliseconds(seconds: float) -> str:
    """With two digits at least: 0.31 ms, 3.1 ms, 310 ms."""
    number = 1000 * seconds
    return f"{number:.2f} ms" if number < 1 else f"{number:.1f} ms" if number < 100 else f"{number:,.0f} ms"


def mean(told: Sequence[TimeSpent], before: int) -> TimeSpent:
    """Of all the steps after step `before`, up to the last that is told of; `told` must not be empty."""
    steps = [later - earlier for earlier, later in pairwise([before, *(one.step for one in told)])]
    means = (
        sum(one[place] * number for one, number in zip(told, steps, strict=True)) / sum(steps)
        for place in range(1, len(TimeSpent._fields))
    )
    return TimeSpent(told[-1].step, *means)
