"""Inkling against the loop of the tutorials: `python -m benchmarks.textbook [--rounds 5] [--workers 0]`.

Both train SimpleNN for one epoch on the same 55,000 images, batch 64, SGD with learning rate 0.01: as
engine/speed/textbook.py has it, and through train() with all events read. The rounds alternate; medians are printed,
with the test accuracies as a check.
"""

import time

import torch

from benchmarks.shared.command import add_rounds, parser_for, run_command
from benchmarks.shared.figures import figure
from benchmarks.shared.rounds import alternating
from benchmarks.shared.summary import medians, ratios, spread
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
    parser = parser_for(__doc__)
    add_rounds(parser, 5)
    parser.add_argument("--workers", type=int, default=0)
    arguments = parser.parse_args()
    mnist()
    threads = torch.get_num_threads()

    def tutorials(seed: int) -> Epoch:
        torch.set_num_threads(threads)
        return textbook(arguments.workers, seed)

    # The first round warms up imports, caches and the processor.
    sides = {"textbook": tutorials, "Inkling": lambda seed: inkling(arguments.workers, seed)}
    epochs = alternating(sides, arguments.rounds, warm_up=1)
    print(f"SimpleNN, one epoch, batch 64, SGD 0.01, {arguments.workers} workers, medians of {arguments.rounds}")
    for name, rows in epochs.items():
        set_up, steps, whole, accuracy = medians(rows)
        seconds = f"set-up {set_up:.3f} s, steps {steps:.3f} s, in all {whole:.3f} s"
        figure(name, f"{seconds}, test accuracy {accuracy:.2%}")
    for place, what in ((1, "steps"), (2, "in all, with validation for Inkling alone")):
        theirs, ours = ([row[place] for row in epochs[name]] for name in ("textbook", "Inkling"))
        figure(what, f"{spread(ratios(theirs, ours), 1)} times as fast")


if __name__ == "__main__":
    run_command(main)
