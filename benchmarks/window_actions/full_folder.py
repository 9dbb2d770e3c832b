"""A data folder as it is after a year of lessons."""

import shutil
from collections import deque

import numpy as np

from engine import TrainSettings, train
from engine.data.writing.forms import forms
from engine.data.writing.writer import written_paths
from engine.data.writing.written_sets import DIGITS
from engine.ink import MyDigits
from engine.runs import later_run_folder, runs_folder

SHORT = TrainSettings(model="simple", epochs=2, augmentation="none", outliers="none", batch_size=64, threads=1)


def fill(runs: int, drawings: int) -> None:
    """Keep so many copies of one run, and so many written digits as a person's own."""
    if runs:
        deque(train(SHORT), maxlen=0)
        (first,) = runs_folder().iterdir()
        for _ in range(runs - 1):
            shutil.copytree(first, later_run_folder(SHORT.model))
    rng, every, digits = np.random.default_rng(0), forms(DIGITS), MyDigits()
    for number in range(drawings):
        form = every[number % len(every)]
        (path,) = written_paths(form, 1, rng)
        digits.add(int(form.character), [path.tolist()])
