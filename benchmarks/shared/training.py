"""Trains a network to measure something with."""

import tempfile
from pathlib import Path

from engine import EpochDone, InklingError, RunControl, TrainSettings, train
from engine.runs import SavedRun


def train_network(settings: TrainSettings, runs: Path | None = None) -> SavedRun:
    """Train with these settings, print each epoch, and keep the run in `runs`; without a folder it is not kept.

    Raises InklingError when the run ends without a network.
    """
    control = RunControl()
    with tempfile.TemporaryDirectory() as nowhere:
        for event in train(settings, control, runs=runs or Path(nowhere)):
            if isinstance(event, EpochDone):
                scores = f"loss {event.train_loss:.4f}, validation {event.validation_accuracy:.2%}"
                print(f"  {settings.model}, epoch {event.epoch}: {scores}", flush=True)
    if control.trained is None:
        raise InklingError("The run ended without a network.")
    return control.trained
