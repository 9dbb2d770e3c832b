"""28x28 images as ink of any colour that Qt can paint on any paper."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, qRgba

from engine.ink import SIZE


def ink_picture(image: NDArray[np.uint8], colour: str) -> QImage:
    """uint8 (rows, columns): 0 becomes transparent, 255 ink of this colour (#rrggbb), between them thinner."""
    rows, columns = image.shape
    # A copy: Qt would go on reading the bytes after Python has given them up.
    picture = QImage(image.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    picture.setColorTable(_inks(colour))
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


@lru_cache(maxsize=8)
def _inks(colour: str) -> list[int]:
    ink = QColor(colour)
    return [qRgba(ink.red(), ink.green(), ink.blue(), alpha) for alpha in range(256)]


@lru_cache(maxsize=2)
def enlarged_ink(image: bytes, side: int, colour: str) -> QImage:
    """The 28x28 bytes of an image, smoothly enlarged to `side` pixels a side: it is painted more often than changed."""
    return ink_picture(enlarged(np.frombuffer(image, np.uint8).reshape(SIZE, SIZE), side), colour)


def enlarged(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """uint8 (n, n) to (side, side), smoothly: Qt's own way of enlarging leaves a diamond around each pixel.

    By the cubic filter of D. Mitchell and A. Netravali, "Reconstruction filters in computer graphics", 1988.
    """
    weights = _weights(len(image), side)
    # Ink that would lie beyond black or white by the filter's overshoot is cut off.
    return (weights @ image @ weights.T).round().clip(0, 255).astype(np.uint8)


@lru_cache(maxsize=2)
def _weights(pixels: int, side: int) -> NDArray[np.float32]:
    """(side, pixels): how much each pixel counts at each place; every row sums to 1."""
    places = (np.arange(side) + 0.5) * pixels / side - 0.5
    x = np.abs(places[:, None] - np.arange(pixels))
    near = (7 * x**3 - 12 * x**2 + 16 / 3) / 6
    far = (-7 / 3 * x**3 + 12 * x**2 - 20 * x + 32 / 3) / 6
    weights = np.where(x < 1, near, np.where(x < 2, far, 0))
    return (weights / weights.sum(1, keepdims=True)).astype(np.float32)
