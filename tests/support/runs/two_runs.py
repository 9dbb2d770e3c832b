"""The two runs of the data folder that the terminal's tests work in, and the drawings beside them."""

from engine.settings.train_settings import TrainSettings

PLAIN = {"model": "simple", "threads": 1, "augmentation": "none", "outliers": "none"}
FIRST = TrainSettings.model_validate(PLAIN | {"epochs": 3, "batch_size": 50, "learning_rate": 0.02})
SECOND = TrainSettings.model_validate(PLAIN | {"epochs": 2, "batch_size": 500})
STOPPED_AT = 140
"""The step, of 220, at which the second run was stopped: in its second epoch."""
LEARNT = "learnt.jsonl"
"""Two drawings that the first run has learnt from."""
