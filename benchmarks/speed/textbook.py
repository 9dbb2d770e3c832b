"""Inkling against the loop of the tutorials: `python -m benchmarks.textbook [--rounds 5] [--workers 0]`.

Both train SimpleNN for one epoch on the same 55,000 images, batch 64, SGD with learning rate 0.01: as
engine/speed/textbook.py has it, and through train() with all events read. The two take turns, so that a noisy machine
disturbs both alike; medians are printed, and test accuracies as a check.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import torch

from benchmarks.speed.simple_epoch import TUTORIALS, Epoch, timed_epoch
from engine.data import mnist
from engine.models import evaluate
from engine.speed import TextbookLoop


def textbook(workers: int, seed: int) -> Epoch:
    begin = time.perf_counter()
    loop = TextbookLoop("simple", TUTORIALS.batch_size, workers, TUTORIALS.learning_rate, seed)
    set_up = time.perf_counter()
    for _ in loop.epoch():
        pass
    end = time.perf_counter()
    score = evaluate(loop.model, mnist().test)
    assert score
    return Epoch(set_up - begin, end - set_up, end - begin, score.accuracy)


def inkling(workers: int, seed: int) -> Epoch:
    return timed_epoch(TUTORIALS.model_copy(update={"num_workers": workers, "seed": seed}))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--workers", type=int, default=0)
    arguments = parser.parse_args()
    mnist()
    threads = torch.get_num_threads()
    sides: dict[str, Callable[[int, int], Epoch]] = {"textbook": textbook, "Inkling": inkling}
    times: dict[str, list[Epoch]] = {name: [] for name in sides}
    for seed in range(-1, arguments.rounds):
        for name, side in sides.items():
            torch.set_num_threads(threads)
            timed = side(arguments.workers, max(seed, 0))
            # The first round warms up imports, caches and the processor.
            times[name] += [timed] if seed >= 0 else []
    print(f"SimpleNN, one epoch, batch 64, SGD 0.01, {arguments.workers} workers, medians of {arguments.rounds}")
    for name, rounds in times.items():
        set_up, steps, seconds, accuracy = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"{name:10s}set-up {set_up:.3f} s, steps {steps:.3f} s, in all {seconds:.3f} s, accuracy {accuracy:.2%}")
    for place, what in ((1, "steps"), (2, "in all, with validation for Inkling alone")):
        ratios = [a[place] / b[place] for a, b in zip(times["textbook"], times["Inkling"], strict=True)]
        print(f"{what}: {statistics.median(ratios):.1f} times as fast ({min(ratios):.1f} to {max(ratios):.1f})")


if __name__ == "__main__":
    main()
