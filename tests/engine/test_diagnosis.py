"""Real runs with a fault get the note that names it, and good runs get none."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.datasets import Splits
from engine.diagnosis import Diagnosis, Note
from engine.events import BatchDone, EpochDone, Event, LearningRateChanged
from engine.knobs import KNOBS, checked
from engine.training import train
from tests.engine.test_events import STARTED

PLAIN = {"model": "simple", "epochs": 3, "batch_size": 64, "variation": "none", "non_digits": "none"}
RATE, EPOCHS = KNOBS["learning_rate"].title, KNOBS["epochs"].title


@pytest.fixture
def diagnosis() -> Diagnosis:
    return Diagnosis()


def events(digits: Splits, folder: Path, **changes: Any) -> Iterator[Event]:
    return train(checked({**PLAIN, "my_digits": "none", "threads": 1, **changes}), splits=digits, runs=folder)


def notes(diagnosis: Diagnosis, told: Iterator[Event] | list[Event]) -> list[Note]:
    return [note for event in told if (note := diagnosis.add(event))]


def constant(optimizer: str, rate: float) -> dict[str, Any]:
    return {"optimizer": optimizer, "schedule": "constant", "learning_rate": rate}


def that_a_loss_that_explodes_is_told_at_once_and_once(diagnosis: Diagnosis, digits: Splits, tmp_path: Path) -> None:
    (note,) = notes(diagnosis, events(digits, tmp_path, **constant("momentum", 10)))
    assert note.kind == "diverging" and note.step <= 20
    assert note.text.endswith(f"set {RATE} to 1 or less.")


def that_a_peak_that_is_too_high_is_told_when_the_loss_rises_again(
    diagnosis: Diagnosis, digits: Splits, tmp_path: Path
) -> None:
    told = notes(diagnosis, events(digits, tmp_path, optimizer="momentum", schedule="one-cycle", learning_rate=2))
    assert [note.kind for note in told] == ["diverging"]
    assert 10 < told[0].step < 60 and f"{RATE} to 0." in told[0].text


def that_a_rate_that_is_far_too_small_is_told_after_an_epoch(
    diagnosis: Diagnosis, digits: Splits, tmp_path: Path
) -> None:
    (note,) = notes(diagnosis, events(digits, tmp_path, **constant("adamw", 1e-6)))
    assert (note.kind, note.step) == ("too slow", 32)
    assert note.text.endswith(f"set {RATE} to 0.00001 or more.")


def that_one_cycle_may_be_slow_while_its_rate_rises(diagnosis: Diagnosis, digits: Splits, tmp_path: Path) -> None:
    slow = {"optimizer": "adamw", "schedule": "one-cycle", "learning_rate": 1e-5, "epochs": 5}
    (note,) = notes(diagnosis, events(digits, tmp_path, **slow))
    assert note.kind == "too slow" and note.step == 64, "the rate rises for 48 of 160 steps"


def that_a_run_that_ends_while_its_loss_falls_is_told_at_its_end(
    diagnosis: Diagnosis, digits: Splits, tmp_path: Path
) -> None:
    (note,) = notes(diagnosis, events(digits, tmp_path, **constant("sgd", 0.02)))
    assert (note.kind, note.step) == ("too slow", 96)
    assert "still falling" in note.text and f"{RATE} to 0.06" in note.text and f"{EPOCHS} to 6" in note.text


def that_learning_by_heart_is_told_once_with_the_epoch_that_was_best(
    diagnosis: Diagnosis, digits: Splits, tmp_path: Path
) -> None:
    few = replace(digits, train=digits.train.part(slice(200)))
    told = events(few, tmp_path, **constant("adamw", 0.003), epochs=50, batch_size=20)
    every = list(told)
    (note,) = notes(diagnosis, every)
    validations = {event.epoch: event.validation_loss for event in every if isinstance(event, EpochDone)}
    best = min(list(validations)[: note.step // 10], key=validations.__getitem__)
    assert note.kind == "overfitting" and f"Set {EPOCHS} to {best}," in note.text
    assert KNOBS["variation"].title in note.text


def that_a_loss_that_no_longer_moves_is_a_plateau(diagnosis: Diagnosis, digits: Splits, tmp_path: Path) -> None:
    told = notes(diagnosis, events(digits, tmp_path, **constant("adamw", 0.03), epochs=14))
    assert [note.kind for note in told if note.kind != "diverging"] == ["plateau"]
    assert KNOBS["schedule"].title in told[-1].text and f"{RATE} to 0.01." in told[-1].text


@pytest.mark.parametrize(
    "good",
    [
        constant("sgd", 0.1),
        constant("momentum", 0.05),
        {"optimizer": "adamw", "schedule": "one-cycle", "learning_rate": 0.005},
        {"optimizer": "momentum", "schedule": "one-cycle", "learning_rate": 0.05, "epochs": 6},
        {"model": "cnn", "epochs": 1, "optimizer": "adamw", "schedule": "one-cycle", "learning_rate": 0.01},
    ],
)
def that_good_runs_get_no_note(good: dict[str, Any], diagnosis: Diagnosis, digits: Splits, tmp_path: Path) -> None:
    assert notes(diagnosis, events(digits, tmp_path, **good)) == []


def that_varied_images_may_be_harder_than_those_of_the_validation(
    diagnosis: Diagnosis, digits: Splits, tmp_path: Path
) -> None:
    varied = {"optimizer": "adamw", "schedule": "one-cycle", "learning_rate": 0.005, "variation": "varied"}
    every = list(events(digits, tmp_path, **varied))
    (*_, last) = (event for event in every if isinstance(event, EpochDone))
    assert last.train_loss > 1.3 * last.validation_loss and notes(diagnosis, every) == []


def that_each_run_is_looked_at_anew(diagnosis: Diagnosis, digits: Splits, tmp_path: Path) -> None:
    for _ in range(2):
        assert len(notes(diagnosis, events(digits, tmp_path, **constant("momentum", 10), epochs=1))) == 1
    assert notes(diagnosis, events(digits, tmp_path, **constant("sgd", 0.1))) == []


def steps(losses: list[float]) -> list[Event]:
    return [BatchDone(step, 1, loss, 0.01, 15_000, 0.0) for step, loss in enumerate(losses, start=1)]


def that_what_comes_back_is_told_again(diagnosis: Diagnosis) -> None:
    ups_and_downs = [0.5] * 50 + [2.5] * 100 + [0.5] * 100 + [2.5] * 100
    told = notes(diagnosis, [STARTED, *steps(ups_and_downs)])
    assert [note.kind for note in told] == ["diverging"] * 2
    assert 50 < told[0].step < 100 and 250 < told[1].step < 300


def that_noise_is_no_divergence(diagnosis: Diagnosis) -> None:
    assert notes(diagnosis, [STARTED, *steps([2.3] * 20 + [0.3, 0.02, 0.5, 0.1, 0.9] * 100)]) == []


def that_a_plateau_at_another_rate_is_told_again(diagnosis: Diagnosis) -> None:
    def epochs(first: int) -> list[Event]:
        done = [EpochDone(epoch, 20 * epoch, 0.3, 0.9, 0.3, 0.9, 1.0) for epoch in range(first, first + 6)]
        return [event for epoch in done for event in (*steps([0.3] * 20), epoch)]

    changed = LearningRateChanged(120, 0.005)
    told = notes(diagnosis, [STARTED._replace(epochs=30), *epochs(1), changed, *epochs(7)])
    assert [(note.kind, note.step) for note in told] == [("plateau", 80), ("plateau", 200)]


def that_a_run_that_ends_having_learnt_little_says_so_whatever_its_schedule(
    diagnosis: Diagnosis, digits: Splits, tmp_path: Path
) -> None:
    slow = {"optimizer": "adamw", "schedule": "one-cycle", "learning_rate": 0.0001, "epochs": 3}
    (note,) = notes(diagnosis, events(digits, tmp_path, **slow))
    assert (
        note.kind == "too slow" and "The run is over, and only" in note.text and "Learning rate to 0.001" in note.text
    )
