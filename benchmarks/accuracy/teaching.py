"""What teaching brings: `python -m benchmarks.teaching STROKES.npz [--model RUN] [--digits 4938 4948 ...]`.

Teaches a trained network ten drawings of one source, as a person would with "Learn my digits", and reads all others of
that source before and after. The strokes are in the layout of `benchmarks.pens`; the network taught is thrown away.
"""

import argparse
from pathlib import Path

import torch

from benchmarks.accuracy.pens import Digit, chosen_run, digits
from engine.data import mnist
from engine.ink import MyDigit
from engine.models import Classifier
from engine.training import learn

BY_HAND = (4928, 4938, 4942, 4948, 4949, 4951, 4963, 4966, 4980, 5012)
"""Of the source "art": three twos with a loop where others have none, an open four, nines that end in a hook, and five
that are read rightly. Chosen by eye from a picture of that source."""


def taught(digit: Digit, number: int) -> MyDigit:
    label, _, strokes = digit
    points = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
    return MyDigit(str(number), label, points, "", None)


def accuracy(classifier: Classifier, every: list[Digit]) -> float:
    readings = [(classifier.read(strokes), label) for label, _, strokes in every]
    return sum(reading is not None and reading.digit == label for reading, label in readings) / len(every)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split(":")[0])
    parser.add_argument("strokes", type=Path)
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    parser.add_argument("--digits", type=int, nargs="+", default=BY_HAND, help="their numbers in the file")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    run, every = chosen_run(arguments.model), digits(arguments.strokes)
    sources = {every[number][1] for number in arguments.digits}
    others = [d for number, d in enumerate(every) if d[1] in sources and number not in arguments.digits]
    # Made once in the window too, before anybody clicks.
    mine, splits = [taught(every[number], number) for number in arguments.digits], mnist()
    learn(run, mine[:1], splits)
    learnt = learn(run, mine, splits)
    assert learnt
    print(f"source {', '.join(sorted(sources))}: {len(mine)} digits taught, in {learnt.seconds:.1f} s with one thread")
    print(f"taught digits, each read when left out: {learnt.mine_before or 0:.1%}, after {learnt.mine_after or 0:.1%}")
    before, after = accuracy(run.classifier(), others), accuracy(learnt.run.classifier(), others)
    print(f"the source's other {len(others)} digits: {before:.2%}, after {after:.2%}")
    tests = [result.test_accuracy or 0.0 for result in (run.result, learnt.run.result)]
    print(f"MNIST's test images: {tests[0]:.2%}, after {tests[1]:.2%}")


if __name__ == "__main__":
    main()
