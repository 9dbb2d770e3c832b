"""Whether losses are those of an experiment: to the last bit, within rounding, or not at all."""

import pytest

from engine.events import BatchDone, EpochDone, Event, LearningRateChanged, Started, ThreadsChanged
from engine.sharing.comparison import judged, same_computer
from engine.sharing.experiment import Made
from engine.sharing.losses import MOST_EPOCHS, Losses

BEGUN = Started("simple", "a network", 101_770, "cpu", 2, "as set", 0, 2, 100, 20, 1_000, 0, 0, 500, 500)
MADE = Made(2, "AVX2, One", "2.13.0", "0.1.0")


def steps(number: int, factor: float = 1.0) -> list[BatchDone]:
    return [BatchDone(step, 1, factor * 2.0 / step, 0.01, 1_000.0, 0.0) for step in range(1, number + 1)]


def epochs(number: int, factor: float = 1.0) -> list[EpochDone]:
    return [EpochDone(one, 5 * one, 0.3, 0.9, factor / one, 0.9, 1.0) for one in range(1, number + 1)]


def history(number: int, factor: float = 1.0, validation: float = 1.0) -> list[Event]:
    return [BEGUN, *steps(number, factor), *epochs(number // 5, validation)]


def of(events: list[Event]) -> Losses:
    found = Losses.of(events)
    assert found
    return found


THEIRS = of(history(20))


def that_the_same_losses_are_equal_also_if_the_run_went_on_longer() -> None:
    for events in (history(20), history(25)):
        found = judged(THEIRS, events, "")
        assert found == ("equal", "All 20 losses equal those of the experiment to the last bit.")


def that_another_last_bit_is_no_equality_but_within_rounding() -> None:
    events = history(20)
    events[7] = steps(7)[-1]._replace(loss=2.0 / 7 + 1e-16)
    found = judged(THEIRS, events, "threads 2 there, 1 here")
    assert (
        found.verdict == "close"
        and "within rounding (threads 2 there, 1 here): the largest difference is" in found.sentence
    )
    assert "though kind of CPU, threads and versions are the same" in judged(THEIRS, events, "").sentence


def that_the_first_step_must_be_almost_the_same() -> None:
    assert judged(THEIRS, history(20, 1.000_01), "").verdict == "close"
    found = judged(THEIRS, history(20, 1.01), "")
    assert found.verdict == "different" and "0.02 (1.00%), in the loss of the first step" in found.sentence


def that_validation_losses_may_differ_more_and_yet_not_by_half() -> None:
    assert judged(THEIRS, history(20, 1.000_01, 1.1), "").verdict == "close"
    found = judged(THEIRS, history(20, 1.000_01, 1.5), "")
    assert found.verdict == "different" and "0.5 (50.00%), in the validation loss of epoch 1" in found.sentence


def that_a_run_that_was_stopped_is_compared_as_far_as_it_came() -> None:
    found = judged(THEIRS, history(10), "")
    assert found.verdict == "close" and "within rounding after 10 of 20 steps" in found.sentence
    assert judged(THEIRS, [BEGUN], "").verdict == "unknown"


def that_only_the_steps_count_that_others_can_take_too() -> None:
    for change in (LearningRateChanged(8, 0.5), ThreadsChanged(1, "busy"), BEGUN._replace(threads=1, first_step=8)):
        found = of([BEGUN, *steps(8), change, *steps(20)[8:], *epochs(4)])
        assert found.steps == 8 and found.digest == of([BEGUN, *steps(8)]).digest
        assert [epoch for epoch, _ in found.validation] == [1]


def that_a_run_that_was_resumed_has_the_losses_of_one_that_was_not() -> None:
    again = BEGUN._replace(first_step=8)
    assert of([BEGUN, *steps(8), again, *steps(20)[8:], *epochs(4)]) == THEIRS


def that_the_text_has_some_epochs_and_always_the_last() -> None:
    for number in (1, 4, 5, 8, 40):
        validation = of(history(5 * number)).validation
        assert len(validation) <= MOST_EPOCHS and validation[-1][0] == number


@pytest.mark.parametrize("change", [{"threads": 1}, {"cpu": "AVX512, Two"}, {"torch": "2.12.0"}, {"version": "0.2.0"}])
def that_it_is_said_beforehand_what_to_expect(change: dict[str, int | str]) -> None:
    assert "equal to the last bit" in same_computer(MADE, MADE)
    told = same_computer(MADE, MADE._replace(**change))  # type: ignore[arg-type]
    assert "the same within rounding" in told and f"{next(iter(change.values()))} here" in told
