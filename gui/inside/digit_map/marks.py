"""Paints the marks of the map: the character of each class in the colour of the class."""

from collections.abc import Sequence
from string import ascii_uppercase

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPixmap

from gui.theme import Theme, class_colours, scaled

TALL = 11
"""The height of a mark's type in logical pixels."""


def characters(names: Sequence[str]) -> list[str]:
    """A character for each class: its name where that is one, otherwise a letter."""
    if all(len(name) == 1 for name in names):
        return list(names)
    return list(ascii_uppercase[: len(names)])


def legend(names: Sequence[str]) -> str:
    """What the characters mean; "" where they are the names."""
    marks = characters(names)
    return "" if marks == list(names) else ", ".join(f"{mark} {name}" for mark, name in zip(marks, names, strict=True))


def colour_of(label: int, theme: Theme) -> str:
    """Of a class; above ten classes several have the same one, and only the character tells."""
    colours = class_colours(theme)
    return colours[label % len(colours)]


def paint_marks(
    painter: QPainter,
    places: NDArray[np.float64],
    labels: NDArray[np.int64],
    names: Sequence[str],
    theme: Theme,
    ratio: float | None,
) -> None:
    """Paint a mark at each of places (N, 2), in pixels. `ratio` is that of the device; None paints words as words."""
    if ratio is None:
        _paint_words(painter, places, labels, names, theme)
        return
    stamps = [_stamp(mark, colour_of(label, theme), ratio) for label, mark in enumerate(characters(names))]
    side = scaled(float(TALL + 3))
    for (x, y), label in zip((places - side / 2).tolist(), labels.tolist(), strict=True):
        painter.drawPixmap(QPointF(x, y), stamps[label])


def _paint_words(
    painter: QPainter, places: NDArray[np.float64], labels: NDArray[np.int64], names: Sequence[str], theme: Theme
) -> None:
    side, marks = scaled(float(TALL + 3)), characters(names)
    painter.save()
    painter.setFont(_font())
    for (x, y), label in zip((places - side / 2).tolist(), labels.tolist(), strict=True):
        painter.setPen(QColor(colour_of(label, theme)))
        painter.drawText(QRectF(x, y, side, side), Qt.AlignmentFlag.AlignCenter, marks[label])
    painter.restore()


def _stamp(mark: str, colour: str, ratio: float) -> QPixmap:
    """The mark in the middle of a square. Text is laid out once for each class, not for each of 2,000 images."""
    side = scaled(float(TALL + 3))
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setFont(_font())
        painter.setPen(QColor(colour))
        painter.drawText(QRectF(0, 0, side, side), Qt.AlignmentFlag.AlignCenter, mark)
    return picture


def _font() -> QFont:
    font = QFont()
    font.setPixelSize(scaled(TALL))
    font.setBold(True)
    return font
