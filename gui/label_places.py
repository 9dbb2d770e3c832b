"""Where the labels of points go so that none covers another, or a point. Knows nothing of widgets."""

from collections.abc import Iterable, Sequence
from itertools import product

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width and height."""
POINT = 8.0
"""Half the width that a point takes, with some room."""
ROUNDS = (0, 10, 20, 32, 46, 62)
"""How much further away each round of tries is."""
OUTSIDE = 4.0
"""How much worse it is to lie outside the picture than over something else."""
AWAY = 3.0
"""What a pixel of distance to the point costs, beside a pixel of something that is covered."""
STEPS, CROSSED = 8, 60.0
"""A line from a point to a label is looked at in so many places; what each of them costs that lies in a label."""


def label_places(points: Sequence[Point], sizes: Sequence[Point], inside: Box) -> list[Box]:
    """A box for each point's label; all in pixels, y down. The best of some orders in which they can be placed."""
    numbers = range(len(points))
    orders = [
        sorted(numbers, key=key, reverse=reverse)
        for key, reverse in product((lambda n: points[n][0], lambda n: points[n][1]), (False, True))
    ]
    found = [_placed(points, sizes, inside, order) for order in (numbers, *orders)]
    return min(found, key=lambda one: one[0])[1]


def _placed(
    points: Sequence[Point], sizes: Sequence[Point], inside: Box, order: Iterable[int]
) -> tuple[float, list[Box]]:
    """One after the other, each where it costs least; what it costs altogether comes first."""
    taken: list[Box] = [(x - POINT, y - POINT, 2 * POINT, 2 * POINT) for x, y in points]
    places: dict[int, Box] = {}
    total = 0.0
    for number in order:
        costs = [(_cost(points[number], box, taken, inside), box) for box in _tries(points[number], sizes[number])]
        cost, places[number] = min(costs, key=lambda one: one[0])
        taken.append(places[number])
        total += cost
    return total, [places[number] for number in range(len(points))]


def _tries(point: Point, size: Point) -> list[Box]:
    """Right, left, above, below and at the corners; the nearer the earlier."""
    (x, y), (width, height) = point, size
    boxes: list[Box] = []
    for away in ROUNDS:
        gap = POINT + away
        right, left, middle = x + gap, x - gap - width, x - width / 2
        above, below, level = y - gap - height, y + gap, y - height / 2
        boxes += [(right, level, width, height), (left, level, width, height)]
        boxes += [(middle, above, width, height), (middle, below, width, height)]
        boxes += [(a, b, width, height) for a, b in product((x, x - width), (above, below))]
        boxes += [(a, b, width, height) for a, b in product((right, left), (above, below))]
    return boxes


def _cost(point: Point, box: Box, taken: Sequence[Box], inside: Box) -> float:
    """The area that it shares with what is there, and that which lies outside; its distance, and what is between."""
    outside = box[2] * box[3] - overlap(box, inside)
    near = nearest(point, box)
    away = abs(near[0] - point[0]) + abs(near[1] - point[1])
    between = [_part_of_the_way(point, near, step / STEPS) for step in range(1, STEPS)]
    # A point's own box is among those that are taken.
    crossed = sum(_holds(other, place) and not _holds(other, point) for other in taken for place in between)
    return OUTSIDE * outside + sum(overlap(box, other) for other in taken) + AWAY * away + CROSSED * crossed


def overlap(one: Box, other: Box) -> float:
    """The area of both."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0.0, width) * max(0.0, height)


def nearest(point: Point, box: Box) -> Point:
    """The place in the box that is nearest to the point."""
    left, top, width, height = box
    return min(max(point[0], left), left + width), min(max(point[1], top), top + height)


def _part_of_the_way(start: Point, end: Point, share: float) -> Point:
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])


def _holds(box: Box, place: Point) -> bool:
    return box[0] < place[0] < box[0] + box[2] and box[1] < place[1] < box[1] + box[3]
