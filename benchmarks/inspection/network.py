"""The network that is looked into."""

from pathlib import Path

from benchmarks.shared.training import train_network
from engine import Classifier, TrainSettings
from engine.runs import latest_run, open_run
from engine.settings import has_digits

QUICK = TrainSettings(epochs=2, my_digits="none")


def network(path: Path | None) -> Classifier:
    """The network in this file, or the newest that was kept and reads digits, or else one that is trained for this."""
    run = open_run(path) if path else latest_run()[0]
    if run is None or not has_digits(run.settings.data) or run.form == "int8":
        print("No network that reads digits is kept: one is trained for two epochs.")
        run = train_network(QUICK)
    return run.classifier()
