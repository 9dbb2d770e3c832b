"""How well a run reads digits that people drew and named, from a file that My digits has exported."""

from pathlib import Path
from typing import NamedTuple

from engine.errors import InklingError
from engine.evaluation import logits_of
from engine.my_digits import parsed
from engine.run_folder import MODEL_FILE
from engine.run_list import annotate
from engine.runs import open_run
from engine.training_images import image_set
from engine.views import mean_logits


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
    try:
        found, _ = parsed(file.read_text(encoding="utf-8").splitlines())
    except (OSError, UnicodeDecodeError) as error:
        raise InklingError(f"{file} cannot be read as drawings: choose a file that Inkling exported.") from error
    digits = [digit for digit in found if digit.name not in run.result.learnt]
    if not digits:
        learnt = "this run has learnt from all drawings in it" if found else "there are no drawings in it"
        raise InklingError(f"{file} cannot be measured with: {learnt}.")
    images = image_set(digits)
    logits = logits_of(run.network(), images, read=mean_logits)
    assert logits is not None
    result = PenAccuracy(int((logits.argmax(1) == images.labels).sum()), len(digits))
    annotate(folder, pen_accuracy=result.accuracy)
    return result
