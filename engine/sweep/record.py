"""What is known of a sweep: what it tries, and what has become of each trial. The content of sweep.json."""

import os
import time
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from engine.runs import STRICT, ProcessNumber, still_exists, this_process
from engine.settings import FIELDS, TrainSettings, recovered
from engine.sweep.plan import Sweep, differences, labelled
from engine.sweep.reading import written
from engine.sweep.time_left import Measured
from engine.system import Amount, Count, Number, Share, Words

NOBODY = (0, 0.0)
"""The process of a sweep that does not go on now."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """One training of a sweep, as far as it has come. Accuracies are from 0 to 1."""

    __pydantic_config__ = STRICT

    settings: dict[Words, Any]
    state: Literal["waiting", "begun", "completed", "failed"] = "waiting"
    """"begun" while it is trained, and when it was cut off."""
    run: Words = ""
    """The name of its folder among the runs."""
    message: Words = ""
    """Why it failed."""
    epochs: Count = 0
    """Epochs that are done."""
    seconds: Amount = 0.0
    weights: Count = 0
    validation_images: Count = 0
    validation_accuracy: Share | None = None
    test_accuracy: Share | None = None

    @property
    def train_settings(self) -> TrainSettings:
        return recovered(self.settings)

    @property
    def is_complete(self) -> bool:
        return self.state == "completed"

    @property
    def is_open(self) -> bool:
        """Whether it has something left to do. One that failed is tried again only if nothing of it was kept: a network
        that has diverged would diverge again.
        """
        return self.state in ("waiting", "begun") or (self.state == "failed" and not self.run)

    @property
    def measured(self) -> Measured:
        return Measured(self.train_settings, self.seconds, self.epochs)


@dataclass(frozen=True, kw_only=True)
class SweepRecord:
    """The content of sweep.json."""

    __pydantic_config__ = STRICT

    started: Words
    """ISO 8601, to the second."""
    base: dict[Words, Any]
    """The settings that all trials share."""
    varied: dict[Words, Words]
    """By setting, its values as a person writes them."""
    draws: Count = 0
    seed: Count = 0
    trials: list[Trial] = field(default_factory=list)
    process: tuple[ProcessNumber, Number] = NOBODY
    """The process that trains."""

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that vary."""
        return tuple(name for name in self.varied if name in FIELDS)

    @property
    def going_on(self) -> bool:
        """Whether another process works on it now."""
        return self.process[0] not in (NOBODY[0], os.getpid()) and still_exists(self.process)

    @property
    def is_open(self) -> bool:
        """Whether a trial has something left to do."""
        return any(trial.is_open for trial in self.trials)

    def words(self, place: int) -> str:
        """What differs in the trial at this place, from 0."""
        return differences(self.trials[place].train_settings, self.names)

    def labelled(self, place: int) -> dict[str, str]:
        """The same by title."""
        return labelled(self.trials[place].train_settings, self.names)

    def with_trial(self, place: int, **values: Any) -> "SweepRecord":
        """A copy in which these values of one trial are others."""
        trials = list(self.trials)
        trials[place] = replace(trials[place], **values)
        return replace(self, trials=trials)

    def taken_over(self) -> "SweepRecord":
        """A copy for this process, which goes on with it."""
        return replace(self, process=this_process())

    def let_go(self) -> "SweepRecord":
        return replace(self, process=NOBODY)


def new_record(sweep: Sweep) -> SweepRecord:
    """Raises InklingError as `Sweep.trials` does."""
    return SweepRecord(
        started=time.strftime("%Y-%m-%dT%H:%M:%S"),
        base=sweep.base.model_dump(),
        varied={one.name: written(one) for one in sweep.varied},
        draws=sweep.draws,
        seed=sweep.seed,
        trials=[Trial(settings=settings.model_dump()) for settings in sweep.trials()],
        process=this_process(),
    )
