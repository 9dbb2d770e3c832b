"""Places the labels of points so that no label covers another one, or a point. Knows nothing of widgets."""

import math
from collections.abc import Iterable, Sequence
from itertools import product

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, width and height."""
POINT = 8.0
"""Half the width of a point with some room around it, in pixels."""
ROUNDS = (0, 10, 20, 32, 46, 62)
"""The additional distance of each round of candidates, in pixels."""
OUTSIDE = 4.0
"""The cost of a pixel outside the picture, beside a pixel that is covered."""
AWAY = 3.0
"""The cost of a pixel of distance to the point, beside a pixel that is covered."""
GOOD = 2 * AWAY * POINT
"""The cost of a label right beside its point. If labels cost no more on average, no other order is tried."""
STEPS, CROSSED = 8, 60.0
"""In how many places the line from a point to its label is checked, and the cost of each that lies in a label."""


def label_places(points: Sequence[Point], sizes: Sequence[Point], inside: Box) -> list[Box]:
    """A box for each point's label; all in pixels, y down. Tries some orders of placing them and takes the best."""
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
    """The total cost, and a box for each label, placed one after the other where it costs least."""
    taken: list[Box] = [(x - POINT, y - POINT, 2 * POINT, 2 * POINT) for x, y in points]
    places: dict[int, Box] = {}
    total = 0.0
    for number in order:
        cost, places[number] = _best(points[number], sizes[number], taken, inside)
        taken.append(places[number])
        total += cost
    return total, [places[number] for number in range(len(points))]


def _best(point: Point, size: Point, taken: Sequence[Box], inside: Box) -> tuple[float, Box]:
    """The cost of the best place, and the place. Distance costs, so most candidates are never examined."""
    best = (math.inf, (0.0, 0.0, 0.0, 0.0))
    for away in ROUNDS:
        gap = POINT + away
        if AWAY * gap >= best[0]:
            break
        costs = [(_cost(point, box, taken, inside), box) for box in _tries(point, size, gap)]
        best = min(best, *costs, key=lambda one: one[0])
    return best


def _tries(point: Point, size: Point, gap: float) -> list[Box]:
    """Candidates to the right, to the left, above, below and at the corners."""
    (x, y), (width, height) = point, size
    right, left, middle = x + gap, x - gap - width, x - width / 2
    above, below, level = y - gap - height, y + gap, y - height / 2
    sides = [(right, level), (left, level), (middle, above), (middle, below)]
    corners = product((x, x - width, right, left), (above, below))
    return [(a, b, width, height) for a, b in (*sides, *corners)]


def _cost(point: Point, box: Box, taken: Sequence[Box], inside: Box) -> float:
    """The cost of the area that is covered or outside, of the distance, and of the labels in between."""
    outside = box[2] * box[3] - overlap(box, inside)
    near = nearest(point, box)
    away = abs(near[0] - point[0]) + abs(near[1] - point[1])
    covered = sum(overlap(box, other) for other in taken)
    return OUTSIDE * outside + covered + AWAY * away + CROSSED * _crossed(point, near, taken)


def _crossed(point: Point, near: Point, taken: Sequence[Box]) -> int:
    """In how many places the line to the label crosses other boxes. `taken` contains the point's own box."""
    if abs(near[0] - point[0]) + abs(near[1] - point[1]) <= 2 * POINT:
        return 0
    between = [_part_of_the_way(point, near, step / STEPS) for step in range(1, STEPS)]
    return sum(_holds(other, place) and not _holds(other, point) for other in taken for place in between)


def overlap(one: Box, other: Box) -> float:
    """The area that two boxes share."""
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
