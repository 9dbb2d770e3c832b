"""The machine and the versions that a run is trained with, for its record."""

import platform
import time

import numpy as np
import torch

from engine import __version__
from engine.hardware import cpu_facts
from engine.runs.folder import RunRecord, this_process
from engine.settings import TrainSettings


def new_record(settings: TrainSettings) -> RunRecord:
    """The record of a run that starts now, in this process."""
    return RunRecord(
        settings=settings.model_dump(),
        started=time.strftime("%Y-%m-%dT%H:%M:%S"),
        machine={**cpu_facts(), "System": platform.platform()},
        versions={
            "Inkling": __version__,
            "Python": platform.python_version(),
            "PyTorch": str(torch.__version__),
            "NumPy": np.__version__,
        },
        process=this_process(),
    )
