"""Paints numbers as colours: blue above zero, orange below it, paper where they are zero."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from engine.formats import figures
from gui.inside.layers.tiles import Tiles
from gui.theme import Theme, mixed

Floats = NDArray[np.float32]
LEVELS = 127
"""Colours on each side of zero."""


@lru_cache(maxsize=4)
def _colours(theme: Theme) -> list[int]:
    below = [mixed(theme.canvas, theme.validation, level / LEVELS).rgb() for level in range(LEVELS, 0, -1)]
    above = [mixed(theme.canvas, theme.train, level / LEVELS).rgb() for level in range(LEVELS + 1)]
    return [*below, *above]


def colour(value: float, limit: float, theme: Theme) -> QColor:
    """The colour of one number, where `limit` and -`limit` have the full colours."""
    return QColor.fromRgb(_colours(theme)[int(_levels(np.array([value]), limit)[0])])


def _levels(values: NDArray[np.floating], limit: float) -> NDArray[np.uint8]:
    shares = np.nan_to_num(values / max(limit, 1e-12), nan=0.0, posinf=1.0, neginf=-1.0).clip(-1, 1)
    return np.rint(LEVELS * (1 + shares)).astype(np.uint8)


def picture(values: NDArray[np.floating], limit: float, theme: Theme) -> QImage:
    """Numbers (rows, columns) as an image with a pixel for each."""
    rows, columns = values.shape
    levels = _levels(values, limit).tobytes()
    # A copy: Qt would go on reading the bytes after Python has freed them.
    image = QImage(levels, columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    image.setColorTable(_colours(theme))
    return image


def paint_tiles(painter: QPainter, tiles: Tiles, values: Floats, limits: Floats, theme: Theme) -> None:
    """Paint pictures (units, rows, columns) where `tiles` has them; `limits` has the full colour of each unit."""
    units, rows, columns = values.shape
    shares = values / np.maximum(limits, 1e-12)[:, None, None]
    every = picture(shares.reshape(units * rows, columns), 1.0, theme)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, on=tiles.side < 1)
    for unit, place in enumerate(tiles.every):
        painter.drawImage(place, every, QRectF(0, unit * rows, columns, rows))


def paint_scale(painter: QPainter, place: QRectF, limit: float | None, theme: Theme) -> None:
    """Paint the colours from -limit to limit in a line with the limit below; None if each picture has its own."""
    bar = QRectF(place.left(), place.top(), place.width(), place.height() * 0.35)
    image = picture(np.linspace(-1, 1, 2 * LEVELS + 1)[None], 1.0, theme)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(bar, image)
    painter.setPen(QColor(theme.muted))
    words = QRectF(place.left(), bar.bottom(), place.width(), place.height() - bar.height())
    text = "each its own" if limit is None else f"\u00b1{figures(limit)}"
    painter.drawText(words, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom, text)


def in_rows(values: Floats) -> Floats:
    """Pictures (C, rows, columns) beside and below each other as one, as square as it gets; zeros fill it up."""
    units, rows, columns = values.shape
    across = int(np.ceil(np.sqrt(units * rows / columns)))
    down = -(-units // across)
    whole = np.zeros((down * across, rows, columns), np.float32)
    whole[:units] = np.nan_to_num(values)
    return whole.reshape(down, across, rows, columns).swapaxes(1, 2).reshape(down * rows, across * columns)
