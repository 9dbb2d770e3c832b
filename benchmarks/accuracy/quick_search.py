"""The shortest training that suggests 99 % of the test images: `python -m benchmarks.quick_search [--seeds 2]`.

The preset Quick was chosen by it. Trains each candidate in a process of its own, in alternating rounds, and scores it
by validation images and seconds; it never sees the test images. What comes near the goal is trained with further
seeds. A candidate suggests the goal when its median lies one standard error of 5,000 images above it: all seeds have
the same validation images. One thread and CPU seconds, because other programs hardly change these.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from statistics import median

from benchmarks.shared.command import add_settings, count, named_values, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import Row, alternating, row_of
from benchmarks.shared.summary import medians
from engine import EpochDone, TrainSettings, train
from engine.data import VALIDATION_IMAGES
from engine.settings import checked
from engine.speed import GOAL

COMMON = ("augmentation=none", "outliers=none", "my_digits=none", "threads=1")
"""What a candidate has unless it says otherwise; the rest are the default settings."""
CANDIDATES = (
    "epochs=1",
    "epochs=1 batch_size=128",
    "epochs=1 batch_size=128 learning_rate=0.02",
    "epochs=1 batch_size=64",
    "epochs=1 batch_size=64 learning_rate=0.005",
    "epochs=2",
    "epochs=2 learning_rate=0.02",
    "epochs=2 batch_size=128",
    "epochs=2 batch_size=128 learning_rate=0.02",
    "epochs=2 batch_size=128 learning_rate=0.005",
    "epochs=2 batch_size=64 learning_rate=0.005",
    "epochs=2 batch_size=128 optimizer=momentum learning_rate=0.1",
    "epochs=2 batch_size=128 outliers=mixed",
    "epochs=2 augmentation=varied",
    "epochs=2 batch_size=128 augmentation=varied",
    "epochs=2 batch_size=128 learning_rate=0.02 augmentation=varied",
    "epochs=2 batch_size=64 learning_rate=0.005 augmentation=varied",
    "epochs=2 batch_size=128 augmentation=written outliers=letters",
    "epochs=3",
    "epochs=3 batch_size=512 learning_rate=0.02",
    "epochs=3 batch_size=128",
    "epochs=3 batch_size=128 augmentation=varied",
)
"""Of the network as it is set by default, the small CNN; SimpleNN does not come near the goal."""
NEAR = 0.001
"""A median so little below what suggests the goal may be chance: further seeds decide."""


def trained(settings: TrainSettings) -> Row:
    """Validation accuracy from 0 to 1, seconds of the run until then, CPU seconds of this process until then."""
    with tempfile.TemporaryDirectory() as runs, closing(train(settings, runs=Path(runs))) as events:
        for event in events:
            if isinstance(event, EpochDone) and event.epoch == settings.epochs:
                # The run ends here, stopped: what would follow are the test images.
                return [event.validation_accuracy, event.seconds, time.process_time()]
    raise AssertionError("a run validates after its last epoch")


def suggesting(goal: float) -> float:
    """The validation accuracy that suggests `goal`: one standard error of a binomial share above it."""
    return goal + (goal * (1 - goal) / VALIDATION_IMAGES) ** 0.5


def finalists(found: Mapping[str, Sequence[Row]], goal: float, most: int) -> list[str]:
    """The `most` candidates of the fewest CPU seconds among those near the goal."""
    near = [name for name, rows in found.items() if medians(rows)[0] >= suggesting(goal) - NEAR]
    return sorted(near, key=lambda name: medians(found[name])[2])[:most]


def shortest(found: Mapping[str, Sequence[Row]], goal: float, least: int) -> str | None:
    """The candidate of the fewest CPU seconds among those that suggest the goal with at least so many seeds."""
    good = [name for name, rows in found.items() if len(rows) >= least and medians(rows)[0] >= suggesting(goal)]
    return min(good, key=lambda name: medians(found[name])[2], default=None)


def search(names: Iterable[str], seeds: range, options: Sequence[str]) -> dict[str, list[Row]]:
    def measured(name: str, number: int) -> Row:
        row = row_of("benchmarks.quick_search", name, ["--seed", str(seeds[number]), *options])
        print(f"  {name}, seed {seeds[number]}: validation {row[0]:.2%}, CPU {row[2]:.1f} s", flush=True)
        return row

    return alternating({name: lambda number, name=name: measured(name, number) for name in names}, len(seeds))  # type: ignore[misc]


def parsed() -> argparse.Namespace:
    parser = parser_for(__doc__)
    parser.add_argument("--seeds", type=count, default=2, help="of every candidate")
    parser.add_argument("--first-seed", type=int, default=0, help="for a search in parts")
    parser.add_argument("--finalists", type=int, default=5, help="how many get further seeds; 0 for none")
    parser.add_argument("--further-seeds", type=count, default=3, help="of each of these")
    parser.add_argument("--goal", type=float, default=GOAL, help="share of the test images, 0 to 1")
    words = "instead of the declared ones, each in quotes: 'epochs=2 batch_size=128'"
    parser.add_argument("--candidates", nargs="+", default=CANDIDATES, metavar="SETTINGS", help=words)
    parser.add_argument("--seed", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    add_settings(parser, COMMON, "--common")
    return parser.parse_args()


def main() -> None:
    chosen = parsed()
    if chosen.side is not None:
        settings = named_values([*chosen.common, *chosen.side.split()])
        print(json.dumps(trained(checked({**settings, "seed": chosen.seed}))))
        return
    for name in chosen.candidates:
        # A word that is no setting is refused before the first training, not after an hour.
        checked(named_values([*chosen.common, *name.split()]))
    options = ["--common", *chosen.common]
    further, every = chosen.first_seed + chosen.seeds, chosen.seeds
    found = search(chosen.candidates, range(chosen.first_seed, further), options)
    if best := finalists(found, chosen.goal, chosen.finalists):
        every += chosen.further_seeds
        for name, rows in search(best, range(further, further + chosen.further_seeds), options).items():
            found[name] += rows
    print(f"Common to all: {' '.join(chosen.common)}; {suggesting(chosen.goal):.2%} suggests {chosen.goal:.1%}.")
    for name, rows in found.items():
        accuracies = [row[0] for row in rows]
        accuracy = f"{median(accuracies):.2%} ({min(accuracies):.2%} to {max(accuracies):.2%}), {len(rows)} seeds"
        _, seconds, cpu = medians(rows)
        figure(name, f"validation {accuracy}; run {seconds:.1f} s, CPU {cpu:.1f} s")
    figure("shortest that suggests the goal", shortest(found, chosen.goal, every) or "none of these")


if __name__ == "__main__":
    run_command(main)
