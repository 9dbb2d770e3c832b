"""An experiment: settings that somebody has trained with, on which computer, and which losses came out."""

from dataclasses import dataclass, field
from typing import NamedTuple

from engine.settings import CORES, OF_ONE_COMPUTER, TrainSettings, Value
from engine.sharing.losses import Losses


class Made(NamedTuple):
    """What the last bits of losses depend on besides the settings; "" and 0 for what nobody said."""

    threads: int = 0
    """How many took the steps; 0 also where their number changed."""
    cpu: str = ""
    """The instruction set of torch's kernels and the CPU's name."""
    torch: str = ""
    version: str = ""
    """Of Inkling."""


@dataclass(frozen=True)
class Experiment:
    """The settings have the defaults where they are only about the computer, such as loader workers."""

    settings: TrainSettings
    made: Made = field(default_factory=Made)
    losses: Losses | None = None
    """None of one that nobody has trained yet, or that cannot be trained again elsewhere."""

    @property
    def values(self) -> dict[str, Value]:
        """The settings to train it with on this computer, by name, without those that every computer has for itself."""
        values = self.settings.model_dump(exclude=set(OF_ONE_COMPUTER))
        return values | ({"threads": self.made.threads} if 1 <= self.made.threads <= CORES else {})

    def is_that_of(self, settings: TrainSettings) -> bool:
        """Whether a run with these settings is this experiment."""
        return all(getattr(settings, name) == value for name, value in self.values.items() if name != "threads")
