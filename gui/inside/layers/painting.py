"""Paints numbers as colours: blue above zero, orange below it, paper where they are zero."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, qRgba

from engine.formats import figures
from gui.inside.layers.network_pictures import Floats
from gui.inside.layers.tiles import Tiles
from gui.theme import Theme, mixed

LEVELS = 126
"""Colours on each side of zero. Two more of the 256 are left for lines and for what lies between pictures."""
LINE, NOTHING = 2 * LEVELS + 1, 2 * LEVELS + 2
"""The places of these two."""
FINE = 4.0
"""Pixels for a logical one in a file, where a person may look closer."""
LEAST = 1e-12
"""Smaller numbers have no colour, whatever the largest one is."""


@lru_cache(maxsize=4)
def _colours(theme: Theme) -> list[int]:
    below = [mixed(theme.canvas, theme.validation, level / LEVELS).rgb() for level in range(LEVELS, 0, -1)]
    above = [mixed(theme.canvas, theme.train, level / LEVELS).rgb() for level in range(LEVELS + 1)]
    return [*below, *above, QColor(theme.line).rgb(), qRgba(0, 0, 0, 0)]


def colours(values: Floats, limit: float, theme: Theme) -> list[QColor]:
    """The colour of each number (N,), where `limit` and -`limit` have the full colours."""
    return [QColor.fromRgb(_colours(theme)[level]) for level in _levels(values, limit).tolist()]


def _levels(values: Floats, limits: Floats | float) -> NDArray[np.uint8]:
    shares = np.nan_to_num(values / np.maximum(limits, LEAST), nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
    return np.rint(LEVELS * (1 + shares)).astype(np.uint8)


def _image(levels: NDArray[np.uint8], theme: Theme) -> QImage:
    rows, columns = levels.shape
    # A copy: Qt would go on reading the bytes after Python has freed them.
    image = QImage(levels.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    image.setColorTable(_colours(theme))
    return image


def paint_tiles(painter: QPainter, tiles: Tiles, values: Floats, limits: Floats, theme: Theme, *, ratio: float) -> None:
    """Paint pictures (units, rows, columns) where `tiles` has them; `limits` has the full colour of each unit.

    As one image with a pixel for each of the device, of which a logical pixel has `ratio`: a call for each picture
    took five times as long.
    """
    levels = np.append(_levels(values, limits[:, None, None]).ravel(), np.array([LINE, NOTHING], np.uint8))
    image = _image(levels[tiles.numbers_at(ratio)], theme)
    image.setDevicePixelRatio(ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=False)
    painter.drawImage(QPointF(round(tiles.corner.x() * ratio), round(tiles.corner.y() * ratio)) / ratio, image)


def paint_scale(painter: QPainter, place: QRectF, limit: float | None, theme: Theme) -> None:
    """Paint the colours from -limit to limit in a line with the limit below; None if each picture has its own."""
    bar = QRectF(place.left(), place.top(), place.width(), place.height() * 0.35)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(bar, _image(np.arange(2 * LEVELS + 1, dtype=np.uint8)[None], theme))
    painter.setPen(QColor(theme.muted))
    words = QRectF(place.left(), bar.bottom(), place.width(), place.height() - bar.height())
    text = "each its own" if limit is None else f"\u00b1{figures(limit)}"
    painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)
