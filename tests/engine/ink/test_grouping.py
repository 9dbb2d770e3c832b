"""Strokes of a row of digits are told apart by the gaps between them."""

from engine.ink.grouping import groups

ONE = [(0.0, 0.0), (0.0, 1.0)]
BAR = [(-0.2, 0.5), (0.3, 0.5)]


def moved(stroke: list[tuple[float, float]], right: float) -> list[tuple[float, float]]:
    return [(x + right, y) for x, y in stroke]


def that_strokes_above_one_another_are_one_digit() -> None:
    assert groups([ONE, BAR]) == [[BAR, ONE]]


def that_a_row_is_found_from_left_to_right_in_whatever_order_it_was_drawn() -> None:
    second, third = moved(ONE, 1.0), moved(ONE, 2.0)
    assert groups([third, ONE, second, moved(BAR, 1.0)]) == [[ONE], [moved(BAR, 1.0), second], [third]]


def that_strokes_nearly_touching_are_one_digit() -> None:
    assert groups([ONE, moved(ONE, 0.1)]) == [[ONE, moved(ONE, 0.1)]]


def that_a_dot_beside_a_digit_makes_no_row() -> None:
    assert groups([ONE, [(0.5, 1.0)]]) == [[ONE, [(0.5, 1.0)]]]


def that_there_is_nothing_in_nothing_and_in_a_single_point_one_group() -> None:
    assert groups([]) == [] == groups([[]])
    assert groups([[(0.3, 0.3)]]) == [[[(0.3, 0.3)]]]


def that_the_size_of_the_row_does_not_matter() -> None:
    row = [ONE, moved(ONE, 1.0)]
    small = [[(x / 1000, y / 1000) for x, y in stroke] for stroke in row]
    assert len(groups(row)) == len(groups(small)) == 2
