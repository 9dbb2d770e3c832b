"""A run's accuracy on drawn digits with labels, from a file that My digits exported."""

from pathlib import Path
from typing import NamedTuple

from engine.errors import InklingError
from engine.ink import read_drawings
from engine.runs import annotate, open_run_in
from engine.settings import FIELDS, has_digits
from engine.training import classified_correctly, has_learnt


class PenAccuracy(NamedTuple):
    right: int
    digits: int

    @property
    def accuracy(self) -> float:
        """Share classified correctly, 0 to 1."""
        return self.right / self.digits


def measure_pens(folder: Path, file: Path) -> PenAccuracy:
    """Classify every drawing in the file with the run's network and save the accuracy in the run's notes.

    Drawings that this run has learnt do not count. Raises InklingError when there is no network or no drawing.
    """
    run = open_run_in(folder)
    if not has_digits(run.settings.data):
        raise InklingError(f"{folder.name} learnt {FIELDS['data'].labels[run.settings.data]} and cannot read digits.")
    found = read_drawings(file)
    fresh = [digit for digit in found if not has_learnt(run.result.learnt, digit)]
    if not fresh:
        learnt = "this run has learnt from all drawings in it" if found else "there are no drawings in it"
        raise InklingError(f"{file} cannot be measured with: {learnt}.")
    result = PenAccuracy(*classified_correctly(run.classifier(), fresh, {}))
    annotate(folder, pen_accuracy=result.accuracy)
    return result
