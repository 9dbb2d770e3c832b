"""The views of a drawing show it turned, slanted, wider and with other pens, all as MNIST's digits are drawn."""

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.ink.rendering import render, scaled_segments
from engine.ink.views import MOST_SEGMENTS, VIEWS, View, render_views
from tests.support.drawings import strokes_drawn

PLAIN = View(pen_width=2.5, wider=1.0)
DRAWINGS = [[np.array(stroke) for stroke in strokes] for strokes in strokes_drawn()]


@pytest.mark.parametrize("strokes", DRAWINGS)
def that_a_plain_view_is_the_image_that_is_shown(strokes: list[NDArray[np.float64]]) -> None:
    (view,) = render_views(strokes, [PLAIN])
    shown = render(strokes)
    assert shown is not None and view.shape == shown.shape and view.dtype == shown.dtype
    assert np.abs(view.astype(int) - shown.astype(int)).max() <= 2


@pytest.mark.parametrize("view", VIEWS)
def that_a_view_is_the_image_of_the_changed_strokes(view: View) -> None:
    strokes = DRAWINGS[4]
    (seen,) = render_views(strokes, [view._replace(pen_width=PLAIN.pen_width)])
    changed = render([stroke @ view.matrix for stroke in strokes])
    assert changed is not None
    assert np.abs(seen.astype(int) - changed.astype(int)).mean() < 2


def that_a_turn_is_clockwise_and_a_slant_moves_lower_points_to_the_right() -> None:
    right, below = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    turned, slanted = PLAIN._replace(turn=0.2).matrix, PLAIN._replace(slant=0.2).matrix
    assert (right @ turned)[1] > 0
    assert (below @ slanted)[0] == pytest.approx(0.2) and (right @ slanted).tolist() == [1, 0]


def that_a_thicker_pen_leaves_more_ink() -> None:
    thin, thick = render_views(DRAWINGS[4], [PLAIN._replace(pen_width=width) for width in (2.0, 3.0)])
    assert thick.sum() > 1.3 * thin.sum()


def that_a_dot_is_a_dot_in_every_view() -> None:
    for image in render_views([[(5.0, 7.0)]]):
        rows, columns = image.nonzero()
        assert image.max() == 255 and np.ptp(rows) <= 3 and np.ptp(columns) <= 3
        assert rows.min() >= 12 and rows.max() <= 16


def that_a_long_scribble_is_drawn_with_some_of_its_segments() -> None:
    t = np.linspace(0, 1, 4000)
    scribble = [np.stack([np.sin(46 * t), np.cos(60 * t + 1)], 1)]
    assert len(scaled_segments(scribble)[0]) > 3 * MOST_SEGMENTS
    (view,) = render_views(scribble, [PLAIN])
    shown = render(scribble)
    assert shown is not None and np.abs(view.astype(int) - shown.astype(int)).mean() < 8
