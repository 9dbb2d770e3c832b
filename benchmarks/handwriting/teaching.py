"""What "Learn my digits" brings: `python -m benchmarks.teaching STROKES.npz [--model RUN] [--digits 4938 4948 ...]`.

Fine-tunes a trained network on ten drawings of one source, as "Learn my digits" does, and reads all others of that
source before and after. The strokes are in the layout of `benchmarks.pens`; the fine-tuned network is thrown away.
"""

from pathlib import Path

import torch

from benchmarks.handwriting.pen_files import Digit, digits
from benchmarks.handwriting.pens import chosen_run
from benchmarks.shared.command import parser_for, run_command
from benchmarks.shared.figures import figure
from engine import Classifier
from engine.data import mnist, training_images
from engine.ink import MyDigit
from engine.training import NothingLearntError, learn

BY_HAND = (4928, 4938, 4942, 4948, 4949, 4951, 4963, 4966, 4980, 5012)
"""Of the source "art": three twos with a loop where others have none, an open four, nines that end in a hook, and five
that are classified correctly. Chosen by eye from a picture of that source."""


def my_digit(digit: Digit, number: int) -> MyDigit:
    label, _, strokes = digit
    points = tuple(tuple((float(x), float(y)) for x, y in stroke) for stroke in strokes)
    return MyDigit(str(number), label, points, "", None)


def accuracy(classifier: Classifier, every: list[Digit]) -> float:
    readings = [(classifier.read(strokes), label) for label, _, strokes in every]
    return sum(reading is not None and reading.digit == label for reading, label in readings) / len(every)


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("strokes", type=Path)
    parser.add_argument("--model", type=Path, help="a saved network; the latest one when left out")
    parser.add_argument("--digits", type=int, nargs="+", default=BY_HAND, help="their numbers in the file")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    run, every = chosen_run(arguments.model), digits(arguments.strokes)
    sources = {every[number][1] for number in arguments.digits}
    others = [d for number, d in enumerate(every) if d[1] in sources and number not in arguments.digits]
    mine, splits = [my_digit(every[number], number) for number in arguments.digits], mnist()
    # Made once in the window too, before anybody clicks.
    training_images(run.settings, splits.train)
    title = f"source {', '.join(sorted(sources))}, {len(mine)} digits learnt with one thread"
    try:
        learnt = learn(run, mine, splits)
    except NothingLearntError as why:
        figure(title, str(why))
        return
    assert learnt
    figure(title, f"{learnt.seconds:.1f} s")
    own = f"{learnt.mine_before or 0:.1%}, after {learnt.mine_after or 0:.1%}"
    figure("these digits, each read when it was left out, before", own)
    before, after = accuracy(run.classifier(), others), accuracy(learnt.run.classifier(), others)
    figure(f"the source's other {len(others)} digits, before", f"{before:.2%}, after {after:.2%}")
    tests = [result.test_accuracy or 0.0 for result in (run.result, learnt.run.result)]
    figure("MNIST's test images, before", f"{tests[0]:.2%}, after {tests[1]:.2%}")


if __name__ == "__main__":
    run_command(main)
