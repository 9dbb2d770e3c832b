"""Curves as they are read off events, smoothed and thinned."""

import math
from itertools import pairwise

import numpy as np
import pytest

from engine.events import BatchDone, EpochDone, Event, Started
from engine.runs.curves import CurvePoints, Smoothing, extremes, smoothed, thinned


def started(steps: int, first_step: int = 0) -> Started:
    return Started("simple", "", 1, "cpu", 1, "", 0, 4, 64, steps, 1, 0, 0, 1, 1, first_step)


def batches(first: int, last: int, loss: float) -> list[BatchDone]:
    return [BatchDone(step, 1 + (step - 1) // 25, loss, 0.1, 1000.0, 0.0) for step in range(first, last + 1)]


def epoch(number: int) -> EpochDone:
    return EpochDone(number, number * 25, 0.5, 0.9, 0.5, 0.9, 1.0)


def that_a_run_that_was_resumed_is_one_curve() -> None:
    lost: list[Event] = [started(50), *batches(1, 25, 1.0), epoch(1), *batches(26, 40, 1.0)]
    again: list[Event] = [started(50, first_step=30), *batches(31, 50, 0.3), epoch(2)]
    points = CurvePoints.of([*lost, *again])
    assert [event.step for event in points.batches] == list(range(1, 51))
    assert [event.epoch for event in points.epochs] == [1, 2] and points.batches[30].loss == 0.3


def that_a_new_start_forgets_what_was_before() -> None:
    events: list[Event] = [started(25), *batches(1, 25, 1.0), started(10), *batches(1, 1, 2.0)]
    assert CurvePoints.of(events).last_step == 1


@pytest.mark.parametrize("most", [20, 50, 100])
def that_smoothing_follows_and_calms(most: int) -> None:
    noisy = np.tile([0.0, 2.0], 500)
    smooth = smoothed(noisy, most)
    assert smooth[0] == 0 and np.abs(smooth[200:] - 1).max() < 0.1


def that_smoothing_over_one_value_changes_nothing_and_no_values_are_no_curve() -> None:
    values = np.random.default_rng(0).normal(size=100)
    assert np.allclose(smoothed(values, 1), values) and smoothed(np.array([])).size == 0


def that_a_value_that_is_not_finite_leaves_the_average_as_it_was() -> None:
    smoothing = Smoothing()
    assert smoothing.add(1.0) == 1.0 and smoothing.add(math.inf) == smoothing.add(math.nan) == 1.0


def that_extremes_stand_in_the_order_of_the_values() -> None:
    values = np.array([3.0, 9, 1, 5, 5, 5, 7])
    assert extremes(values, 3).tolist() == [1, 2, 3, 5, 6, 6] and extremes(values, 1).tolist()[::2] == list(range(7))


def that_many_points_become_few_and_no_peak_is_lost() -> None:
    x, y = np.arange(50_000.0), np.ones(50_000)
    y[[40_000, 49_999]] = 5, -5
    few, values = thinned(x, y, 1000)
    assert len(few) <= 1002 and values.max() == 5 and values.min() == -5 and (few[0], few[-1]) == (0, 49_999)
    assert all(before < after for before, after in pairwise(few))
    assert thinned(few, values, 1002)[0] is few
