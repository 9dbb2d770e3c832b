"""Where the labels of points go so that none covers another, or a point. Knows nothing of widgets."""

import math
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
GOOD = 2 * AWAY * POINT
"""What a label costs that is beside its point: with no more than that for each, no other order is tried."""
STEPS, CROSSED = 8, 60.0
"""A line from a point to a label is looked at in so many places; what each of them costs that lies in a label."""


def label_places(points: Sequence[Point], sizes: Sequence[Point], inside: Box) -> list[Box]:
    """A box for each point's label; all in pixels, y down. The best of some orders in which they can be placed."""
    numbers = range(len(points))
    orders = [
        sorted(numbers, key=key, reverse=reverse)
        for key, reverse in product((lambda n: points[n][0], lambda n: points[n][1]), (False, True))
    ]
    best, places = _placed(points, sizes, inside, numbers)
    for order in orders:
        if best <= GOOD * len(points):
            break
        best, places = min((best, places), _placed(points, sizes, inside, order), key=lambda one: one[0])
    return places


def _placed(
    points: Sequence[Point], sizes: Sequence[Point], inside: Box, order: Iterable[int]
) -> tuple[float, list[Box]]:
    """One after the other, each where it costs least; what it costs altogether comes first."""
    taken: list[Box] = [(x - POINT, y - POINT, 2 * POINT, 2 * POINT) for x, y in points]
    places: dict[int, Box] = {}
    total = 0.0
    for number in order:
        cost, places[number] = _best(points[number], sizes[number], taken, inside)
        taken.append(places[number])
        total += cost
    return total, [places[number] for number in range(len(points))]


def _best(point: Point, size: Point, taken: Sequence[Box], inside: Box) -> tuple[float, Box]:
    """What the best place costs, and the place. What is further away costs more: most are never looked at."""
    best = (math.inf, (0.0, 0.0, 0.0, 0.0))
    for away in ROUNDS:
        gap = POINT + away
        if AWAY * gap >= best[0]:
            break
        costs = [(_cost(point, box, taken, inside), box) for box in _tries(point, size, gap)]
        best = min(best, *costs, key=lambda one: one[0])
    return best


def _tries(point: Point, size: Point, gap: float) -> list[Box]:
    """Right, left, above, below and at the corners."""
    (x, y), (width, height) = point, size
    right, left, middle = x + gap, x - gap - width, x - width / 2
    above, below, level = y - gap - height, y + gap, y - height / 2
    sides = [(right, level), (left, level), (middle, above), (middle, below)]
    corners = product((x, x - width, right, left), (above, below))
    return [(a, b, width, height) for a, b in (*sides, *corners)]


def _cost(point: Point, box: Box, taken: Sequence[Box], inside: Box) -> float:
    """The area that it shares with what is there, and that which lies outside; its distance, and what is between."""
    outside = box[2] * box[3] - overlap(box, inside)
    near = nearest(point, box)
    away = abs(near[0] - point[0]) + abs(near[1] - point[1])
    covered = sum(overlap(box, other) for other in taken)
    return OUTSIDE * outside + covered + AWAY * away + CROSSED * _crossed(point, near, taken)


def _crossed(point: Point, near: Point, taken: Sequence[Box]) -> int:
    """How much of the way to the label leads through others. A point's own box is among those that are taken."""
    if abs(near[0] - point[0]) + abs(near[1] - point[1]) <= 2 * POINT:
        return 0
    between = [_part_of_the_way(point, near, step / STEPS) for step in range(1, STEPS)]
    return sum(_holds(other, place) and not _holds(other, point) for other in taken for place in between)


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
