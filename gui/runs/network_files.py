"""Opens, exports and measures the networks of runs, in the background. Knows nothing of widgets."""

from pathlib import Path
from typing import TYPE_CHECKING

from engine.formats import count, percent
from gui.background import Job
from gui.network import NamedFile

if TYPE_CHECKING:
    from engine import Classifier
    from engine.runs import SavedRun

FILTERS = (
    "Weights for other programs (*.safetensors)",
    "Network for phones, browsers and other languages (*.onnx)",
    "Python script that trains the same network (*.py)",
    "Web page to hand in (*.html)",
    "Web page to play with (*.play.html)",
    "Curve as a drawing (*.svg)",
    "Curve as a picture (*.png)",
    "Curve as a table (*.csv)",
)
NETWORK_FILTERS = (FILTERS[1], FILTERS[0], FILTERS[4], "Inkling network (*.inkling)")
"""For a network that is no run and so has no curve. The first format takes every kind of network."""
DRAWINGS = "Drawings that My digits exported (*.jsonl);;All files (*)"


def opened(files: list[NamedFile], what: str, _job: Job) -> "tuple[str, list[tuple[str, SavedRun, Classifier]]]":
    """Open one network or two. Returns `what` and, of each, its name, its run and its classifier."""
    from engine import open_run

    runs = [(name, open_run(file)) for name, file in files]
    return what, [(name, run, run.classifier()) for name, run in runs]


def exported(folder: Path, path: Path, job: Job) -> str:
    """Write a run to a file, and return a sentence about it."""
    from engine.export import export

    return _told(path, export(folder, path, job.stopping))


def exported_file(file: Path, path: Path, job: Job) -> str:
    """Write the network in a file to another file, and return a sentence about it."""
    from engine import open_run
    from engine.export import export_network

    return _told(path, export_network(open_run(file), path, job.stopping))


def _told(path: Path, about: str) -> str:
    return f"Exported to {path}{f': {about}' if about else '.'}"


def measured(folder: Path, file: Path) -> str:
    """Classify the drawings in a file with a run's network, and return a sentence with the accuracy."""
    from engine.inspection import measure_pens

    found = measure_pens(folder, file)
    drawings = count(found.digits, "drawing")
    return f"Of {drawings} in {file.name} {found.right} are classified correctly ({percent(found.accuracy)})."
