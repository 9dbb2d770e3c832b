"""What is known of one run without opening its network: a row of the table of runs."""

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
    """The one a person gave it, or else time and network."""
    state: State
    settings: TrainSettings | None = None
    """None when they cannot be read."""
    note: str = ""
    given_name: str = ""
    """"" when nobody has given it one."""
    problem: str = ""
    """A sentence about what is damaged or why it failed; "" when nothing is wrong."""
    started: str = ""
    """When, as ISO 8601 to the second."""
    seconds: float = 0.0
    """Of training; pauses do not count."""
    steps: int = 0
    epochs_done: int = 0
    best_validation_loss: float | None = None
    best_epoch: int | None = None
    validation_accuracy: float | None = None
    """After the last epoch."""
    rate_changes: Sequence[Sequence[float]] = ()
    """After which steps the learning rate was set anew while it trained, and to what."""
    test_accuracy: float | None = None
    pen_accuracy: float | None = None
    """On a file of drawn digits, when somebody has measured it."""
    can_resume: bool = False
    """Whether there is a way on from where it was cut off."""
    has_network: bool = False
    """Whether drawings can be read with it."""

    @property
    def differences(self) -> dict[str, str]:
        """What a person reads for each setting that is not as Inkling comes with it, by the setting's title."""
        if self.settings is None:
            return {}
        values = self.settings.model_dump()
        changed = {name: values[name] for name, setting in FIELDS.items() if values[name] != setting.default}
        told = {name: FIELDS[name].labels.get(str(value), str(value)) for name, value in changed.items()}
        if self.rate_changes:
            rates = (self.settings.learning_rate, *(rate for _, rate in self.rate_changes))
            told["learning_rate"] = ", then ".join(f"{rate:g}" for rate in rates)
        return {FIELDS[name].title: value for name, value in told.items()}
