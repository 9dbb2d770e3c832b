"""What it costs that every run is kept: `python -m benchmarks.keeping [--rounds 12] [--set model=simple ...]`.

The same training in one process, in turns: as it is, with its record, history and checkpoints, and without any of
them. Prints the median ratio of the seconds, and how many bytes and checkpoints a run writes.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import engine.training.start
from engine.data import mnist
from engine.events import Event, Finished
from engine.ink import MyDigit
from engine.runs import Checkpoint, Ending, SavedRun
from engine.settings import TrainSettings, checked
from engine.training import RunKeeper, train


class Unkept(RunKeeper):
    """Keeps nothing while the run goes on."""

    checkpoint_due = False

    def begin(self, mine: Sequence[MyDigit]) -> None:
        pass

    def train(self, teacher: SavedRun | None) -> None:
        pass

    def note(self, event: Event) -> None:
        pass

    def checkpoint(self, snapshot: Checkpoint) -> None:
        pass

    def settled(self, last: Checkpoint | None) -> str:  # noqa: ARG002
        return ""

    def end(self, ending: Ending) -> str:  # noqa: ARG002
        return ""


class Counted(RunKeeper):
    """As ever, and counts its checkpoints and its seconds."""

    checkpoints = 0
    in_training = 0.0
    """Seconds for which training had to wait."""
    beside = 0.0
    """Seconds of processor that the writing took beside it."""

    def begin(self, mine: Sequence[MyDigit]) -> None:
        begin = time.perf_counter()
        super().begin(mine)
        Counted.in_training += time.perf_counter() - begin

    def note(self, event: Event) -> None:
        begin = time.perf_counter()
        super().note(event)
        Counted.in_training += time.perf_counter() - begin

    def checkpoint(self, snapshot: Checkpoint) -> None:
        begin = time.perf_counter()
        super().checkpoint(snapshot)
        Counted.in_training += time.perf_counter() - begin

    def _save(self, snapshot: Checkpoint) -> None:
        begin = time.thread_time()
        super()._save(snapshot)
        Counted.beside += time.thread_time() - begin
        Counted.checkpoints += 1


class Cost(NamedTuple):
    """Of one training, in seconds: on the clock, and of all threads on the processor, which noise touches less."""

    clock: float
    processor: float


def cost(settings: TrainSettings, keeper: type[RunKeeper], runs: Path) -> Cost:
    patched: Any = engine.training.start
    patched.RunKeeper = keeper
    begin = time.process_time()
    *_, last = train(settings, runs=runs)
    assert isinstance(last, Finished)
    return Cost(last.seconds, time.process_time() - begin)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rounds", type=int, default=12)
    parser.add_argument("--set", nargs="+", default=[], metavar="NAME=VALUE", help="settings that differ from defaults")
    arguments = parser.parse_args()
    settings = checked({"threads": 1, **dict(pair.split("=", 1) for pair in arguments.set)})
    mnist()
    ratios: list[tuple[float, ...]] = []
    seconds = 0.0
    with tempfile.TemporaryDirectory() as name:
        runs = Path(name)
        cost(settings.model_copy(update={"epochs": 1}), Unkept, runs)
        for number in range(arguments.rounds):
            # The machine gets faster and slower: each goes first as often as the other.
            sides: list[type[RunKeeper]] = [Unkept, Counted] if number % 2 else [Counted, Unkept]
            costs = {side: cost(settings, side, runs) for side in sides}
            without, kept = costs[Unkept], costs[Counted]
            seconds += kept.clock
            ratios.append(tuple(some / none for some, none in zip(kept, without, strict=True)))
            print(f"without {without.clock:.2f} s, kept {kept.clock:.2f} s", flush=True)
        size = max(sum(path.stat().st_size for path in folder.iterdir()) for folder in runs.iterdir())
    for name, column in zip(Cost._fields, zip(*ratios, strict=True), strict=True):
        spread = f"({min(column):.3f} to {max(column):.3f})"
        print(f"by the {name} {statistics.median(column):.3f} times as long {spread}")
    print(
        f"of the training's time {Counted.in_training / seconds:.2%} went into it, this measuring included, and beside "
        f"it {Counted.beside / seconds:.2%} on another core"
    )
    print(
        f"{Counted.checkpoints / arguments.rounds:.1f} checkpoints a run; the folder has {size / 1e6:.1f} MB afterwards"
    )


if __name__ == "__main__":
    main()
