"""Trained networks on the disk: one folder for each run, in it a file that proves its own integrity."""

from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from engine import __version__
from engine.classifier import UNCALIBRATED, Calibration, Classifier
from engine.errors import InklingError
from engine.knobs import KNOBS, recovered
from engine.labels import NAMES
from engine.models import Network, build
from engine.onnx_network import OnnxNetwork
from engine.run_folder import MODEL_FILE, new_run_folder, runs_folder
from engine.sealed_file import Kind, other_version, read_sealed, write_sealed
from engine.settings import TrainSettings

Form = Literal["float32", "int8"]
ONNX = "onnx"
"""What the graph of an int8 network is called among the weights, which it is all of: bytes, uint8 (N,)."""
NETWORK = Kind("inkling model", 1, "a network", "train again, or use a copy")


@dataclass(frozen=True)
class Result:
    """How a run went, as far as it came. Accuracies are shares from 0 to 1; None for what was not measured."""

    reason: str
    steps: int
    seconds: float
    validation_accuracy: float | None
    test_accuracy: float | None
    calibration_error: float | None = None
    """Expected calibration error on the test images, 0 to 1."""
    temperature: float = UNCALIBRATED.temperature
    sure_from: float = UNCALIBRATED.sure_from
    learnt: dict[str, bool | None] = field(default_factory=dict)
    """Which of the person's own digits the network has learnt, by their lessons, and whether each was read rightly
    before that, when it was left out; None where that is not known. Earlier versions kept them by their names."""
    untaught_accuracy: float | None = None
    """What `validation_accuracy` was before it was taught anybody's digits for the first time; None if it never was."""

    @property
    def calibration(self) -> Calibration:
        return Calibration(self.temperature, self.sure_from)


@dataclass(frozen=True)
class SavedRun:
    """A trained network with the settings that made it and the result it had."""

    settings: TrainSettings
    result: Result
    weights: dict[str, Tensor]
    widths: tuple[int, ...] = ()
    """Of its hidden layers, if they are not the network's usual ones: it was pruned."""
    form: Form = "float32"
    """What its numbers are. An int8 network is a graph of ONNX, and answers only."""

    @property
    def summary(self) -> str:
        """Which network this is and how it came about, in a few words."""
        steps = f"{self.result.reason} after {self.result.steps:,} steps, {self.result.seconds:.1f}\N{NO-BREAK SPACE}s"
        seen = self.result.validation_accuracy
        validation = f", validation {100 * seen:.2f}\N{NO-BREAK SPACE}%" if seen is not None else ""
        images = f", {KNOBS['data'].labels[self.settings.data]}" if self.settings.data != KNOBS["data"].default else ""
        return f"{self.kind}{images}, {steps}{validation}"

    @property
    def kind(self) -> str:
        """The network by name, and what was made of it."""
        widths = f" of {'-'.join(map(str, self.widths))} units" if self.widths else ""
        return f"{KNOBS['model'].labels[self.settings.model]}{widths}{', int8' if self.form == 'int8' else ''}"

    def network(self) -> Network:
        """The trained network; raises InklingError when it is int8 or the weights belong to another one."""
        if self.form == "int8":
            raise InklingError(
                "An int8 network answers, but it cannot learn and has no float32 weights to write: take the run "
                "that it was made of."
            )
        network = build(self.settings.model, widths=self.widths, classes=len(NAMES[self.settings.data]))
        try:
            network.load_state_dict(self.weights)
        except RuntimeError as error:
            raise InklingError(f"The saved weights do not fit the network {self.settings.model}.") from error
        return network

    def answering(self) -> Network | OnnxNetwork:
        """The trained network, whatever its form; raises InklingError when what was saved is none."""
        if self.form == "float32":
            return self.network()
        return OnnxNetwork(self.weights[ONNX].numpy().tobytes() if ONNX in self.weights else b"")

    def classifier(self) -> Classifier:
        """Reads with the trained network; raises InklingError as `answering` does."""
        return Classifier(self.answering(), self.result.calibration, self.settings.data)


def int8_run(run: SavedRun, content: bytes) -> SavedRun:
    """The same run with this graph of ONNX as its network."""
    graph = torch.from_numpy(np.frombuffer(content, np.uint8).copy())
    return replace(run, weights={ONNX: graph}, form="int8")


def new_run_file(settings: TrainSettings, runs: Path | None = None) -> Path:
    """Where a new run keeps its network; its folder is made. Raises InklingError when it cannot be made."""
    return new_run_folder(settings.model, runs) / MODEL_FILE


def save_as_new(run: SavedRun, runs: Path | None = None) -> Path:
    """Save a network as a run of its own; its file. Raises InklingError, and leaves nothing, when it cannot be kept."""
    file = new_run_file(run.settings, runs)
    try:
        save(run, file)
    except InklingError:
        # An empty folder would be listed as a damaged run.
        with suppress(OSError):
            file.parent.rmdir()
        raise
    return file


def save(run: SavedRun, path: Path) -> None:
    """Write one file, wholly or not at all. Raises InklingError when it cannot be written."""
    record = {
        "program": __version__,
        "settings": run.settings.model_dump(),
        "result": asdict(run.result),
        "weights": run.weights,
        "widths": list(run.widths),
        "form": run.form,
    }
    write_sealed(NETWORK, record, path)


def open_run(path: Path) -> SavedRun:
    """Read what `save` wrote. Raises InklingError when it cannot be read, is damaged or is something else."""
    record = read_sealed(NETWORK, path)
    try:
        result, widths = Result(**record["result"]), tuple(record.get("widths", ()))
        form: Form = "int8" if record.get("form") == "int8" else "float32"
        return SavedRun(recovered(record["settings"]), result, record["weights"], widths, form)
    except (KeyError, TypeError) as error:
        raise other_version(path) from error


def latest_run(runs: Path | None = None) -> tuple[SavedRun | None, list[str]]:
    """The newest run whose network can be used, and a sentence for each newer one that cannot."""
    problems: list[str] = []
    for path in sorted((runs or runs_folder()).glob(f"*/{MODEL_FILE}"), reverse=True):
        try:
            run = open_run(path)
            run.answering()
        except InklingError as problem:
            problems.append(str(problem))
        else:
            return run, problems
    return None, problems
