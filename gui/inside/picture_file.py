"""What a view of page Inside shows as the content of a file, large enough to be printed."""

import math
from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QPoint
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from gui.widgets import picture_file

SHARP, WIDE = 2, 1200
"""Pixels of a PNG for each logical pixel, and in its whole width, at least."""


class Printed(Protocol):
    """A part that is painted into a file in another way: words as words, pictures with more pixels."""

    printing: bool


def picture_of(part: QWidget, printed: Sequence[Printed], ground: str, suffix: str, title: str) -> bytes:
    """What a part of the window shows, as `picture_file` gives it.

    The `printed` parts in it know while it is painted that it is for a file.
    """

    def paint(painter: QPainter) -> None:
        part.render(painter, QPoint(), renderFlags=QWidget.RenderFlag.DrawChildren)

    sharp = max(SHARP, math.ceil(WIDE / part.width()))
    for one in printed:
        one.printing = True
    try:
        return picture_file(paint, part.size(), suffix, ground=ground, title=title, sharp=sharp)
    finally:
        for one in printed:
            one.printing = False
