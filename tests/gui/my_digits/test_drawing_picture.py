"""The picture of a drawing: thousands of them are kept while the window is open."""

import psutil
import pytest

from gui.canvas import digits
from gui.my_digits.drawing_picture import SIDE, drawing_picture
from gui.theme.colours import LIGHT

MANY = 1_000
PIXEL = 4
"""Bytes."""


@pytest.mark.usefixtures("qapp")
def that_a_picture_takes_little_more_memory_than_its_pixels() -> None:
    drawings = [tuple(strokes) for _, strokes in digits()]
    process = psutil.Process()
    before = process.memory_info().rss
    kept = [drawing_picture(drawings[number % len(drawings)], LIGHT, 1.0) for number in range(MANY)]
    assert process.memory_info().rss - before < 2 * MANY * PIXEL * SIDE**2 and len(kept) == MANY
