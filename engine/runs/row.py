"""A row of the table of runs: what is known of a run without opening its network."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from engine.settings import FIELDS, TrainSettings

State = Literal["training", "completed", "stopped", "interrupted", "failed", "damaged"]


@dataclass(frozen=True)
class RunRow:
    """Plain values only. Accuracies are shares from 0 to 1; None for what was not measured."""

    folder: Path
    name: str
    """Given by a person, or else made of what differs from the defaults."""
    state: State
    settings: TrainSettings | None = None
    """None when they cannot be read."""
    note: str = ""
    given_name: str = ""
    """Given by a person, or ""."""
    problem: str = ""
    """A sentence about what is damaged or why the run failed, or ""."""
    started: str = ""
    """ISO 8601, to the second."""
    seconds: float = 0.0
    """Training time without pauses."""
    steps: int = 0
    epochs_done: int = 0
    best_validation_loss: float | None = None
    best_epoch: int | None = None
    validation_accuracy: float | None = None
    """After the last epoch; with early stopping after the best one, whose weights a complete run has."""
    rate_changes: Sequence[Sequence[float]] = ()
    """Pairs of a step and the learning rate that a person set after it."""
    test_accuracy: float | None = None
    pen_accuracy: float | None = None
    """On a file of drawn digits."""
    opened_from: str = ""
    """The name of the file that brought the run here, or ""."""
    can_resume: bool = False
    """Whether training can continue from where it ended."""
    has_network: bool = False
    """Whether it has a network that reads drawings."""

    @property
    def differences(self) -> dict[str, str]:
        """The displayed value of each setting that differs from the default, by the setting's title."""
        if self.settings is None:
            return {}
        values = self.settings.model_dump()
        changed = {name: values[name] for name, setting in FIELDS.items() if values[name] != setting.default}
        told = {name: FIELDS[name].label(value) for name, value in changed.items()}
        if self.rate_changes:
            rates = (self.settings.learning_rate, *(rate for _, rate in self.rate_changes))
            told["learning_rate"] = ", then ".join(f"{rate:g}" for rate in rates)
        return {FIELDS[name].title: value for name, value in told.items()}
