"""Keeping trained networks: one folder for each run, in it a file that proves its own integrity."""

import hashlib
import io
import pickle
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

import torch
from torch import Tensor

from engine import __version__
from engine.atomic_file import write_atomically
from engine.classifier import UNCALIBRATED, Calibration, Classifier
from engine.data_folder import data_folder
from engine.errors import InklingError
from engine.models import Network, build
from engine.settings import KNOBS, TrainSettings, recovered

MODEL_FILE = "model.inkling"
MAGIC = b"inkling model 1\n"
DIGEST_BYTES = 32


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
    """Which of the person's own digits the network has learnt, by name, and whether it was read rightly before that,
    when it was left out; None where that is not known."""

    @property
    def calibration(self) -> Calibration:
        return Calibration(self.temperature, self.sure_from)


@dataclass(frozen=True)
class SavedRun:
    """A trained network with the settings that made it and the result it had."""

    settings: TrainSettings
    result: Result
    weights: dict[str, Tensor]

    @property
    def summary(self) -> str:
        """Which network this is and how it came about, in a few words."""
        steps = f"{self.result.reason} after {self.result.steps:,} steps, {self.result.seconds:.1f}\N{NO-BREAK SPACE}s"
        seen = self.result.validation_accuracy
        validation = f", validation {100 * seen:.2f}\N{NO-BREAK SPACE}%" if seen is not None else ""
        return f"{KNOBS['model'].labels[self.settings.model]}, {steps}{validation}"

    def network(self) -> Network:
        """The trained network; raises InklingError when the weights belong to another one."""
        network = build(self.settings.model)
        try:
            network.load_state_dict(self.weights)
        except RuntimeError as error:
            raise InklingError(f"The saved weights do not fit the network {self.settings.model}.") from error
        return network

    def classifier(self) -> Classifier:
        """Reads with the trained network; raises InklingError as `network` does."""
        return Classifier(self.network(), self.result.calibration)


def new_run_file(settings: TrainSettings, runs: Path | None = None) -> Path:
    """Where a run that starts now will keep its network. Nothing is created yet. Names sort by time."""
    folder = runs or runs_folder()
    stamp = time.strftime("%Y-%m-%d %H.%M.%S")
    name, number = f"{stamp} {settings.model}", 1
    while (folder / name).exists():
        number += 1
        name = f"{stamp} {settings.model} {number}"
    return folder / name / MODEL_FILE


def runs_folder() -> Path:
    return data_folder() / "runs"


def save(run: SavedRun, path: Path) -> None:
    """Write one file, wholly or not at all. Raises InklingError when it cannot be written."""
    content = io.BytesIO()
    torch.save(
        {
            "program": __version__,
            "settings": run.settings.model_dump(),
            "result": asdict(run.result),
            "weights": run.weights,
        },
        content,
    )
    digest = hashlib.sha256(content.getbuffer()).digest()

    def write(file: BinaryIO) -> None:
        file.writelines([MAGIC, digest, content.getbuffer()])

    write_atomically(path, write)


def open_run(path: Path) -> SavedRun:
    """Read what `save` wrote. Raises InklingError when it cannot be read, is damaged or is something else.

    A flipped bit in a weight would load silently, so the SHA-256 is checked first; and nothing in the file is ever
    executed: it may hold tensors and plain values only.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InklingError(f"{path} cannot be read ({(error.strerror or str(error)).lower()}).") from error
    if not content.startswith(MAGIC):
        raise InklingError(f"{path} is not a network that Inkling saved: choose a file like {MODEL_FILE}.")
    digest, stored = content[len(MAGIC) : len(MAGIC) + DIGEST_BYTES], content[len(MAGIC) + DIGEST_BYTES :]
    if hashlib.sha256(stored).digest() != digest:
        raise InklingError(f"{path} is damaged (its checksum is wrong): train again, or use a copy.")
    try:
        record = torch.load(io.BytesIO(stored), weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError) as error:
        raise InklingError(f"{path} holds something that is no network: choose another file.") from error
    try:
        return SavedRun(recovered(record["settings"]), Result(**record["result"]), record["weights"])
    except (KeyError, TypeError) as error:
        raise InklingError(f"{path} was saved by another version of Inkling that this one cannot read.") from error


def latest_run(runs: Path | None = None) -> tuple[SavedRun | None, list[str]]:
    """The newest run whose network can be used, and a sentence for each newer one that cannot."""
    problems: list[str] = []
    for path in sorted((runs or runs_folder()).glob(f"*/{MODEL_FILE}"), reverse=True):
        try:
            run = open_run(path)
            run.network()
        except InklingError as problem:
            problems.append(str(problem))
        else:
            return run, problems
    return None, problems
