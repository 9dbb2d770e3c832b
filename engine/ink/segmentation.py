"""A picture of ink, taken apart into digits: which marks belong together, and where each digit is."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

TOUCHING = np.ones((3, 3))
"""Pixels that meet at a corner belong to one stroke."""
MOST_MARKS = 300
"""More separate marks than this are no writing, and sorting them out would take minutes."""
SPECK = 0.12
"""What is smaller in both directions than this share of the highest mark is dirt, unless there is nothing else."""
OVERLAP = 0.5
"""Marks above each other over this share of the narrower one's width may be one digit, as a five and its bar are."""
CLOSE = 0.35
"""But only if no more than this share of the higher one's height lies between them: else they are two lines."""
FRAGMENT, BESIDE = 0.45, 0.12
"""A mark of less than this height, beside a higher one by less than that share of its height, is a piece of it."""


class Box(NamedTuple):
    """Whole pixels; right and bottom lie outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def width(self) -> int:
        return self.right - self.left

    def around(self, other: "Box") -> "Box":
        """The smallest box that holds both."""
        return Box(*map(min, self[:2], other[:2]), *map(max, self[2:], other[2:]))


class Segment(NamedTuple):
    """One digit: where it is, and its ink (bottom - top, right - left) without that of its neighbours."""

    box: Box
    ink: NDArray[np.float64]


def segments(ink: NDArray[np.float64]) -> list[Segment]:
    """The digits in a picture of ink from 0 to 1, line by line and from left to right.

    An empty list where there are more marks than anybody writes digits on one page: it is a picture of something else.
    """
    numbers, _ = ndimage.label(ink > 0.5, TOUCHING)
    marks: list[Mark] = [(_box(*place), {n}) for n, place in enumerate(ndimage.find_objects(numbers), start=1)]
    marks = _without_specks(marks)
    if len(marks) > MOST_MARKS:
        return []
    digits = _merged(marks)
    # Grey edges of a stroke lie outside its mark: each pixel belongs to the nearest one.
    nearest = ndimage.distance_transform_edt(numbers == 0, return_distances=False, return_indices=True)
    owner = numbers[tuple(nearest)]
    return [
        Segment(box, np.where(np.isin(_cut(owner, box), list(members)), _cut(ink, box), 0.0))
        for box, members in _in_reading_order(digits)
    ]


Mark = tuple[Box, set[int]]
"""Where it is, and the numbers of the connected parts that it is made of."""


def _box(rows: slice, columns: slice) -> Box:
    return Box(columns.start, rows.start, columns.stop, rows.stop)


def _cut(picture: NDArray[np.generic], box: Box) -> NDArray[np.generic]:
    return picture[box.top : box.bottom, box.left : box.right]


def _without_specks(marks: list[Mark]) -> list[Mark]:
    highest = max(max(box.width, box.height) for box, _ in marks)
    return [(box, members) for box, members in marks if max(box.width, box.height) >= SPECK * highest]


def _merged(marks: list[Mark]) -> list[Mark]:
    """Marks that belong together as one, until none are left that do."""
    apart: list[Mark] = []
    waiting = marks[:]
    while waiting:
        box, members = waiting.pop()
        partner = next((mark for mark in apart if _belong_together(box, mark[0])), None)
        if partner is None:
            apart.append((box, members))
        else:
            # The larger box may belong to others that the two alone did not.
            apart.remove(partner)
            waiting.append((box.around(partner[0]), members | partner[1]))
    return apart


def _belong_together(one: Box, other: Box) -> bool:
    aside = max(one.left, other.left) - min(one.right, other.right)
    apart = max(one.top, other.top) - min(one.bottom, other.bottom)
    higher, lower = max(one.height, other.height), min(one.height, other.height)
    if -aside >= OVERLAP * min(one.width, other.width):
        return apart <= CLOSE * higher
    return lower < FRAGMENT * higher and aside <= BESIDE * higher and apart <= 0


def _in_reading_order(marks: list[Mark]) -> list[Mark]:
    """Lines from top to bottom: a mark begins a new one when its middle lies below all that the line holds."""
    lines: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: mark[0].top + mark[0].bottom):
        middle = (mark[0].top + mark[0].bottom) / 2
        if lines and middle < max(box.bottom for box, _ in lines[-1]):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [mark for line in lines for mark in sorted(line, key=lambda mark: mark[0].left)]
