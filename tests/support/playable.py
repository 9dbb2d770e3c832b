"""Runs and their pages to play with."""

from pathlib import Path

from engine.export.playable.numbers import Form
from engine.export.playable.write import page_of
from engine.models.networks import build
from engine.runs.saved_network import Result, SavedRun
from engine.settings.labels import NAMES
from engine.settings.train_settings import DataName, TrainSettings

RESULT = Result("completed", 10, 1.5, 0.97, 0.9812, temperature=1.3, confidence_threshold=0.6)


def a_run(model: str = "cnn", data: DataName = "mnist") -> SavedRun:
    """A network that has learnt nothing."""
    weights = build(model, seed=4, classes=len(NAMES[data])).state_dict()
    return SavedRun(TrainSettings(model=model, data=data), RESULT, weights)


def page_file(run: SavedRun, folder: Path, name: str = "", form: Form = "float16") -> Path:
    """Its page in a folder."""
    file = folder / "network.play.html"
    file.write_bytes(page_of(run, run.network().eval(), form, name))
    return file
