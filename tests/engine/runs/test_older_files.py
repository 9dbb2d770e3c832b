"""Files of an earlier version, with the names that settings and figures had then, are read as they were meant."""

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.mutations.whole_files import NAME, make_run
from engine.data.datasets import Splits
from engine.events import BatchDone, Finished, Started
from engine.ink.my_digits import MyDigits
from engine.runs.checkpoint import CHECKPOINT, checkpoints
from engine.runs.folder import HISTORY, MODEL_FILE, RECORD, read_record, write_record
from engine.runs.history import read_history
from engine.runs.listing import list_runs
from engine.runs.saved_network import NETWORK, open_run
from engine.settings.fields import checked, recovered
from engine.settings.train_settings import TrainSettings
from engine.system.checksummed_file import read_checksummed, write_checksummed
from engine.system.untrusted import renamed
from engine.training.run.control import RunControl
from engine.training.start import resume, train
from tests.support.runs.events import losses
from tests.support.runs.older_files import OLDER_HOME

EARLIER = {
    "augmentation": "variation",
    "outliers": "non_digits",
    "teacher_alpha": "teacher_share",
    "epoch_metrics": "tally",
    "max_lr": "peak",
    "confidence_threshold": "sure_from",
}
"""What each of these was called by the version that wrote `OLDER_HOME`."""
STOPPED_AT = 7


def that_a_run_of_an_earlier_version_is_listed_with_its_settings(tmp_path: Path) -> None:
    folder = tmp_path / "2026-11-24 22.54.45 simple"
    folder.mkdir()
    for name in (RECORD, HISTORY):
        shutil.copy(OLDER_HOME / name, folder)
    (row,) = list_runs(tmp_path)
    # Its network is too large to be kept here.
    assert row.problem == f"{folder / MODEL_FILE} is missing: its curves are still there." and row.settings
    assert (row.settings.augmentation, row.settings.outliers, row.settings.teacher_alpha) == ("none", "mixed", 0.7)
    started, *steps, ended = read_history(folder)
    assert isinstance(started, Started) and started.outliers == 3_926
    assert len(steps) == 20 and isinstance(steps[-1], BatchDone) and isinstance(ended, Finished)


def that_digits_kept_by_an_earlier_version_are_all_there() -> None:
    assert [(digit.label, len(digit.strokes)) for digit in MyDigits(OLDER_HOME / "my-digits.jsonl").all] == [(0, 1)] * 2


@pytest.mark.parametrize("read", [checked, recovered, TrainSettings.model_validate])
def that_old_names_of_settings_are_read_and_present_ones_win(read: Any) -> None:
    old = {"variation": "none", "non_digits": "none", "teacher_share": 0.25}
    settings = TrainSettings(augmentation="none", outliers="none", teacher_alpha=0.25)
    assert read(old) == settings and not old.keys() & settings.model_dump().keys()
    assert read(old | {"augmentation": "varied"}).augmentation == "varied"


def that_a_run_of_an_earlier_version_goes_on_with_the_same_losses(digits: Splits, tmp_path: Path) -> None:
    settings = TrainSettings(model="simple", epochs=2, batch_size=200, threads=1, outliers="none", augmentation="none")
    whole = losses(train(settings, splits=digits, runs=tmp_path / "whole"))
    control = RunControl()
    for event in train(settings, control, digits, tmp_path / "stopped"):
        if isinstance(event, BatchDone) and event.step == STOPPED_AT:
            control.stop()
    assert isinstance(event, Finished)
    folder = Path(event.folder)
    _as_an_earlier_version_wrote_it(folder)
    assert losses(resume(folder, splits=digits)) == whole[STOPPED_AT:]
    assert not list(folder.glob("*.damaged")), "each line of the old history was understood"
    assert losses(read_history(folder)) == whole


def that_a_network_of_an_earlier_version_is_as_sure_as_it_was(home: Path, tmp_path: Path) -> None:
    make_run(tmp_path / NAME)
    path = tmp_path / NAME / MODEL_FILE
    record = read_checksummed(NETWORK, path)
    old = renamed(record["result"] | {"confidence_threshold": 0.875}, EARLIER)
    assert "sure_from" in old and "confidence_threshold" not in old
    write_checksummed(NETWORK, record | {"result": old, "settings": renamed(record["settings"], EARLIER)}, path)
    run = open_run(path)
    assert run.result.confidence_threshold == run.classifier().calibration.confidence_threshold == 0.875


def _as_an_earlier_version_wrote_it(folder: Path) -> None:
    """Give everything in a run's folder its old names; the network is not needed to go on."""
    record = read_record(folder)
    write_record(replace(record, settings=renamed(record.settings, EARLIER)), folder)
    history = (folder / HISTORY).read_text(encoding="utf-8")
    assert history.count('"outliers"') == 1
    (folder / HISTORY).write_text(history.replace('"outliers"', '"non_digits"'), encoding="utf-8")
    for path in checkpoints(folder):
        content = renamed(read_checksummed(CHECKPOINT, path), EARLIER)
        assert {"tally", "learner"} <= content.keys()
        write_checksummed(CHECKPOINT, content | {"learner": renamed(content["learner"], EARLIER)}, path)
