"""What reading a drawing's views brings: `python -m benchmarks.views [--model RUN] [--digits 4000] [--seed 99]`.

Writes digits in all forms of the program, with another seed than for training and more freely, and reads each in three
ways: its image alone, augmented copies of that image, and views of its strokes. Nobody drew these digits, so the views
may be chosen by them. Prints the share classified correctly.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch

from benchmarks.handwriting.pens import chosen_run
from benchmarks.shared.command import count, parser_for, run_command
from benchmarks.shared.figures import figure
from engine import Classifier, render
from engine.data import forms, normalised
from engine.data.writing.writer import Hand, written_paths
from engine.data.writing.written_sets import counts_of_forms
from engine.formats import percent
from engine.hardware import using_threads
from engine.ink import Image, Stroke
from engine.models import plain_logits

FREE = Hand(beyond=0.5, jitter=3.2, apart=4.0, bend=0.07, tremor=0.01, width=0.3, slant=0.3, turn=0.12)
"""About a third more freely than digits for training are written."""
Drawing = Sequence[Stroke]


def freely_written(digits: int, seed: int) -> tuple[list[Drawing], list[int]]:
    """Return so many drawings, and their labels; every form as often as in training."""
    every, rng = forms("digits.toml"), np.random.default_rng(seed)
    drawings: list[Drawing] = []
    labels: list[int] = []
    for form, wanted in zip(every, counts_of_forms(every, digits, seed).tolist(), strict=True):
        for path in written_paths(form, wanted, rng, FREE):
            # A path does not say where a stroke ends. Its points lie closer together than the pen is wide, so dots do.
            drawings.append([[(float(x), float(y))] for x, y in path])
            labels.append(int(form.character))
    return drawings, labels


def ways(classifier: Classifier, drawings: list[Drawing]) -> Iterator[tuple[str, Callable[[], list[int]]]]:
    """Each way to read the drawings: its name, and a function that returns the digits that it reads."""
    images: list[Image] = [image for drawing in drawings if (image := render(drawing)) is not None]
    yield "image alone", lambda: _alone(classifier, images)
    yield "augmented image", lambda: [reading.digit for reading in classifier.read_images(images)]
    yield "views of the strokes", lambda: [reading.digit for reading in classifier.read_drawings(drawings)]


@torch.inference_mode()
def _alone(classifier: Classifier, images: Sequence[Image]) -> list[int]:
    logits = plain_logits(classifier.network, normalised(torch.from_numpy(np.stack(images))[:, None]))
    digits: list[int] = logits.argmax(1).tolist()
    return digits


def main() -> None:
    parser = parser_for(__doc__)
    parser.add_argument("--model", type=Path, metavar="RUN", help="a saved network; else that of the latest run")
    parser.add_argument("--digits", type=count, default=4000)
    parser.add_argument("--seed", type=int, default=99)
    arguments = parser.parse_args()
    classifier = chosen_run(arguments.model).classifier()
    drawings, labels = freely_written(arguments.digits, arguments.seed)
    with using_threads(1):
        for name, read in ways(classifier, drawings):
            figure(name, f"{percent(float(np.mean(np.array(read()) == labels)))} of {len(drawings):,} correct")


if __name__ == "__main__":
    run_command(main)
