"""What keeping every run costs: `python -m benchmarks.keeping [--rounds 12] [--set model=simple ...]`.

The same training in one process, in alternating rounds: with its record, history and checkpoints, and without any of
them. Prints the median ratio of the seconds, and how many bytes and checkpoints a run writes.
"""

import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import engine.training.start
from benchmarks.shared.command import add_rounds, add_settings, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import ratios, spread
from engine import Event, Finished, TrainSettings, train
from engine.data import mnist
from engine.ink import MyDigits
from engine.runs import Checkpoint, Ending, SavedRun
from engine.settings import checked
from engine.training import RunKeeper


class Unkept(RunKeeper):
    """Keeps nothing while the run goes on."""

    checkpoint_due = False

    def begin(self, mine: MyDigits | None) -> None:
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
    """Keeps the run as the program does, and counts its checkpoints and seconds."""

    checkpoints = 0
    in_training = 0.0
    """Seconds for which training waited."""
    beside = 0.0
    """Processor seconds of the writing thread."""

    def begin(self, mine: MyDigits | None) -> None:
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
    """Seconds of one training: on the clock, and of all threads on the processor, which depends less on noise."""

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
    parser = parser_for(__doc__)
    add_rounds(parser, 12)
    add_settings(parser)
    arguments = parser.parse_args()
    settings = checked({"threads": 1, **named_values(arguments.set)})
    mnist()
    with tempfile.TemporaryDirectory() as name:
        runs = Path(name)
        cost(settings.model_copy(update={"epochs": 1}), Unkept, runs)

        def measured(keeper: type[RunKeeper]) -> Cost:
            found = cost(settings, keeper, runs)
            print(f"  {keeper.__name__.lower()} {found.clock:.2f} s", flush=True)
            return found

        sides = {"unkept": lambda _round: measured(Unkept), "kept": lambda _round: measured(Counted)}
        costs = alternating(sides, arguments.rounds)
        size = max(sum(path.stat().st_size for path in folder.iterdir()) for folder in runs.iterdir())
    print_costs(costs, size)


def print_costs(costs: dict[str, list[Cost]], size: int) -> None:
    """`size` is the bytes of the largest folder of a run."""
    for place, name in enumerate(Cost._fields):
        kept, unkept = ([cost[place] for cost in costs[side]] for side in ("kept", "unkept"))
        figure(f"with its files, by the {name}", f"{spread(ratios(kept, unkept), 3)} times as long")
    seconds = sum(cost.clock for cost in costs["kept"])
    share = f"{Counted.in_training / seconds:.2%}, this measuring included"
    figure("share of the training's time", f"{share}; beside it {Counted.beside / seconds:.2%} on another core")
    figure("files of a run", f"{Counted.checkpoints / len(costs['kept']):.1f} checkpoints, {size / 1e6:.1f} MB")


if __name__ == "__main__":
    run_command(main)
