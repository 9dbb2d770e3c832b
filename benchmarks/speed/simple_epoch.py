"""One epoch of SimpleNN through train() with all its events read: what several benchmarks compare something with."""

import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from engine import BatchDone, EpochDone, Finished, Started, TrainSettings, train

TUTORIALS = TrainSettings(
    model="simple",
    epochs=1,
    batch_size=64,
    optimizer="sgd",
    schedule="constant",
    learning_rate=0.01,
    augmentation="none",
    outliers="none",
    my_digits="none",
)
"""What the first training of most tutorials is set to."""


class Epoch(NamedTuple):
    """Seconds of setting up, of the steps alone, and of everything up to the validation's end; test accuracy."""

    set_up: float
    steps: float
    whole: float
    accuracy: float


def timed_epoch(settings: TrainSettings = TUTORIALS) -> Epoch:
    set_up = steps = whole = accuracy = 0.0
    begin = time.perf_counter()
    with tempfile.TemporaryDirectory() as runs:
        for event in train(settings, runs=Path(runs)):
            match event:
                case Started():
                    set_up = time.perf_counter() - begin
                case BatchDone():
                    steps = time.perf_counter() - begin - set_up
                case EpochDone():
                    whole = time.perf_counter() - begin
                case Finished():
                    accuracy = event.test_accuracy or 0.0
    return Epoch(set_up, steps, whole, accuracy)
