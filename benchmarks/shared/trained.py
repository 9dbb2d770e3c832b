"""A network to measure something with."""

import tempfile
from pathlib import Path

from engine.errors import InklingError
from engine.events import EpochDone
from engine.runs import SavedRun
from engine.settings import TrainSettings
from engine.training import RunControl, train


def trained(settings: TrainSettings, runs: Path | None = None) -> SavedRun:
    """What a run with these settings ends with; its epochs are printed. Kept in `runs`, or nowhere.

    Raises InklingError when it ends without a network.
    """
    control = RunControl()
    with tempfile.TemporaryDirectory() as nowhere:
        for event in train(settings, control, runs=runs or Path(nowhere)):
            if isinstance(event, EpochDone):
                told = f"loss {event.train_loss:.4f}, validation {event.validation_accuracy:.2%}"
                print(f"  {settings.model}, epoch {event.epoch}: {told}", flush=True)
    if control.trained is None:
        raise InklingError("The run ended without a network.")
    return control.trained
