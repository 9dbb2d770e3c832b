"""28x28 images as ink of any colour on a transparent ground."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage, qRgba

from engine.ink import SIZE

TAPS = 4
"""As far as the filter reaches: two pixels to each side."""


def ink_picture(image: NDArray[np.uint8], colour: str) -> QImage:
    """An image of uint8 (rows, columns): 0 is transparent, 255 is opaque ink of this colour (#rrggbb)."""
    rows, columns = image.shape
    # A copy: Qt would go on reading the bytes after Python has freed them.
    picture = QImage(image.tobytes(), columns, rows, columns, QImage.Format.Format_Indexed8).copy()
    picture.setColorTable(_inks(colour))
    return picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


@lru_cache(maxsize=8)
def _inks(colour: str) -> list[int]:
    ink = QColor(colour)
    return [qRgba(ink.red(), ink.green(), ink.blue(), alpha) for alpha in range(256)]


@lru_cache(maxsize=2)
def enlarged_ink(image: bytes, side: int, colour: str) -> QImage:
    """The 28x28 bytes of an image, enlarged to (side, side). Cached, as it is painted more often than it changes."""
    return ink_picture(enlarged(np.frombuffer(image, np.uint8).reshape(SIZE, SIZE), side), colour)


def enlarged(image: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """Enlarge uint8 (n, n) to (side, side) smoothly; Qt's own scaling leaves a diamond around each pixel.

    Uses the cubic filter of D. Mitchell and A. Netravali, "Reconstruction filters in computer graphics", 1988.
    """
    # The filter overshoots beyond black and white.
    return magnified(image, side).round().clip(0, 255).astype(np.uint8)


def magnified(values: NDArray[np.uint8] | NDArray[np.float32], side: int) -> NDArray[np.float32]:
    """The same for any numbers (n, n): float32 (side, side). Some are a little beyond the least and the greatest.

    As sums over the four pixels that matter. A product of matrices would be shared among threads, and this one would
    wait for another until training lets go of its core: 20 ms instead of 0.3 ms.
    """
    places, weights = _taps(len(values), side)
    rows = np.zeros((side, len(values)), np.float32)
    for tap in range(TAPS):
        rows += weights[:, tap, None] * values[places[:, tap]]
    whole = np.zeros((side, side), np.float32)
    for tap in range(TAPS):
        whole += weights[None, :, tap] * rows[:, places[:, tap]]
    return whole


@lru_cache(maxsize=4)
def _taps(pixels: int, side: int) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """Which pixels make each place, and the weight of each, both (side, TAPS); the weights of a place sum to 1."""
    middles = (np.arange(side) + 0.5) * pixels / side - 0.5
    places = np.floor(middles).astype(np.intp)[:, None] + np.arange(-1, TAPS - 1)
    x = np.abs(middles[:, None] - places)
    near = (7 * x**3 - 12 * x**2 + 16 / 3) / 6
    far = (-7 / 3 * x**3 + 12 * x**2 - 20 * x + 32 / 3) / 6
    inside = (places >= 0) & (places < pixels)
    weights = np.where(inside, np.where(x < 1, near, np.where(x < 2, far, 0)), 0)
    return places.clip(0, pixels - 1), (weights / weights.sum(1, keepdims=True)).astype(np.float32)
