"""Trained networks on the disk: one folder for each run, in it a file that proves its own integrity."""

from dataclasses import asdict, dataclass, field
from pathlib import Path

from torch import Tensor

from engine import __version__
from engine.classifier import UNCALIBRATED, Calibration, Classifier
from engine.errors import InklingError
from engine.knobs import KNOBS, recovered
from engine.models import Network, build
from engine.run_folder import MODEL_FILE, new_run_folder, runs_folder
from engine.sealed_file import Kind, other_version, read_sealed, write_sealed
from engine.settings import TrainSettings

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
    widths: tuple[int, ...] = ()
    """Of its hidden layers, if they are not the network's usual ones: it was pruned."""

    @property
    def summary(self) -> str:
        """Which network this is and how it came about, in a few words."""
        steps = f"{self.result.reason} after {self.result.steps:,} steps, {self.result.seconds:.1f}\N{NO-BREAK SPACE}s"
        seen = self.result.validation_accuracy
        validation = f", validation {100 * seen:.2f}\N{NO-BREAK SPACE}%" if seen is not None else ""
        return f"{KNOBS['model'].labels[self.settings.model]}, {steps}{validation}"

    def network(self) -> Network:
        """The trained network; raises InklingError when the weights belong to another one."""
        network = build(self.settings.model, widths=self.widths)
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
    return new_run_folder(settings.model, runs) / MODEL_FILE


def save(run: SavedRun, path: Path) -> None:
    """Write one file, wholly or not at all. Raises InklingError when it cannot be written."""
    record = {
        "program": __version__,
        "settings": run.settings.model_dump(),
        "result": asdict(run.result),
        "weights": run.weights,
        "widths": list(run.widths),
    }
    write_sealed(NETWORK, record, path)


def open_run(path: Path) -> SavedRun:
    """Read what `save` wrote. Raises InklingError when it cannot be read, is damaged or is something else."""
    record = read_sealed(NETWORK, path)
    try:
        result, widths = Result(**record["result"]), tuple(record.get("widths", ()))
        return SavedRun(recovered(record["settings"]), result, record["weights"], widths)
    except (KeyError, TypeError) as error:
        raise other_version(path) from error


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
