"""The time of a batch is measured where it is spent, reported seldom, and never exceeds the whole."""

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

import pytest

from engine.data.datasets import Splits
from engine.events import EpochDone, Event, Started, TimeSpent
from engine.runs.history import read_history
from engine.settings.train_settings import TrainSettings
from engine.training.log_lines import LogLines
from engine.training.run.control import RunControl
from engine.training.start import train
from engine.training.step import throughput as step_clock
from engine.training.step.learner import StepSeconds
from engine.training.step.throughput import StepClock
from engine.training.time_words import HERE, mean, sentence

SETTINGS = TrainSettings(
    model="simple", epochs=2, batch_size=100, threads=1, augmentation="none", outliers="none", my_digits="none"
)
LEARNT = StepSeconds(0.002, 0.003, 0.001)


def spent_in(events: Sequence[Event]) -> list[TimeSpent]:
    return [event for event in events if isinstance(event, TimeSpent)]


@pytest.mark.parametrize(("pipeline", "num_workers"), [("batch", 0), ("image", 1)])
def that_a_run_tells_where_its_time_goes(digits: Splits, tmp_path: Path, pipeline: str, num_workers: int) -> None:
    settings = SETTINGS.model_copy(update={"pipeline": pipeline, "num_workers": num_workers})
    begin = perf_counter()
    events = list(train(settings, splits=digits, runs=tmp_path))
    wall = perf_counter() - begin
    told = spent_in(events)
    assert [one.step for one in told if one.step % 20 == 0] == [20, 40] and told[-1].step == 40
    assert all(seconds >= 0 for one in told for seconds in one[1:])
    whole = mean(told, 0)
    assert 0 < whole.whole * 40 <= wall and min(whole.forward, whole.backward, whole.update) > 0
    here, there = (whole.fetch, whole.transform), (whole.worker_fetch, whole.worker_transform)
    if num_workers:
        assert here == (0, 0) and min(there) > 0
    else:
        assert there == (0, 0) and min(here) > 0 and whole.wait == 0


def that_an_epoch_s_line_tells_the_shares(digits: Splits, tmp_path: Path) -> None:
    events, lines = list(train(SETTINGS, splits=digits, runs=tmp_path)), LogLines()
    told = [line for event in events for line in lines.of(event)]
    shares = [place for place, line in enumerate(told) if line.startswith("of a batch's ")]
    assert len(shares) == 2 and all(told[place - 1].startswith("epoch ") for place in shares)
    assert all(name in told[shares[0]] for name in HERE if name != "wait") and "wait" not in told[shares[0]]


def that_a_moment_s_time_is_no_part_of_a_run_s_history(digits: Splits, tmp_path: Path) -> None:
    events = list(train(SETTINGS, splits=digits, runs=tmp_path))
    assert isinstance(events[0], Started)
    folder = Path(events[0].folder)
    assert spent_in(events) and not spent_in(read_history(folder))
    assert "TimeSpent" not in (folder / "metrics.jsonl").read_text()
    assert len([event for event in read_history(folder) if isinstance(event, EpochDone)]) == 2


def that_a_pause_tells_of_the_steps_before_it(digits: Splits, tmp_path: Path) -> None:
    control = RunControl()
    control.take_step()
    events = train(SETTINGS, control, digits, tmp_path)
    kinds = [type(next(events)).__name__ for _ in range(4)]
    events.close()
    assert kinds == ["Started", "BatchDone", "TimeSpent", "Paused"]


def that_it_is_told_when_it_is_time_and_is_the_mean_since(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = StepClock(num_workers=0)
    clock.prepared(0.1, 0.3)
    assert clock.step(1, 5.0, LEARNT) is None
    monkeypatch.setattr(step_clock, "perf_counter", lambda: float("inf"))
    told = clock.step(2, 5.0, LEARNT)
    # Without workers the loop waits only while it prepares a batch.
    assert told and told[:4] == pytest.approx((2, 0.05, 0.15, 0)) and told[4:7] == LEARNT
    assert clock.told(2) is None


def that_starting_the_workers_is_no_part_of_a_batch() -> None:
    clock = StepClock(num_workers=1)
    for number, waited in enumerate((9.0, 0.25, 0.5), start=1):
        clock.prepared(0.5, 0.25)
        clock.step(number, waited, LEARNT)
    told = clock.told(3)
    assert told and told.wait == pytest.approx(0.375) and told[7:] == (0.5, 0.25) and told[1:3] == (0, 0)


def that_means_count_each_step_once() -> None:
    few, many = TimeSpent(5, 1, 0, 0, 0, 0, 0, 8), TimeSpent(20, 0, 0, 0, 0, 1, 0, 0)
    assert mean([few, many], 0)[:7] == (20, 0.25, 0, 0, 0, 0.75, 0)
    assert mean([many], 5) == many


def that_words_say_shares_and_what_workers_do() -> None:
    spent = TimeSpent(1, 0.0, 0.0, 0.006, 0.001, 0.002, 0.001, 0.0005, 0.12)
    assert sentence(spent, 2) == (
        "of a batch's 10.0 ms: wait 60%, forward 10%, backward 20%, update 10%; "
        "meanwhile in 2 loader workers: fetch 0.50 ms, transform 120 ms"
    )
