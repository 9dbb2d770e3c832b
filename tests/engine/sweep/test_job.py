"""Every trial is a kept run, one that fails ends nothing, and a sweep that was cut off goes on where it was."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.events import EpochDone, Finished, Started
from engine.runs.folder import read_record, runs_folder, write_record
from engine.runs.listing import delete_run, list_runs, row_of
from engine.sweep.control import SweepControl
from engine.sweep.events import SweepEvent, SweepFinished, SweepProgress, TrialEnded, TrialStarted
from engine.sweep.files import RECORD, find_sweep, latest_sweep, read_sweep, sweeps_folder, write_sweep
from engine.sweep.job import resume_sweep, run_sweep
from engine.sweep.plan import Sweep, Variation
from engine.sweep.reading import varied
from engine.system.home import HOME_VARIABLE
from tests.support.settings import SIMPLE

QUICK = SIMPLE.model_copy(update={"epochs": 2, "batch_size": 200})
RATES = Sweep(QUICK, (varied("learning_rate", "0.003, 0.01"),))


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))


def ended(events: list[SweepEvent]) -> list[TrialEnded]:
    return [event for event in events if isinstance(event, TrialEnded)]


def cut_off(sweep: Sweep, splits: Splits, when: Callable[[SweepEvent], bool]) -> Path:
    """The folder of a sweep that was told to stop at the first event for which `when` is true."""
    control = SweepControl()
    for event in run_sweep(sweep, control, splits):
        if when(event):
            control.stop()
    assert isinstance(event, SweepFinished) and event.reason == "stopped"
    return Path(event.folder)


def second_trials_first_epoch() -> Callable[[SweepEvent], bool]:
    seen: list[SweepEvent] = []

    def is_it(event: SweepEvent) -> bool:
        seen.append(event)
        return isinstance(event, EpochDone) and sum(isinstance(one, TrialStarted) for one in seen) == 2

    return is_it


def that_every_trial_is_a_kept_run_that_says_what_differs(digits: Splits) -> None:
    events = list(run_sweep(RATES, splits=digits))
    first, second = ended(events)
    assert (first.words, second.words) == ("Learning rate 0.003", "Learning rate 0.01")
    rows = {row.folder.name: row for row in list_runs()}
    assert set(rows) == {first.run, second.run}
    for trial in (first, second):
        row = rows[trial.run]
        assert (row.state, row.validation_accuracy, row.test_accuracy) == (
            "completed",
            trial.validation_accuracy,
            trial.test_accuracy,
        )
        assert trial.words in row.note and trial.weights == 101_770
    last = events[-1]
    assert isinstance(last, SweepFinished)
    assert (last.reason, last.completed, last.failed) == ("completed", 2, 0)
    assert last.best and last.front_by_seconds and last.front_by_weights
    assert read_sweep(Path(last.folder)).trials[1].validation_accuracy == second.validation_accuracy


def that_time_left_is_known_from_the_first_epoch_on(digits: Splits) -> None:
    told = (TrialStarted, SweepProgress, TrialEnded)
    lefts = [event.seconds_left for event in run_sweep(RATES, splits=digits) if isinstance(event, told)]
    assert lefts[0] is None and lefts[-1] == 0
    assert all(left is not None and left >= 0 for left in lefts[1:])


def that_a_sweep_that_was_stopped_trains_nothing_twice(digits: Splits) -> None:
    folder = cut_off(RATES, digits, second_trials_first_epoch())
    before = {row.folder.name: row.state for row in list_runs()}
    assert sorted(before.values()) == ["completed", "stopped"]
    events = list(resume_sweep(folder, splits=digits))
    (start,) = [event for event in events if isinstance(event, TrialStarted)]
    assert (start.place, start.resumed) == (2, True)
    (going_on,) = [event for event in events if isinstance(event, Started)]
    assert going_on.first_step == 10
    assert {row.folder.name: row.state for row in list_runs()} == dict.fromkeys(before, "completed")
    assert [trial.state for trial in ended(events)] == ["completed", "completed"]


def that_a_sweep_whose_process_was_killed_goes_on_from_the_checkpoint(digits: Splits) -> None:
    folder = cut_off(RATES, digits, second_trials_first_epoch())
    # As a kill leaves it: neither the run's ending nor the sweep's is there, and the process has gone.
    record = read_sweep(folder)
    run = runs_folder() / record.trials[1].run
    write_record(replace(read_record(run), ending=None, process=(0, 0.0)), run)
    write_sweep(record.with_trial(1, epochs=0, seconds=0.0), folder)
    assert row_of(run).state == "interrupted"
    (going_on,) = [event for event in resume_sweep(folder, splits=digits) if isinstance(event, Started)]
    assert going_on.first_step == 10


def that_a_trial_whose_run_was_deleted_is_trained_anew(digits: Splits) -> None:
    folder = cut_off(RATES, digits, second_trials_first_epoch())
    delete_run(runs_folder() / read_sweep(folder).trials[1].run)
    events = list(resume_sweep(folder, splits=digits))
    assert [event.first_step for event in events if isinstance(event, Started)] == [0]
    assert all(trial.state == "completed" for trial in ended(events))


def that_what_is_complete_is_refused(digits: Splits) -> None:
    *_, last = run_sweep(RATES, splits=digits)
    assert isinstance(last, SweepFinished)
    with pytest.raises(InklingError, match="is complete"):
        next(resume_sweep(Path(last.folder), splits=digits))


def that_a_trial_that_fails_has_a_sentence_and_the_others_are_trained(digits: Splits) -> None:
    without_teacher = Sweep(QUICK, (varied("teacher", "nobody, none"),))
    events = list(run_sweep(without_teacher, splits=digits))
    failed, trained = ended(events)
    assert (failed.state, failed.run, trained.state) == ("failed", "", "completed")
    assert failed.message.endswith("train one first.")
    # Nothing of it was kept, so it is tried again.
    (folder,) = sweeps_folder().iterdir()
    again = [event.place for event in resume_sweep(folder, splits=digits) if isinstance(event, TrialStarted)]
    assert again == [1]


@pytest.mark.usefixtures("glaring")
def that_a_network_that_diverged_is_not_trained_again(digits: Splits) -> None:
    glaring = SIMPLE.model_copy(update={"optimizer": "momentum"})
    events = list(run_sweep(Sweep(glaring, (varied("learning_rate", "9, 10"),)), splits=digits))
    assert [trial.state for trial in ended(events)] == ["failed", "failed"]
    assert all(isinstance(event, Finished) and event.message for event in events if isinstance(event, Finished))
    last = events[-1]
    assert isinstance(last, SweepFinished) and (last.best, last.front_by_seconds) == ((), ())
    with pytest.raises(InklingError, match="nothing to go on with"):
        next(resume_sweep(Path(last.folder), splits=digits))


def that_a_bad_value_is_refused_before_anything_is_kept(digits: Splits) -> None:
    with pytest.raises(InklingError, match="Epochs must be"):
        next(run_sweep(Sweep(QUICK, (Variation("epochs", (1, 0)),)), splits=digits))
    assert not sweeps_folder().exists() and not list_runs()


@pytest.mark.parametrize(
    "content",
    [
        "[]",
        "{}",
        '{"inkling sweep": 1}',
        '{"inkling sweep": 2}',
        '{"inkling sweep": 1, "started": "", "base": {}, "varied": {}, "trials": [{"settings": {}, "run": "../.."}]}',
    ],
)
def that_a_file_that_is_no_sweep_is_refused_with_a_sentence(content: str) -> None:
    folder = sweeps_folder() / "2026-01-01 10.00.00"
    folder.mkdir(parents=True)
    (folder / RECORD).write_text(content)
    with pytest.raises(InklingError, match=r"sweep\.json"):
        read_sweep(folder)


def that_sweeps_are_found_by_the_beginning_of_their_names() -> None:
    with pytest.raises(InklingError, match="no sweeps yet"):
        find_sweep("latest")
    for name in ("2026-01-01 10.00.00", "2026-01-02 10.00.00"):
        (sweeps_folder() / name).mkdir(parents=True)
        (sweeps_folder() / name / RECORD).write_text("{}")
    assert find_sweep("latest").name == find_sweep("2026-01-02").name == "2026-01-02 10.00.00"
    assert latest_sweep() == find_sweep("latest")
    with pytest.raises(InklingError, match="2 sweeps begin with it"):
        find_sweep("2026")
