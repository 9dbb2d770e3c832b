"""One image at a time against whole batches: `python -m benchmarks.pipelines [--model simple] [--rounds 5]`.

Trains with each pipeline and 0, 1 and 2 loader workers, with the images as they are, and prints the median of images/s
and where a batch's time goes. All six run in processes of their own, in alternating rounds. What comes before the
end of the warm-up does not count: the start of the workers, imports, caches.
"""

import argparse
import json
from collections.abc import Generator, Iterator
from contextlib import closing
from itertools import product
from time import perf_counter

import torch

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating_processes
from benchmarks.shared.summary import medians
from engine import TimeSpent, TrainSettings
from engine.data import ShuffledBatches, load, mnist, training_images
from engine.models import Network
from engine.settings import FIELDS, checked
from engine.speed import BATCH_SIZES
from engine.system import keep_freed_memory
from engine.training import Learner, StepClock, sentence

WORKERS = (0, 1, 2)
WARM_UP_SECONDS = 1.0
NO_END = 1_000_000
"""Epochs."""


def measured(settings: TrainSettings, seconds: float, network: Network | None = None) -> list[float]:
    """Images a second after the warm-up, and the fields of TimeSpent for the same steps, all with one thread."""
    keep_freed_memory()
    torch.set_num_threads(1)
    images = training_images(settings, mnist().train)
    batch_sampler = ShuffledBatches(len(images), settings.batch_size, NO_END, settings.seed)
    learner, clock = Learner(settings, len(batch_sampler), network), StepClock(settings.num_workers)

    def steps() -> Generator[int]:
        with closing(load(images, batch_sampler, settings.num_workers, lambda: False, clock.prepared)) as batches:
            asked = perf_counter()
            for batch in batches:
                got = perf_counter()
                learner.learn(batch)
                clock.add(got - asked, learner.seconds)
                yield len(batch[1])
                asked = perf_counter()

    with closing(steps()) as going:
        next(going)
        _go_on(going, WARM_UP_SECONDS)
        clock.told(learner.step)
        speed = _go_on(going, seconds)
    told = clock.told(learner.step)
    assert told
    return [speed, *told]


def _go_on(steps: Iterator[int], seconds: float) -> float:
    """Images a second."""
    begin, images = perf_counter(), 0
    while (taken := perf_counter() - begin) < seconds:
        images += next(steps)
    return images / taken


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--model", choices=FIELDS["model"].labels, default="simple")
    parser.add_argument("--batch-size", type=int, help="64 for simple, 256 for cnn when left out")
    parser.add_argument("--augmentation", choices=FIELDS["augmentation"].labels, default="none")
    add_rounds(parser, 5)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--side", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    size = chosen.batch_size or BATCH_SIZES[chosen.model]
    if chosen.side:
        pipeline, workers = chosen.side.split()
        what = {"model": chosen.model, "batch_size": size, "augmentation": chosen.augmentation, "outliers": "none"}
        print(json.dumps(measured(checked(what | {"pipeline": pipeline, "num_workers": int(workers)}), chosen.seconds)))
        return
    options = ["--model", chosen.model, "--batch-size", str(size), "--augmentation", chosen.augmentation]
    sides = [f"{pipeline} {workers}" for pipeline, workers in product(("image", "batch"), WORKERS)]
    rows = alternating_processes(
        "benchmarks.pipelines", sides, chosen.rounds, [*options, "--seconds", str(chosen.seconds)]
    )
    print(f"{chosen.model}, batch {size}, images {chosen.augmentation}, one thread, medians of {chosen.rounds}")
    for side, rounds in rows.items():
        pipeline, workers = side.split()
        speed, step, *times = medians(rounds)
        name = f"{FIELDS['pipeline'].labels[pipeline]}, workers {workers}"
        figure(name, f"{speed:,.0f} images/s; {sentence(TimeSpent(int(step), *times), int(workers))}")


if __name__ == "__main__":
    run_command(main)
