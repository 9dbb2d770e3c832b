"""Curves that grow for hours and stay small. No QApplication."""

import math

import numpy as np
import pytest

from engine.runs.curves import Smoothing
from gui.widgets.charts.curve import MOST_POINTS, Curve


def that_points_come_back_in_order() -> None:
    curve = Curve()
    for x in range(100):
        curve.add(x, x * 2)
    assert curve.points().tolist() == [[x, 2 * x] for x in range(100)]


@pytest.mark.parametrize("bad", [math.inf, -math.inf, math.nan, 1e308, -1e308])
def that_what_cannot_be_drawn_is_left_out(bad: float) -> None:
    curve = Curve()
    curve.add(1, 0.5)
    curve.add(2, bad)
    assert curve.points().tolist() == [[1, 0.5]]


def that_a_million_points_stay_few_and_keep_their_extremes() -> None:
    curve = Curve()
    values = np.random.default_rng(0).normal(size=1_000_000)
    values[123_456], values[765_432] = 40, -40
    for step, value in enumerate(values.tolist()):
        curve.add(step, value)
    x, y = curve.points().T
    assert MOST_POINTS / 2 <= len(x) <= MOST_POINTS + 1
    assert y.max() == 40 and y.min() == -40
    assert np.all(np.diff(x) > 0) and np.diff(x).max() < 1500, "as dense at its start as at its end"
    assert x[0] < 1500 and x[-1] == 999_999


def that_a_flat_curve_stays_as_long_as_it_is() -> None:
    curve = Curve(16)
    for step in range(1000):
        curve.add(step, 0.5)
    x, y = curve.points().T
    assert x[0] == 0 and x[-1] == 999 and set(y) == {0.5}


def that_the_value_at_a_place_is_the_last_one_before_it() -> None:
    curve = Curve()
    for x in (10, 20, 30):
        curve.add(x, x / 10)
    assert [curve.at(x) for x in (9, 10, 19.9, 20, 99)] == [None, 1, 1, 2, 3]


def that_smoothing_follows_a_steep_start_and_calms_a_noisy_end() -> None:
    smoothing, noise = Smoothing(), np.random.default_rng(0)
    losses = 2.3 * np.exp(-np.arange(1000) / 30) + 0.2 * noise.uniform(0.5, 1.5, 1000)
    smooth = np.array([smoothing.add(loss) for loss in losses])
    assert smooth[0] == losses[0]
    assert np.abs(smooth - losses)[:40].max() < 0.35
    assert smooth[-300:].std() < losses[-300:].std() / 4
    assert smoothing.add(math.inf) == smooth[-1]


@pytest.mark.parametrize("most", [16, 64, 1024])
def that_points_stay_in_order_however_often_they_are_thinned_out(most: int) -> None:
    curve = Curve(most)
    for x in range(20 * most + 7):
        curve.add(x, math.sin(x / 9))
        if x % (most // 2) == 1:
            steps = np.diff(curve.points()[:, 0])
            assert (steps > 0).all(), "a point from long ago would draw a line across the curve"
    assert steps.max() < 20 * most / 3
