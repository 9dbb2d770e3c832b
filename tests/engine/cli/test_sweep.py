"""python -m engine sweep: what it prints and keeps, and what it says when it cannot."""

import json
import logging
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.__main__ import main
from engine.data.datasets import Splits
from engine.runs.listing import list_runs
from engine.sweep.files import latest_sweep, read_sweep
from engine.sweep.job import _Job
from engine.system.end_signals import SIGNALS
from engine.system.home import HOME_VARIABLE
from tests.support.terminal import Terminal

BASE = ["--model", "simple", "--epochs", "1", "--batch-size", "256", "--augmentation", "none", "--outliers", "none"]
RATES = ["--vary", "learning_rate=0.003,0.01"]


@pytest.fixture(autouse=True)
def quick(digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    monkeypatch.setattr("engine.training.start.splits_of", lambda _data: digits)
    yield
    for handler in logging.getLogger("inkling").handlers[:]:
        handler.close()
        logging.getLogger("inkling").removeHandler(handler)


def that_each_trial_has_a_line_and_the_table_marks_the_best(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", *BASE, *RATES, "--vary", "optimizer=adamw;sgd"]) == 0
    output = capfd.readouterr()
    assert not output.err
    lines = output.out.splitlines()
    assert lines[0].startswith("1/4  Learning rate 0.003, Optimizer AdamW: validation accuracy ")
    assert "less than a minute left" in lines[0] and "left" not in lines[3]
    head = lines.index("") + 1
    assert lines[head].split()[0] == "trial" and len(lines) == head + 6
    rows = lines[head + 1 : head + 5]
    assert any("*" in row for row in rows) and any(row.endswith("parameters") for row in rows)
    assert all("101,770" in row for row in rows)
    assert len(list_runs()) == 4


def that_json_has_a_line_for_each_event(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["sweep", *BASE, "--vary", "learning_rate=0.001..0.1", "--random", "2", "--json"]) == 0
    events = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    names = [event["event"] for event in events]
    assert names.count("TrialStarted") == names.count("TrialEnded") == names.count("Finished") == 2
    assert names[-1] == "SweepFinished" and events[-1]["completed"] == 2
    folder = latest_sweep()
    assert folder and events[-1]["folder"] == str(folder)


def that_ctrl_c_keeps_everything_and_resume_goes_on(
    signals: None, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _Job._trial

    def then_ctrl_c(job: _Job, place: int) -> object:
        yield from whole(job, place)
        os.kill(os.getpid(), signal.SIGINT)

    with monkeypatch.context() as patch:
        patch.setattr(_Job, "_trial", then_ctrl_c)
        assert main(["sweep", *BASE, *RATES]) == 128 + signal.SIGINT
    assert "Stopped after 1 of 2" in capfd.readouterr().out
    folder = latest_sweep()
    assert folder and [trial.state for trial in read_sweep(folder).trials] == ["completed", "waiting"]
    SIGNALS.number = 0
    assert main(["sweep", "--resume"]) == 0
    assert [trial.state for trial in read_sweep(folder).trials] == ["completed", "completed"]
    assert len(list_runs()) == 2
    assert main(["sweep", "--resume", folder.name]) == 2


def that_bad_input_is_one_sentence_before_any_work(terminal: Terminal) -> None:
    rate = "Learning rate must be a number from 0.000001 to 10, not 20."
    assert terminal.refuses("sweep", *BASE, "--vary", "learning_rate=0.01,20") == rate
    assert "as in learning_rate=0.003" in terminal.refuses("sweep", "--vary", "learning_rate")
    assert "no setting called speed" in terminal.refuses("sweep", "--vary", "speed=1")
    assert "Nothing varies" in terminal.refuses("sweep", *BASE)
    assert "say how many" in terminal.refuses("sweep", "--vary", "learning_rate=0.001..0.1")
    assert "whole number from 1" in terminal.refuses("sweep", *RATES, "--random", "0")
    assert "at most 100" in terminal.refuses("sweep", *RATES, "--random", "101")
    assert "keeps its plan" in terminal.refuses("sweep", *RATES, "--resume")
    assert "no sweeps yet" in terminal.refuses("sweep", "--resume")
    assert not list_runs() and latest_sweep() is None
