"""Recorded runs with a problem get the note that names it, and good runs get none."""

from collections.abc import Iterable

import pytest

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged
from engine.settings.fields import FIELDS
from engine.training.diagnosis import Diagnosis, Note
from tests.support.runs.events import STARTED
from tests.support.runs.recorded_runs import RUNS, recorded

RATE, EPOCHS = FIELDS["learning_rate"].title, FIELDS["epochs"].title


@pytest.fixture
def diagnosis() -> Diagnosis:
    return Diagnosis()


def notes(diagnosis: Diagnosis, told: Iterable[Event]) -> list[Note]:
    return [note for event in told if (note := diagnosis.add(event))]


def that_a_loss_that_explodes_is_told_at_once_and_once(diagnosis: Diagnosis) -> None:
    (note,) = notes(diagnosis, recorded("exploding"))
    assert note.kind == "diverging" and note.step <= 20
    assert note.text.endswith(f"set {RATE} to 1 or less.")


def rising_twice(first: float, second: float) -> list[Event]:
    """Falls, rises at the first rate, falls again, and rises at the second rate."""
    parts = ((0.5, 0.001), (2.3, first), (0.4, 0.001), (2.4, second))
    steps = [(loss, rate) for loss, rate in parts for _ in range(100)]
    return [STARTED, *(BatchDone(step, 1, loss, rate, 1.0, 0.0) for step, (loss, rate) in enumerate(steps, 1))]


@pytest.mark.parametrize(("second", "advice"), [(1.0, "0.02"), (0.1, "0.01")])
def that_a_second_rise_never_allows_a_higher_rate_than_the_first(
    diagnosis: Diagnosis, second: float, advice: str
) -> None:
    told = notes(diagnosis, rising_twice(0.2, second))
    assert [note.kind for note in told] == ["diverging", "diverging"]
    assert [note.text.rsplit(" to ", 1)[1] for note in told] == ["0.02 or less.", f"{advice} or less."]


def that_a_note_says_of_which_step_its_figures_are(diagnosis: Diagnosis) -> None:
    """It stays beside the curve, whose loss goes on."""
    first, _ = notes(diagnosis, rising_twice(0.2, 0.2))
    assert f"at step {first.step} it was " in first.text and ", after 0.5 before," in first.text


def that_a_peak_that_is_too_high_is_told_when_the_loss_rises_again(diagnosis: Diagnosis) -> None:
    told = notes(diagnosis, recorded("peak too high"))
    assert [note.kind for note in told] == ["diverging"]
    assert 10 < told[0].step < 60 and f"{RATE} to 0." in told[0].text


def that_a_rate_that_is_far_too_small_is_told_after_an_epoch(diagnosis: Diagnosis) -> None:
    (note,) = notes(diagnosis, recorded("far too slow"))
    assert (note.kind, note.step) == ("too slow", 32)
    assert note.text.endswith(f"set {RATE} to 0.00001 or more.")


def that_one_cycle_may_be_slow_while_its_rate_rises(diagnosis: Diagnosis) -> None:
    (note,) = notes(diagnosis, recorded("slow one-cycle"))
    assert note.kind == "too slow" and note.step == 64, "the rate rises for 48 of 160 steps"


def that_a_run_that_ends_having_learnt_little_says_so_whatever_its_schedule(diagnosis: Diagnosis) -> None:
    (note,) = notes(diagnosis, recorded("too slow one-cycle"))
    assert note.kind == "too slow" and "The run is over, and only" in note.text and f"{RATE} to 0.001" in note.text


def that_a_run_that_ends_while_its_loss_falls_is_told_at_its_end(diagnosis: Diagnosis) -> None:
    (note,) = notes(diagnosis, recorded("unfinished"))
    assert (note.kind, note.step) == ("too slow", 96)
    assert "still falling" in note.text and f"{RATE} to 0.06" in note.text and f"{EPOCHS} to 6" in note.text


def that_learning_by_heart_is_told_once_with_the_epoch_that_was_best(diagnosis: Diagnosis) -> None:
    every = list(recorded("learning by heart"))
    (note,) = notes(diagnosis, every)
    validations = {event.epoch: event.validation_loss for event in every if isinstance(event, EpochDone)}
    best = min(list(validations)[: note.step // 10], key=validations.__getitem__)
    assert note.kind == "overfitting" and f"Set {EPOCHS} to {best}," in note.text
    assert FIELDS["augmentation"].title in note.text


@pytest.mark.parametrize("name", [name for name in RUNS if name.startswith("good")])
def that_good_runs_get_no_note(name: str, diagnosis: Diagnosis) -> None:
    assert notes(diagnosis, recorded(name)) == []


def that_varied_images_may_be_harder_than_those_of_the_validation(diagnosis: Diagnosis) -> None:
    every = list(recorded("varied"))
    (*_, last) = (event for event in every if isinstance(event, EpochDone))
    assert last.train_loss > 1.3 * last.validation_loss and notes(diagnosis, every) == []


def that_each_run_is_looked_at_anew(diagnosis: Diagnosis) -> None:
    for _ in range(2):
        assert len(notes(diagnosis, recorded("exploding"))) == 1
    assert notes(diagnosis, recorded("good sgd")) == []


def steps(losses: list[float]) -> list[Event]:
    return [BatchDone(step, 1, loss, 0.01, 15_000, 0.0) for step, loss in enumerate(losses, start=1)]


def run_of(*ends: tuple[float, float], rate: float = 0.01) -> list[Event]:
    """Epochs of 20 steps that end with these training and validation losses."""
    made: list[Event] = [STARTED._replace(epochs=len(ends))]
    for epoch, (train, validation) in enumerate(ends, start=1):
        first = 20 * (epoch - 1)
        made += [BatchDone(first + step, epoch, train, rate, 15_000, 0.0) for step in range(1, 21)]
        made.append(EpochDone(epoch, first + 20, train, 0.9, validation, 0.9, 1.0))
    return made


FALLING = [(1.0, 0.9), (0.5, 0.5), (0.3, 0.4)]


def that_a_loss_that_no_longer_moves_is_a_plateau(diagnosis: Diagnosis) -> None:
    told = notes(diagnosis, run_of(*FALLING, *[(0.3, 0.4), (0.31, 0.41)] * 4, rate=0.03))
    assert [(note.kind, note.step) for note in told] == [("plateau", 120)], "three epochs after the last better one"
    assert FIELDS["schedule"].title in told[0].text and f"{RATE} to 0.01." in told[0].text


def that_a_plateau_is_no_learning_by_heart_and_the_other_way_round(diagnosis: Diagnosis) -> None:
    both_rise = [(0.3 + up, 0.4 + up) for up in (0.02, 0.05, 0.08, 0.12)]
    assert [note.kind for note in notes(diagnosis, run_of(*FALLING, *both_rise))] == ["plateau"]
    one_falls = [(0.15, 0.45), (0.08, 0.5), (0.04, 0.55), (0.02, 0.6)]
    told = notes(diagnosis, run_of(*FALLING, *one_falls))
    assert [(note.kind, note.step) for note in told] == [("overfitting", 100)] and f"{EPOCHS} to 3," in told[0].text


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
