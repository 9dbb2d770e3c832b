"""Ink in the colours of what it says: blue speaks for an answer, orange against it, grey neither."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QColor, QImage

from gui.theme import Theme, mixed
from gui.widgets import grey_image, magnified

NEITHER = 0.3
"""How much of the ink's own colour ink has that says nothing."""
SIDE = 168
"""Pixels of the picture, six for each of the image's: Qt makes it larger or smaller."""
LEAST = 1.0
"""Grey values of 255: where there is less ink, nothing is seen of its colour."""
LEVELS = 127
"""Colours on each side of neither."""


def heat_image(image: NDArray[np.uint8], heat: NDArray[np.float32], scale: float, theme: Theme) -> QImage:
    """Return a picture of ink, uint8 (28, 28), on a transparent ground.

    `heat`, float32 (28, 28), has the full colour at `scale` and at -`scale`.
    """
    ink = magnified(image, SIDE).clip(0, 255)
    # Weighted with the ink, so that the edges of a stroke keep its colour: around it the heat is zero.
    said = magnified(image * heat, SIDE) / np.maximum(ink, LEAST)
    said *= LEVELS / max(scale, 1e-6)
    levels = (said.clip(-LEVELS, LEVELS) + LEVELS).round().astype(np.uint8)
    picture = QImage(levels.tobytes(), SIDE, SIDE, SIDE, QImage.Format.Format_Indexed8).copy()
    picture.setColorTable(_colours(theme))
    picture = picture.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    picture.setAlphaChannel(grey_image(ink.round().astype(np.uint8)))
    return picture


def neither_colour(theme: Theme) -> QColor:
    """That of ink that says nothing."""
    return mixed(theme.canvas, theme.ink, NEITHER)


@lru_cache(maxsize=4)
def _colours(theme: Theme) -> list[int]:
    neither = neither_colour(theme).name()
    against = [mixed(neither, theme.validation, level / LEVELS).rgb() for level in range(LEVELS, 0, -1)]
    return [*against, *(mixed(neither, theme.train, level / LEVELS).rgb() for level in range(LEVELS + 1))]
