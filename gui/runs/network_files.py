"""Opens, exports and measures the networks of runs, in the background. Knows nothing of widgets."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from engine.formats import count, percent
from gui.background import Job
from gui.network import NamedFile

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import SavedRun

PLAYABLE = "Web page to play with (*.play.html)"
WEIGHTS = "Weights for PyTorch and other programs (*.safetensors)"
ONNX = "Network for other programs and languages (*.onnx)"
FILTERS = (
    PLAYABLE,
    "Web page about the run, to hand in (*.html)",
    "Python script that trains the same network (*.py)",
    WEIGHTS,
    ONNX,
    "Curve as a drawing (*.svg)",
    "Curve as a picture (*.png)",
    "Curve as a table (*.csv)",
)
NETWORK_FILTERS = (ONNX, WEIGHTS, PLAYABLE, "Inkling network (*.inkling)")
"""For a network that is no run and so has no curve. The first format takes every kind of network."""
OPEN_PAGE = "Open the page"
DRAWINGS = "Drawings that My digits exported (*.jsonl);;All files (*)"


class Done(NamedTuple):
    sentence: str
    page: Path | None = None
    """The file, if a browser shows it."""


def opened(files: list[NamedFile], what: str, _job: Job) -> "tuple[str, list[tuple[str, SavedRun, Classifier]]]":
    """Open one network or two. Returns `what` and, of each, its name, its run and its classifier."""
    from engine import open_run

    runs = [(name, open_run(file)) for name, file in files]
    return what, [(name, run, run.classifier()) for name, run in runs]


def exported(folder: Path, path: Path, job: Job) -> Done:
    """Write a run to a file, and return what to say about it."""
    from engine.export import export

    return _told(path, export(folder, path, job.stopping))


def exported_file(file: Path, path: Path, job: Job) -> Done:
    """Write the network in a file to another file, and return what to say about it."""
    from engine import open_run
    from engine.export import export_network

    return _told(path, export_network(open_run(file), path, job.stopping))


def _told(path: Path, about: str) -> Done:
    return Done(f"Exported to {path}{f': {about}' if about else '.'}", path if path.suffix == ".html" else None)


def measured(folder: Path, file: Path) -> Done:
    """Classify the drawings in a file with a run's network, and return what to say, with the accuracy."""
    from engine.inspection import measure_pens

    found = measure_pens(folder, file)
    drawings = count(found.digits, "drawing")
    return Done(f"Of {drawings} in {file.name} {found.right} are classified correctly ({percent(found.accuracy)}).")
