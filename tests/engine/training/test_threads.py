"""The automatic number of threads is tried, remembered, and reduced when a core becomes busy."""

import json
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from engine.data.datasets import Splits
from engine.errors import unchecked
from engine.events import Started, ThreadsChanged
from engine.runs import Checkpoint, save_checkpoint
from engine.settings.train_settings import CORES, TrainSettings
from engine.training.run import keeper
from engine.training.start import train
from engine.training.step import threads
from engine.training.step.preparation_trial import Way, preparation_trial, try_ways
from engine.training.step.threads import ThreadChoice, candidates, try_out

AUTO = TrainSettings(model="simple", batch_size=64)
several = pytest.mark.skipif(CORES < 2, reason="there is nothing to choose on one core")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder without a remembered trial; the number of threads is restored afterwards."""
    before = torch.get_num_threads()
    monkeypatch.setenv("INKLING_HOME", str(tmp_path))
    yield tmp_path
    torch.set_num_threads(before)


def measured(monkeypatch: pytest.MonkeyPatch, seconds: dict[int, float]) -> list[set[int]]:
    """Let trials find these step times, as on another machine; the list collects the numbers of threads tried."""
    asked: list[set[int]] = []

    def tried(_settings: object, _images: object, counts: set[int], _check: object) -> dict[int, float]:
        asked.append(counts)
        return {count: seconds[count] for count in counts}

    monkeypatch.setattr(threads, "try_out", tried)
    return asked


def that_a_number_that_was_set_is_used(digits: Splits) -> None:
    choice = ThreadChoice(TrainSettings(threads=CORES), digits.train)
    assert choice.threads.count == CORES == torch.get_num_threads()
    assert choice.threads.reason == "as set"


def that_a_set_number_stays_however_slow_the_steps_are(digits: Splits) -> None:
    choice = ThreadChoice(TrainSettings(threads=CORES), digits.train)
    assert all(choice.after_step(10.0) is None for _ in range(10))


@pytest.mark.parametrize(("most", "wanted"), [(1, {1}), (2, {1, 2}), (3, {1, 2, 3}), (8, {1, 2, 4, 8})])
def that_powers_of_two_and_the_most_are_tried(most: int, wanted: set[int]) -> None:
    assert candidates(most) == wanted


@several
def that_a_trial_times_each_number_and_leaves_no_trace(digits: Splits) -> None:
    state = torch.random.get_rng_state()
    seconds = try_out(AUTO, digits.train, {1, 2})
    assert set(seconds) == {1, 2} and min(seconds.values()) > 0
    assert torch.equal(torch.random.get_rng_state(), state)


@several
@pytest.mark.parametrize(("two", "count"), [(0.5, 2), (0.95, 1), (100.0, 1)])
def that_two_threads_are_taken_only_where_they_pay(
    two: float, count: int, digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    measured(monkeypatch, {1: 1.0, 2: two})
    choice = ThreadChoice(AUTO, digits.train)
    assert choice.threads.count == count == torch.get_num_threads()
    assert "1,000 ms with 1" in choice.threads.reason


def that_the_windows_core_is_left_alone(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    assert ThreadChoice(AUTO, digits.train, spare_cores=1).threads.reason == "auto: it may use one of 2 cores"


def that_a_run_goes_on_with_the_threads_it_had_where_there_are_so_many(
    digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "CORES", 4)
    asked = measured(monkeypatch, {1: 1.0, 2: 3.0, 4: 3.0})
    assert ThreadChoice(AUTO, digits.train, as_before=2).threads.count == 2 == torch.get_num_threads()
    assert asked == []
    assert ThreadChoice(AUTO, digits.train, as_before=8).threads.count == 1 and len(asked) == 1


def that_a_good_number_is_remembered_and_checked_again(
    digits: Splits, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(threads, "CORES", 8)
    asked = measured(monkeypatch, {1: 1.0, 2: 0.6, 4: 0.5, 8: 0.9})
    assert ThreadChoice(AUTO, digits.train).threads.count == 4 and asked == [{1, 2, 4, 8}]
    assert list(json.loads((folder / "threads.json").read_text()).values()) == [4]
    again = measured(monkeypatch, {1: 1.0, 2: 1.5, 4: 2.0, 8: 3.0})
    assert ThreadChoice(AUTO, digits.train).threads.count == 1
    assert again == [{1, 2, 4, 8}]


def that_a_number_found_on_a_busy_machine_grows_when_it_is_free(
    digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "CORES", 16)
    speeds = {1: 1.0, 2: 0.8, 4: 0.9, 8: 1.0, 16: 2.0}
    measured(monkeypatch, speeds)
    assert ThreadChoice(AUTO, digits.train).threads.count == 2
    asked = measured(monkeypatch, {1: 1.0, 2: 0.6, 4: 0.35, 8: 0.2, 16: 0.15})
    assert [ThreadChoice(AUTO, digits.train).threads.count for _ in range(4)] == [4, 8, 16, 16]
    assert asked[0] == {1, 2, 4} and asked[-1] == {1, 8, 16}


@pytest.mark.parametrize("entry", ['"many"', "99", "0", "-1", "null"])
def that_a_number_that_cannot_be_is_not_remembered(
    entry: str, digits: Splits, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(threads, "CORES", 4)
    key = json.dumps(threads.ThreadMemory(AUTO, 4)._key)
    (folder / "threads.json").write_text(f"{{{key}: {entry}}}")
    asked = measured(monkeypatch, {1: 1.0, 2: 0.5, 4: 0.4})
    assert ThreadChoice(AUTO, digits.train).threads.count == 4 and asked == [{1, 2, 4}]


@pytest.mark.parametrize("content", ["", "{", "[]", "7"])
def that_a_damaged_memory_is_no_memory(
    content: str, digits: Splits, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    (folder / "threads.json").write_text(content)
    measured(monkeypatch, {1: 1.0, 2: 0.5})
    assert ThreadChoice(AUTO, digits.train).threads.count == 2
    assert list(json.loads((folder / "threads.json").read_text()).values()) == [2]


def that_one_thread_by_trial_is_tried_again_after_the_epoch(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    measured(monkeypatch, {1: 0.01, 2: 0.02})
    choice = ThreadChoice(AUTO, digits.train)
    assert choice.threads.count == 1
    measured(monkeypatch, {1: 0.01, 2: 0.006})
    changed = choice.after_epoch()
    assert changed and changed.count == 2 and choice.after_epoch() is None


def that_threads_are_given_up_when_steps_get_slow_and_tried_again_after_the_epoch(
    digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    monkeypatch.setattr(ThreadChoice, "TRIAL_SHARE", math.inf)
    measured(monkeypatch, {1: 0.01, 2: 0.006})
    choice = ThreadChoice(AUTO, digits.train)
    assert choice.after_epoch() is None
    assert [choice.after_step(seconds) for seconds in (0.006, 0.09, 0.006, 0.09)] == [None] * 4
    changed = choice.after_step(0.09)
    assert changed and changed.count == 1 == torch.get_num_threads() and "busy" in changed.reason
    assert choice.after_step(1.0) is None
    measured(monkeypatch, {1: 0.01, 2: 0.02})
    assert choice.after_epoch() is None and torch.get_num_threads() == 1
    measured(monkeypatch, {1: 0.01, 2: 0.006})
    back = choice.after_epoch()
    assert back and back.count == 2 == torch.get_num_threads()


@several
def that_a_run_says_when_its_threads_change(digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    # The step time of one thread is set to zero, so that any real step of two is slower.
    measured(monkeypatch, {1: 1e-9, 2: 1e-10})
    monkeypatch.setattr(ThreadChoice, "TRIAL_SHARE", math.inf)
    monkeypatch.setattr(ThreadChoice, "PATIENCE_SECONDS", 0.001)
    prepared_by(monkeypatch, Way(2, beside=True))
    events = list(train(AUTO.model_copy(update={"epochs": 2}), splits=digits, runs=tmp_path))
    assert isinstance(events[0], Started) and events[0].threads == 2
    changes = [event for event in events if isinstance(event, ThreadsChanged)]
    assert [change.threads for change in changes[:3]] == [1, 2, 1]
    assert events[0].beside


def prepared_by(monkeypatch: pytest.MonkeyPatch, way: Way) -> list[set[int]]:
    """Let the trial of preparation find this way; the list collects the numbers of threads tried."""
    asked: list[set[int]] = []

    def tried(_settings: object, _images: object, counts: set[int], _check: object) -> tuple[Way, str]:
        asked.append(counts)
        return way, "tried"

    monkeypatch.setattr(threads, "preparation_trial", tried)
    return asked


def that_a_thread_may_prepare_batches_instead_of_computing(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    measured(monkeypatch, {1: 1.0, 2: 0.5})
    asked = prepared_by(monkeypatch, Way(1, beside=True))
    choice = ThreadChoice(AUTO, digits.train, trained_on=digits.train)
    assert asked == [{1, 2}] and (choice.threads.count, choice.threads.beside) == (1, True)
    assert torch.get_num_threads() == 1 and choice.threads.reason.endswith("; tried")


def that_a_resumed_run_keeps_its_threads_whoever_prepares(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    asked = prepared_by(monkeypatch, Way(2, beside=True))
    choice = ThreadChoice(AUTO, digits.train, as_before=2, trained_on=digits.train)
    assert asked == [{2}] and (choice.threads.count, choice.threads.beside) == (2, True)


def that_nobody_prepares_beside_when_threads_or_workers_are_set(
    digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    measured(monkeypatch, {1: 1.0, 2: 0.5})
    asked = prepared_by(monkeypatch, Way(1, beside=True))
    for changes in ({"threads": 1}, {"num_workers": 1}):
        choice = ThreadChoice(AUTO.model_copy(update=changes), digits.train, trained_on=digits.train)
        assert not choice.threads.beside
    assert asked == []


@several
@pytest.mark.parametrize("model", ["simple", "cnn"])
def that_a_trial_of_preparation_times_every_way_and_says_why(model: str, digits: Splits) -> None:
    settings = AUTO.model_copy(update={"model": model})
    ways = [Way(2, beside=False), Way(1, beside=True), Way(2, beside=True)]
    assert all(seconds > 0 for seconds in try_ways(settings, digits.train, ways, unchecked).values())
    way, why = preparation_trial(settings, digits.train, {1, 2}, unchecked)
    assert way in ways and why.startswith("batches are prepared ") and "ms in turn" in why


def that_keeping_a_checkpoint_starts_no_threads_beside_those_of_training(
    digits: Splits, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    def saved(checkpoint: Checkpoint, folder: Path) -> None:
        asked.append(torch.get_num_threads())
        save_checkpoint(checkpoint, folder)

    monkeypatch.setattr(keeper, "save_checkpoint", saved)
    settings = AUTO.model_copy(update={"epochs": 2, "threads": min(2, CORES)})
    list(train(settings, splits=digits, runs=tmp_path))
    assert asked and set(asked) == {1}


def that_a_thread_beside_one_that_prepares_needs_no_trial_on_two_cores(
    digits: Splits, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    asked = measured(monkeypatch, {1: 1.0, 2: 0.5})
    prepared_by(monkeypatch, Way(1, beside=True))
    choice = ThreadChoice(AUTO, digits.train, trained_on=digits.train)
    assert choice.after_epoch() is None and len(asked) == 1


def that_trials_after_short_epochs_are_rare(digits: Splits, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "CORES", 2)
    asked = measured(monkeypatch, {1: 0.01, 2: 0.02})
    choice = ThreadChoice(AUTO, digits.train)
    monkeypatch.setattr(choice, "TRIAL_SHARE", 1e-9)
    assert [choice.after_epoch() for _ in range(5)] == [None] * 5
    assert len(asked) == 2
