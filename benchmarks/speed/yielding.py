"""What it costs that training tells of every step: `python -m benchmarks.yielding [--rounds 15] [--threads 1]`.

One epoch of SimpleNN, batch 64, as train() runs it with all its events read, against the same batches and the same
steps in a bare loop, in turns; the median of the ratios. SimpleNN has the shortest steps, so it pays the largest share.
"""

import argparse
import statistics
import time

import torch

from benchmarks.speed.simple_epoch import TUTORIALS, timed_epoch
from engine.data import ShuffledBatches, load, mnist
from engine.settings import TrainSettings
from engine.training import Learner


def bare(settings: TrainSettings) -> float:
    torch.set_num_threads(int(settings.threads))
    images = mnist().train
    batch_sampler = ShuffledBatches(len(images), settings.batch_size, settings.epochs, settings.seed)
    learner = Learner(settings, len(batch_sampler))
    begin = time.perf_counter()
    for batch in load(images, batch_sampler, 0, lambda: False):
        learner.learn(batch)
    return time.perf_counter() - begin


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    settings = TUTORIALS.model_copy(update={"threads": arguments.threads})
    rounds = [(timed_epoch(settings).steps, bare(settings)) for _ in range(arguments.rounds + 1)][1:]
    told, untold = (statistics.median(column) for column in zip(*rounds, strict=True))
    share = statistics.median(a / b - 1 for a, b in rounds)
    print(f"with events {told:.3f} s, bare {untold:.3f} s: {share:.1%} more")


if __name__ == "__main__":
    main()
