"""Runs as they went once: what is said of a run is tested on these, as no two computers train alike to the last bit.

`python -m tests.support.runs.recorded_runs` records them again; then check that the tests still find what they name in
them.
"""

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.data.datasets import Splits, mnist
from engine.events import BatchDone, EpochDone, Event
from engine.settings.fields import checked
from engine.training.start import train
from tests.support.runs.events import STARTED

FILE = Path(__file__).with_suffix(".json")
PLAIN = {
    "model": "simple",
    "epochs": 3,
    "batch_size": 64,
    "augmentation": "none",
    "outliers": "none",
    "my_digits": "none",
    "schedule": "constant",
    "threads": 1,
}
ONE_CYCLE = {"schedule": "one-cycle"}
RUNS: dict[str, dict[str, Any]] = {
    "exploding": {"optimizer": "momentum", "learning_rate": 10},
    "peak too high": {"optimizer": "momentum", "learning_rate": 2, **ONE_CYCLE},
    "far too slow": {"optimizer": "adamw", "learning_rate": 1e-6},
    "slow one-cycle": {"optimizer": "adamw", "learning_rate": 1e-5, "epochs": 5, **ONE_CYCLE},
    "too slow one-cycle": {"optimizer": "adamw", "learning_rate": 0.0001, **ONE_CYCLE},
    "unfinished": {"optimizer": "sgd", "learning_rate": 0.02},
    "learning by heart": {"optimizer": "adamw", "learning_rate": 0.003, "epochs": 50, "batch_size": 20},
    "good sgd": {"optimizer": "sgd", "learning_rate": 0.1},
    "good momentum": {"optimizer": "momentum", "learning_rate": 0.05},
    "good adamw": {"optimizer": "adamw", "learning_rate": 0.005, **ONE_CYCLE},
    "good one-cycle": {"optimizer": "momentum", "learning_rate": 0.05, "epochs": 6, **ONE_CYCLE},
    "good cnn": {"model": "cnn", "epochs": 1, "optimizer": "adamw", "learning_rate": 0.01, **ONE_CYCLE},
    "varied": {"optimizer": "adamw", "learning_rate": 0.005, "augmentation": "varied", **ONE_CYCLE},
}
"""By name."""
IMAGES, FEW = 2000, 200
"""Learnt from; the one that learns by heart has few."""


def recorded(name: str) -> Iterator[Event]:
    """The events of that run, without what no test looks at."""
    run, settings = json.loads(FILE.read_text(encoding="utf-8"))[name], {**PLAIN, **RUNS[name]}
    ends = {end["step"]: EpochDone(**end, seconds=1.0) for end in run["epochs"]}
    yield STARTED._replace(epochs=settings["epochs"], batch_size=settings["batch_size"], steps=len(run["losses"]))
    for step, (loss, rate) in enumerate(zip(run["losses"], run["rates"], strict=True), start=1):
        yield BatchDone(step, 1 + sum(end < step for end in ends), loss, rate, 15_000, 0.0)
        if step in ends:
            yield ends[step]


def _record(settings: dict[str, Any], images: int) -> dict[str, Any]:
    whole = mnist()
    few = Splits(whole.train.part(slice(images)), whole.validation.part(slice(500)), whole.test.part(slice(500)))
    with tempfile.TemporaryDirectory() as runs:
        events = list(train(checked({**PLAIN, **settings}), splits=few, runs=Path(runs)))
    steps = [event for event in events if isinstance(event, BatchDone)]
    ends = [event._asdict() for event in events if isinstance(event, EpochDone)]
    return {
        "losses": [_short(step.loss) for step in steps],
        "rates": [_short(step.learning_rate) for step in steps],
        "epochs": [{name: _short(value) for name, value in end.items() if name != "seconds"} for end in ends],
    }


def _short(value: float) -> float:
    return value if isinstance(value, int) else float(f"{value:.5g}")


if __name__ == "__main__":
    runs = {name: _record(settings, FEW if "heart" in name else IMAGES) for name, settings in RUNS.items()}
    FILE.write_text(json.dumps(runs) + "\n", encoding="utf-8")
