"""Strokes, erasing, undo and redo. No QApplication."""

import pytest

from gui.drawing import Drawing


def line(*points: tuple[float, float]) -> Drawing:
    drawing = Drawing()
    drawing.begin_stroke(points[0])
    for point in points[1:]:
        drawing.extend_stroke(point)
    return drawing


def that_a_click_is_a_dot() -> None:
    assert line((0.1, 0.2)).strokes == (((0.1, 0.2),),)


def that_standing_still_adds_no_points() -> None:
    assert line((0, 0), (0, 0), (0.1, 0), (0.1, 0)).strokes == (((0, 0), (0.1, 0)),)


def that_undo_and_redo_go_stroke_by_stroke() -> None:
    drawing = line((0, 0), (0.1, 0.1))
    first = drawing.strokes
    drawing.begin_stroke((0.3, 0.3))
    drawing.extend_stroke((0.4, 0.3))
    both = drawing.strokes
    drawing.undo()
    assert drawing.strokes == first and drawing.can_redo
    drawing.undo()
    assert drawing.strokes == () and not drawing.can_undo
    drawing.undo()
    drawing.redo()
    drawing.redo()
    drawing.redo()
    assert drawing.strokes == both and not drawing.can_redo


def that_a_new_stroke_ends_what_could_be_redone() -> None:
    drawing = line((0, 0))
    drawing.undo()
    drawing.begin_stroke((0.2, 0.2))
    assert not drawing.can_redo


def that_clearing_is_one_step_of_undo_and_clearing_nothing_is_none() -> None:
    drawing = line((0, 0), (0.1, 0))
    before = drawing.strokes
    drawing.clear()
    drawing.clear()
    assert drawing.strokes == ()
    drawing.undo()
    assert drawing.strokes == before


def that_erasing_cuts_a_stroke_in_two() -> None:
    drawing = line((-0.4, 0), (0.4, 0))
    drawing.begin_erasing()
    drawing.erase((0, 0.3), (0, -0.3), radius=0.05)
    drawing.end_erasing()
    left, right = drawing.strokes
    assert left[0] == (-0.4, 0) and right[-1] == pytest.approx((0.4, 0))
    assert left[-1][0] <= -0.05 < 0.05 <= right[0][0]
    assert right[0][0] - left[-1][0] < 0.16
    drawing.undo()
    assert drawing.strokes == (((-0.4, 0), (0.4, 0)),)


def that_erasing_everything_leaves_nothing() -> None:
    drawing = line((0, 0), (0.01, 0))
    drawing.begin_erasing()
    drawing.erase((0, 0), (0, 0), radius=0.1)
    drawing.end_erasing()
    assert drawing.strokes == ()


def that_erasing_beside_the_ink_is_no_step_of_undo() -> None:
    drawing = line((0, 0), (0.1, 0))
    before = drawing.strokes
    drawing.begin_erasing()
    drawing.erase((0.4, 0.4), (0.4, 0.3), radius=0.05)
    drawing.end_erasing()
    assert drawing.strokes == before
    drawing.undo()
    assert drawing.strokes == ()
