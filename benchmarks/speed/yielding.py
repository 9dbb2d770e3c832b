"""What the events of every step cost: `python -m benchmarks.yielding [--rounds 15] [--threads 1]`.

One epoch of SimpleNN, batch 64, as train() runs it with all its events read, against the same batches and the same
steps in a bare loop, in alternating rounds; the median of the ratios. SimpleNN has the shortest steps, so it pays the
largest share.
"""

import statistics
import time

import torch

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import ratios
from benchmarks.speed.simple_epoch import TUTORIALS, timed_epoch
from engine import TrainSettings
from engine.data import ShuffledBatches, load, mnist
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
    parser = parser_for(__doc__)
    add_rounds(parser, 15)
    parser.add_argument("--threads", type=int, default=1)
    arguments = parser.parse_args()
    settings = TUTORIALS.model_copy(update={"threads": arguments.threads})
    sides = {"events": lambda _round: timed_epoch(settings).steps, "bare": lambda _round: bare(settings)}
    seconds = alternating(sides, arguments.rounds, warm_up=1)
    share = statistics.median(ratios(seconds["events"], seconds["bare"])) - 1
    with_events, without = (statistics.median(seconds[name]) for name in sides)
    figure("the events' cost", f"{share:.1%} (with events {with_events:.3f} s, without {without:.3f} s)")


if __name__ == "__main__":
    run_command(main)
