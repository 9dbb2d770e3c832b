"""What the lines say: which declared training reaches a goal first."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

from benchmarks.record.entries import ENTRIES
from benchmarks.record.lines import Line
from benchmarks.shared.summary import spread
from engine.formats import count, percent

GOALS = (0.99, 0.994, 0.995)
"""Shares of the test images."""
LEAST_SEEDS = 3
"""The median of fewer seeds reaches nothing: one lucky seed would be enough."""
HEAD = ("seconds", "from the first step", "CPU seconds", "joules", "test accuracy", "seeds", "other programs")
_GROUPS = {entry.name: entry.group for entry in ENTRIES}
_DECLARATIONS = {entry.name: entry.declaration for entry in ENTRIES}


class Machine(NamedTuple):
    """Where lines may be compared: the same machine with the same versions."""

    name: str
    versions: str


class Training(NamedTuple):
    """One training, measured with several seeds."""

    entry: str
    end: str
    cores: int
    lines: tuple[Line, ...]

    @property
    def group(self) -> str:
        """The program; what somebody tries with `--try` is Inkling."""
        return _GROUPS.get(self.entry, "Inkling")

    @property
    def seconds(self) -> float:
        return median(line.seconds for line in self.lines)

    @property
    def accuracy(self) -> float:
        return median(line.accuracy for line in self.lines)

    def reaches(self, goal: float) -> bool:
        return len(self.lines) >= LEAST_SEEDS and self.accuracy >= goal

    def cells(self) -> list[str]:
        """Medians and ranges under HEAD."""
        accuracies = [line.accuracy for line in self.lines]
        joules = [line.joules for line in self.lines if line.joules is not None]
        others = median(line.other_cores for line in self.lines)
        return [
            *(
                spread([getattr(line, name) for line in self.lines], 1)
                for name in ("seconds", "from_first_step", "cpu_seconds")
            ),
            spread(joules, 0) if joules else "not told",
            f"{percent(self.accuracy)} ({percent(min(accuracies))} to {percent(max(accuracies))})",
            str(len(self.lines)),
            f"{others:.1f} cores",
        ]


def trainings(lines: Iterable[Line]) -> dict[Machine, list[Training]]:
    """What was measured on each machine; lines of settings that are no longer declared are left out."""
    found: dict[Machine, dict[tuple[str, str, int], dict[int, Line]]] = defaultdict(lambda: defaultdict(dict))
    for line in lines:
        if _DECLARATIONS.get(line.entry, line.declaration) == line.declaration:
            seeds = found[Machine(line.machine, line.versions)][line.entry, line.end, line.cores]
            # A seed that was measured twice counts once: the later line.
            seeds[line.seed] = line
    return {
        machine: [Training(*what, tuple(seeds.values())) for what, seeds in every.items()]
        for machine, every in found.items()
    }


def first_to_reach(goal: float, every: Iterable[Training]) -> Training | None:
    """The shortest of these trainings whose median reaches the goal."""
    return min((one for one in every if one.reaches(goal)), key=lambda one: one.seconds, default=None)


def goal_rows(every: Sequence[Training]) -> Iterator[list[str]]:
    """A row for each goal, number of cores and program, under ("goal", "cores", "program", "training", *HEAD)."""
    groups = list(dict.fromkeys([*_GROUPS.values(), "Inkling"]))
    for goal in GOALS:
        for cores in sorted({one.cores for one in every}):
            for group in groups:
                if some := [one for one in every if (one.cores, one.group) == (cores, group)]:
                    yield [percent(goal, 1), str(cores), group, *_reached(goal, some)]


def _reached(goal: float, some: Sequence[Training]) -> list[str]:
    if first := first_to_reach(goal, some):
        return [f"{first.entry}, {first.end}", *first.cells()]
    best = max(some, key=lambda one: one.accuracy)
    what = f"{best.entry}, {best.end}: {percent(best.accuracy)}, {count(len(best.lines), 'seed')}"
    nothing = f"none with {LEAST_SEEDS} seeds or more; the best is {what}"
    return [nothing, *[""] * len(HEAD)]


def training_rows(every: Iterable[Training]) -> Iterator[list[str]]:
    """A row for each training, under ("training", "cores", *HEAD)."""
    for one in sorted(every, key=lambda one: (one.cores, one.seconds)):
        yield [f"{one.entry}, {one.end}", str(one.cores), *one.cells()]
