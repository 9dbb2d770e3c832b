"""The strokes of a drawing, or a picture in their place, with erasing, undo and redo. It knows no widgets."""

import math
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Point = tuple[float, float]
"""(x, y) from the middle of the canvas, in units of its shorter side; y grows downwards."""
Stroke = tuple[Point, ...]
Strokes = tuple[Stroke, ...]
Picture = NDArray[np.uint8]
"""(28, 28), 0 for background and 255 for ink."""


class _Content(NamedTuple):
    """The content of the canvas at one time: strokes, a picture, or neither."""

    strokes: Strokes = ()
    picture: Picture | None = None
    labelled: bool = False
    """Whether the next step took the drawing away because it got a label."""


class Drawing:
    """The content of the canvas, and every earlier or later one that undo and redo can bring back."""

    def __init__(self) -> None:
        self._content = _Content()
        self._undo: list[_Content] = []
        self._redo: list[_Content] = []

    @property
    def strokes(self) -> Strokes:
        """() while a picture is shown, which nobody may teach."""
        return self._content.strokes

    @property
    def picture(self) -> Picture | None:
        """An image that was not drawn, such as a test image, until something is drawn."""
        return self._content.picture

    @property
    def is_empty(self) -> bool:
        return not self.strokes and self.picture is None

    @property
    def can_undo(self) -> bool:
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        return bool(self._redo)

    def begin_stroke(self, point: Point) -> None:
        self._change(_Content((*self.strokes, (point,))))

    def extend_stroke(self, point: Point) -> None:
        """Lengthen the last stroke."""
        *finished, last = self.strokes
        if point != last[-1]:
            self._content = _Content((*finished, (*last, point)))

    def begin_erasing(self) -> None:
        """Begin one step of undo, to which all erasing until `end_erasing` belongs. Pictures cannot be erased."""
        self._change(self._content)

    def erase(self, start: Point, end: Point, radius: float) -> None:
        """Erase everything within `radius` of the line from start to end; a stroke may fall into pieces."""
        pieces: list[Stroke] = []
        for stroke in self.strokes:
            pieces.extend(_left_over(stroke, start, end, radius))
        self._content = self._content._replace(strokes=tuple(pieces))

    def end_erasing(self) -> None:
        if self.strokes == self._undo[-1].strokes:
            self._undo.pop()

    def clear(self) -> None:
        self.replace(())

    def clear_labelled(self) -> None:
        """Clear the drawing because it got a label, which undoing this step takes back."""
        self._content = self._content._replace(labelled=True)
        self._undo.append(self._content)
        self._redo.clear()
        self._content = _Content()

    @property
    def is_back(self) -> bool:
        """Whether undo has just brought back a drawing that got a label."""
        return self._content.labelled

    def replace(self, strokes: Strokes) -> None:
        """Replace the content by another drawing, as one step of undo."""
        if strokes != self.strokes or self.picture is not None:
            self._change(_Content(strokes))

    def put(self, picture: Picture) -> None:
        """Replace the content by a picture, as one step of undo."""
        if self.picture is None or not np.array_equal(picture, self.picture):
            # A copy, because the caller may change its array, and undo must bring back the old one.
            self._change(_Content(picture=picture.copy()))

    def undo(self) -> None:
        if self._undo:
            self._redo.append(self._content)
            self._content = self._undo.pop()

    def redo(self) -> None:
        if self._redo:
            self._undo.append(self._content)
            self._content = self._redo.pop()

    def _change(self, content: _Content) -> None:
        self._undo.append(self._content._replace(labelled=False))
        self._redo.clear()
        self._content = content


def _left_over(stroke: Stroke, start: Point, end: Point, radius: float) -> list[Stroke]:
    """The pieces of a stroke that lie outside the erased band, or the stroke itself when the band misses it."""
    dense = _dense(stroke, radius / 2)
    outside = [_distance(point, start, end) > radius for point in dense]
    if all(outside):
        return [stroke]
    pieces: list[list[Point]] = [[]]
    for point, stays in zip(dense, outside, strict=True):
        if stays:
            pieces[-1].append(point)
        elif pieces[-1]:
            pieces.append([])
    return [tuple(piece) for piece in pieces if piece]


def _dense(stroke: Stroke, spacing: float) -> list[Point]:
    """The same line with points no farther apart than `spacing`, so that its middle can be erased too."""
    points = [stroke[0]]
    for (x0, y0), (x1, y1) in pairwise(stroke):
        parts = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / spacing))
        points.extend((x0 + (x1 - x0) * i / parts, y0 + (y1 - y0) * i / parts) for i in range(1, parts + 1))
    return points


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length if length else 0
    along = min(1.0, max(0.0, along))
    return math.hypot(point[0] - start[0] - along * dx, point[1] - start[1] - along * dy)
