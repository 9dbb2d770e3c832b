"""Segmentation of a picture of ink: which marks belong together, and where each digit is."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

TOUCHING = np.ones((3, 3))
"""Pixels that meet at a corner belong to one stroke."""
INK, EMPTY = 0.4, 0.2
"""Of the ink's usual contrast: more is ink, and less is none."""
MOST_MARKS = 300
"""More separate marks are no handwriting, and sorting them would take minutes."""
SPECK = 0.12
"""A mark whose width and height are both below this share of the largest mark is dirt."""
OVERLAP = 0.5
"""Marks that overlap horizontally by this share of the narrower one may be one digit, like a five and its bar."""
CLOSE = 0.35
"""The largest gap between such marks, as a share of the higher one's height; beyond it they are two lines."""
FRAGMENT, BESIDE = 0.45, 0.12
"""A mark below the first share of its neighbour's height, closer than the second share, is a fragment of it."""

FULL = 0.7
"""A mark of this share of its neighbour's height is as high as it; pieces of one digit stand one above the other."""
DASH, RIM = 0.35, 0.012
"""What is lower than the first share of the usual digit is a dash or a dot, and what lies along the picture's edge and
is thinner than the second share of the picture is the rest of a printed line: no digit."""


class Box(NamedTuple):
    """A box in whole pixels; right and bottom are exclusive."""

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
        """Return the smallest box that contains both."""
        return Box(*map(min, self[:2], other[:2]), *map(max, self[2:], other[2:]))


class Segment(NamedTuple):
    """One digit: its box, and its own ink (bottom - top, right - left) without that of its neighbours."""

    box: Box
    ink: NDArray[np.float64]


def segments(ink: NDArray[np.float64]) -> list[Segment]:
    """Return the digits in a picture of ink from 0 to 1, line by line and from left to right.

    The list is empty if there are more than MOST_MARKS marks: the picture shows something else then.
    """
    numbers, _ = ndimage.label(ink > INK, TOUCHING)
    marks: list[Mark] = [(_box(*place), {n}) for n, place in enumerate(ndimage.find_objects(numbers), start=1)]
    marks = _without_specks(marks)
    if len(marks) > MOST_MARKS:
        return []
    digits = _without_dashes(_merged(marks), ink.shape)
    # The grey edges of a stroke lie outside its mark, so each pixel belongs to the nearest mark.
    nearest = ndimage.distance_transform_edt(numbers == 0, return_distances=False, return_indices=True)
    owner = numbers[tuple(nearest)]
    return [
        Segment(box, _own_ink(np.where(np.isin(_cut(owner, box), list(members)), _cut(ink, box), 0.0)))
        for box, members in _in_reading_order(digits)
    ]


def _own_ink(ink: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the ink of a digit from 0 to 1: pencil becomes as black as ink."""
    full = float(np.percentile(ink[ink > INK], 70))
    return np.clip((ink - EMPTY * full) / (full - EMPTY * full), 0, 1)


Mark = tuple[Box, set[int]]
"""Its box, and the numbers of its connected components."""


def _box(rows: slice, columns: slice) -> Box:
    return Box(columns.start, rows.start, columns.stop, rows.stop)


def _cut(picture: NDArray[np.generic], box: Box) -> NDArray[np.generic]:
    return picture[box.top : box.bottom, box.left : box.right]


def _without_specks(marks: list[Mark]) -> list[Mark]:
    highest = max(max(box.width, box.height) for box, _ in marks)
    return [(box, members) for box, members in marks if max(box.width, box.height) >= SPECK * highest]


def _without_dashes(marks: list[Mark], shape: tuple[int, ...]) -> list[Mark]:
    """Return the marks without dashes and rests of printed lines, unless there is nothing else."""
    usual = float(np.median([box.height for box, _ in marks]))
    thin = RIM * max(shape)

    def is_digit(box: Box) -> bool:
        beside = box.left == 0 or box.right == shape[1]
        above = box.top == 0 or box.bottom == shape[0]
        along_edge = (beside and box.width < thin) or (above and box.height < thin)
        return box.height >= DASH * usual and not along_edge

    return [mark for mark in marks if is_digit(mark[0])] or marks


def _merged(marks: list[Mark]) -> list[Mark]:
    """Return the marks after merging those that belong together, repeatedly."""
    apart: list[Mark] = []
    waiting = marks[:]
    while waiting:
        box, members = waiting.pop()
        partner = next((mark for mark in apart if _belong_together(box, mark[0])), None)
        if partner is None:
            apart.append((box, members))
        else:
            # The merged box may belong to marks that neither part belonged to.
            apart.remove(partner)
            waiting.append((box.around(partner[0]), members | partner[1]))
    return apart


def _belong_together(one: Box, other: Box) -> bool:
    aside = max(one.left, other.left) - min(one.right, other.right)
    apart = max(one.top, other.top) - min(one.bottom, other.bottom)
    higher, lower = max(one.height, other.height), min(one.height, other.height)
    if lower > FULL * higher and -apart > FULL * lower:
        # Two that are as high as digits and stand side by side are two digits, even if one leans over the other.
        return False
    if -aside >= OVERLAP * min(one.width, other.width):
        return apart <= CLOSE * higher
    return lower < FRAGMENT * higher and max(aside, apart) <= BESIDE * higher


def _in_reading_order(marks: list[Mark]) -> list[Mark]:
    """Return marks in lines from top to bottom; a mark whose middle lies below the whole line starts a new one."""
    lines: list[list[Mark]] = []
    for mark in sorted(marks, key=lambda mark: mark[0].top + mark[0].bottom):
        middle = (mark[0].top + mark[0].bottom) / 2
        if lines and middle < max(box.bottom for box, _ in lines[-1]):
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return [mark for line in lines for mark in sorted(line, key=lambda mark: mark[0].left)]
