"""Grey values as an image that Qt can paint."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage


def grey_image(values: NDArray[np.uint8]) -> QImage:
    """An image of uint8 (rows, columns), 255 for white."""
    rows, columns = values.shape
    # A copy: Qt would go on reading the bytes after Python has freed them.
    return QImage(values.tobytes(), columns, rows, columns, QImage.Format.Format_Grayscale8).copy()
