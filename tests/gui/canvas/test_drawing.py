"""Strokes, erasing, undo and redo. No QApplication."""

import numpy as np
import pytest

from gui.canvas.drawing import Drawing


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


PICTURE = np.full((28, 28), 7, np.uint8)


def that_a_picture_takes_the_place_of_the_strokes_as_one_step_of_undo() -> None:
    drawing = line((0, 0), (0.1, 0))
    before = drawing.strokes
    drawing.put(PICTURE)
    drawing.put(PICTURE.copy())
    assert drawing.strokes == () and drawing.picture is not None and not drawing.is_empty
    drawing.undo()
    assert drawing.strokes == before and drawing.picture is None
    drawing.redo()
    assert drawing.strokes == () and (drawing.picture == PICTURE).all()


def that_a_picture_stays_what_it_was_when_its_giver_changes_theirs() -> None:
    mine = PICTURE.copy()
    drawing = Drawing()
    drawing.put(mine)
    mine[:] = 0
    assert drawing.picture is not None and (drawing.picture == PICTURE).all()


def that_a_stroke_another_drawing_or_clearing_takes_the_picture_away_and_undo_brings_it_back() -> None:
    drawing = Drawing()
    drawing.put(PICTURE)
    for change in (
        lambda: drawing.begin_stroke((0, 0)),
        lambda: drawing.replace((((0.1, 0.1),),)),
        drawing.clear,
    ):
        change()
        assert drawing.picture is None
        drawing.undo()
        assert drawing.picture is not None and drawing.strokes == ()


def that_a_cleared_picture_leaves_an_empty_canvas() -> None:
    drawing = Drawing()
    assert drawing.is_empty
    drawing.put(PICTURE)
    drawing.clear()
    assert drawing.is_empty and drawing.can_undo


def that_a_picture_cannot_be_erased() -> None:
    drawing = Drawing()
    drawing.put(PICTURE)
    drawing.begin_erasing()
    drawing.erase((-0.5, 0), (0.5, 0), radius=0.2)
    drawing.end_erasing()
    assert drawing.picture is not None
    drawing.undo()
    assert drawing.picture is None and drawing.is_empty
