"""Trained networks on the disk: a folder for each run, with the network in a checksummed file."""

import os
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
import torch
from pydantic import ConfigDict, Field
from torch import Tensor

from engine import __version__
from engine.errors import InklingError
from engine.formats import count, percent
from engine.models import UNCALIBRATED, Calibration, Classifier, Network, OnnxNetwork, answers, build, fit
from engine.runs.folder import MODEL_FILE, STRICT, new_run_folder, run_folders
from engine.runs.notes import own_first
from engine.settings import FIELDS, NAMES, TrainSettings, recovered
from engine.stack import called, folder_word
from engine.system import (
    Amount,
    Count,
    Kind,
    Number,
    Share,
    Words,
    YesOrNo,
    check_tensors,
    other_version,
    read_checksummed,
    renamed,
    typed,
    write_checksummed,
)

Form = Literal["float32", "int8"]
OLD_RESULT_NAMES = {"sure_from": "confidence_threshold"}
"""Names in the results of older files, each with the present one."""
ONNX = "onnx"
"""The key of an int8 network's graph, which replaces all weights: its bytes, uint8 (N,)."""
NETWORK = Kind("inkling model", 1, "a network", "train again, or use a copy")


Width = Annotated[int, Field(strict=True, ge=1, le=4096)]
Temperature = Annotated[Number, Field(gt=0, lt=1e6)]


@dataclass(frozen=True)
class Result:
    """The result of a run, or of its part so far. Accuracies are shares from 0 to 1; None if not measured."""

    __pydantic_config__ = STRICT

    reason: Words
    steps: Count
    seconds: Amount
    validation_accuracy: Share | None
    test_accuracy: Share | None
    calibration_error: Amount | None = None
    """Expected calibration error on the test images, 0 to 1."""
    temperature: Temperature = UNCALIBRATED.temperature
    confidence_threshold: Share = UNCALIBRATED.confidence_threshold
    learnt: dict[Words, YesOrNo | None] = field(default_factory=dict)
    """My digits that the network has learnt, by their lessons. Each value says whether a network without that lesson
    classified the digit correctly; None if unknown. Earlier versions used the digits' names as keys."""
    untaught_accuracy: Share | None = None
    """The `validation_accuracy` before the first fine-tuning; None without fine-tuning."""

    @property
    def calibration(self) -> Calibration:
        return Calibration(self.temperature, self.confidence_threshold)


@dataclass(frozen=True)
class SavedRun:
    """A trained network with its settings and its result."""

    settings: TrainSettings
    result: Result
    weights: dict[str, Tensor]
    widths: tuple[int, ...] = ()
    """The widths of its hidden layers if it was pruned."""
    form: Form = "float32"
    """The type of its numbers. An int8 network is an ONNX graph, which cannot learn."""
    folder: Path | None = field(default=None, compare=False)
    """The folder that it is in; None if it is in no file yet."""

    @property
    def summary(self) -> str:
        """The network, its data, its training and its accuracy in a few words."""
        steps = count(self.result.steps, "step")
        training = f"{self.result.reason} after {steps}, {self.result.seconds:.1f}\N{NO-BREAK SPACE}s"
        seen = self.result.validation_accuracy
        validation = f", validation {percent(seen)}" if seen is not None else ""
        images = (
            f", {FIELDS['data'].labels[self.settings.data]}" if self.settings.data != FIELDS["data"].default else ""
        )
        return f"{self.kind}{images}, {training}{validation}"

    @property
    def kind(self) -> str:
        """The network's name, with its widths if pruned, and its form if int8."""
        widths = f" of {'-'.join(map(str, self.widths))} units" if self.widths else ""
        return f"{called(self.settings.model)}{widths}{', int8' if self.form == 'int8' else ''}"

    def network(self) -> Network:
        """The trained network. Raises InklingError when it is int8 or its weights do not fit."""
        if self.form == "int8":
            raise InklingError(
                "An int8 network answers, but it cannot learn and has no float32 weights to write: take the run "
                "that it was made of."
            )
        classes = len(NAMES[self.settings.data])
        unlike = InklingError(f"The saved weights do not fit the network {called(self.settings.model)}.")
        # Checked first: a network that is wider than its weights could take all memory.
        if not fit(self.weights, self.settings.model, self.widths, classes):
            raise unlike
        network = build(self.settings.model, widths=self.widths, classes=classes)
        network.load_state_dict(self.weights)
        if not answers(network):
            raise unlike
        return network

    def answering(self) -> Network | OnnxNetwork:
        """The trained network in either form. Raises InklingError when the file holds no such network."""
        if self.form == "float32":
            return self.network()
        graph = self.weights.get(ONNX, torch.empty(0))
        network = OnnxNetwork(graph.numpy().tobytes())
        if network.classes != len(NAMES[self.settings.data]):
            raise InklingError(f"The saved ONNX graph is no network for {FIELDS['data'].labels[self.settings.data]}.")
        return network

    def classifier(self) -> Classifier:
        """A classifier with the trained network. Raises InklingError like `answering`."""
        return Classifier(self.answering(), self.result.calibration, self.settings.data)


@dataclass(frozen=True)
class _Record:
    """The content of a network's file."""

    __pydantic_config__ = ConfigDict(extra="ignore", arbitrary_types_allowed=True)

    settings: dict[Words, Any]
    result: Result
    weights: dict[Words, Tensor]
    widths: tuple[Width, ...] = ()
    form: Form = "float32"


def int8_run(run: SavedRun, content: bytes) -> SavedRun:
    """A copy of the run with an ONNX graph as its network; `content` is the graph's bytes."""
    graph = torch.from_numpy(np.frombuffer(content, np.uint8).copy())
    return replace(run, weights={ONNX: graph}, form="int8")


def new_run_file(settings: TrainSettings, runs: Path | None = None) -> Path:
    """Create a new run's folder; returns the path for its network. Raises InklingError when that fails."""
    return new_run_folder(folder_word(settings.model), runs) / MODEL_FILE


def save_as_new(run: SavedRun, runs: Path | None = None) -> Path:
    """Save a network as a new run; returns its file. Raises InklingError, and leaves no folder, when that fails."""
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
    """Write the network's file atomically. Raises InklingError when it cannot be written."""
    record = {
        "program": __version__,
        "settings": run.settings.model_dump(),
        "result": asdict(run.result),
        "weights": run.weights,
        "widths": list(run.widths),
        "form": run.form,
    }
    write_checksummed(NETWORK, record, path)


def open_run(path: Path) -> SavedRun:
    """Read what `save` wrote. Raises InklingError when the file cannot be read or is damaged."""
    try:
        content = read_checksummed(NETWORK, path)
        record = typed(_Record, {**content, "result": renamed(content.get("result"), OLD_RESULT_NAMES)})
    except ValueError as error:
        raise other_version(path) from error
    check_tensors(NETWORK, path, record.weights.values())
    settings = recovered(record.settings)
    return SavedRun(settings, record.result, record.weights, record.widths, record.form, path.parent)


def open_run_in(folder: Path) -> SavedRun:
    """Read the network of the run in this folder. Raises InklingError as `open_run` does, and when there is none."""
    path = folder / MODEL_FILE
    if folder.is_dir() and not os.path.lexists(path):
        raise InklingError(f"The run {folder.name} has no network yet: train it further, or choose another run.")
    return open_run(path)


def latest_run(runs: Path | None = None) -> tuple[SavedRun | None, list[str]]:
    """The newest run with a usable network or None, and a sentence for each newer one that cannot be used.

    A run that came from a file counts only if no usable one was trained here.
    """
    problems: list[str] = []
    try:
        folders = run_folders(runs)
    except InklingError as problem:
        return None, [str(problem)]
    there = (folder for folder in reversed(folders) if os.path.lexists(folder / MODEL_FILE))
    for path in (folder / MODEL_FILE for folder in own_first(there)):
        try:
            run = open_run(path)
            run.answering()
        except InklingError as problem:
            problems.append(str(problem))
        else:
            return run, problems
    return None, problems
