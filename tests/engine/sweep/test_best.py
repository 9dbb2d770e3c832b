"""The best front has what nothing cheaper reaches, and chance is no reason to pay more."""

from engine.settings import TrainSettings
from engine.sweep.best import as_good, front, significantly_better
from engine.sweep.time_left import Measured, about, expected_seconds, seconds_left
from tests.support.settings import SIMPLE


def that_the_front_is_what_nothing_cheaper_reaches() -> None:
    assert front([1, 2, 3, 4], [0.90, 0.95, 0.94, 0.99]) == [0, 1, 3]
    assert front([3, 1, 2], [0.9, 0.9, 0.8]) == [1]
    assert front([], []) == []


def that_of_equal_costs_the_most_accurate_is_on_the_front() -> None:
    assert front([5, 5, 5], [0.90, 0.97, 0.95]) == [1]


def that_what_chance_may_explain_does_not_pay_for_more_seconds() -> None:
    assert front([1, 2, 3], [0.970, 0.972, 0.985], images=5000) == [0, 2]


def that_small_differences_are_not_called_better() -> None:
    assert not significantly_better(0.990, 0.988, 5000)
    assert significantly_better(0.990, 0.980, 5000)
    assert not significantly_better(1.0, 0.996, 500)
    assert as_good([0.990, 0.97, 0.988], 5000) == [0, 2]
    assert as_good([], 0) == []


CNN = TrainSettings(epochs=2)


def that_a_training_is_expected_to_take_as_long_as_the_one_most_like_it() -> None:
    measured = [Measured(SIMPLE, 3, 3), Measured(CNN, 100, 2), Measured(SIMPLE.model_copy(update={"seed": 1}), 6, 3)]
    assert expected_seconds(SIMPLE, measured) == 4.5
    assert expected_seconds(CNN.model_copy(update={"batch_size": 64}), measured) == 100
    assert expected_seconds(CNN, []) is None
    assert seconds_left([(SIMPLE, 1), (CNN, 2)], measured) == 3
    assert seconds_left([(SIMPLE, 1)], []) is None


def that_a_rough_time_is_said_roughly() -> None:
    assert [about(seconds) for seconds in (5, 170, 7300)] == ["less than a minute", "about 3 min", "about 2 hours"]
