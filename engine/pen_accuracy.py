"""How well a run reads digits that people drew and named, from a file that My digits has exported."""

from pathlib import Path
from typing import NamedTuple

from engine.errors import InklingError
from engine.fine_tuning import has_learnt, read_rightly
from engine.knobs import KNOBS
from engine.labels import has_digits
from engine.my_digits import read_drawings
from engine.run_folder import MODEL_FILE
from engine.run_list import annotate
from engine.runs import open_run


class PenAccuracy(NamedTuple):
    right: int
    digits: int

    @property
    def accuracy(self) -> float:
        """Share read rightly, 0 to 1."""
        return self.right / self.digits


def measure_pens(folder: Path, file: Path) -> PenAccuracy:
    """Read every drawing of the file with the run's network, and keep the figure with the run.

    Drawings that this run has learnt from do not count. Raises InklingError when there is no network or no drawing.
    """
    run = open_run(folder / MODEL_FILE)
    if not has_digits(run.settings.data):
        raise InklingError(f"{folder.name} learnt {KNOBS['data'].labels[run.settings.data]} and cannot read digits.")
    found = read_drawings(file)
    fresh = [digit for digit in found if not has_learnt(run.result.learnt, digit)]
    if not fresh:
        learnt = "this run has learnt from all drawings in it" if found else "there are no drawings in it"
        raise InklingError(f"{file} cannot be measured with: {learnt}.")
    result = PenAccuracy(*read_rightly(run.classifier(), fresh, {}))
    annotate(folder, pen_accuracy=result.accuracy)
    return result
