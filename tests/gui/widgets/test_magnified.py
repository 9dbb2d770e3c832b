"""Images are enlarged smoothly, and nothing is lost at their edges."""

import numpy as np
import pytest

from gui.widgets.images.ink_picture import enlarged, magnified


@pytest.mark.parametrize("side", [28, 56, 168, 301])
def that_what_is_even_stays_so_up_to_the_edges(side: int) -> None:
    assert np.allclose(magnified(np.full((28, 28), 7, np.uint8), side), 7, atol=1e-4)


def that_a_slope_stays_straight() -> None:
    slope = np.tile(np.arange(28, dtype=np.float32), (28, 1))
    large = magnified(slope, 168)
    inside = slice(12, -12)
    assert np.allclose(np.diff(large[inside, inside], axis=1), 28 / 168, atol=1e-4)
    assert np.allclose(np.diff(large, axis=0), 0, atol=1e-4)
    assert np.allclose(magnified(slope.T, 168), large.T, atol=1e-4), "rows and columns are treated alike"


def that_ink_keeps_its_place_and_its_amount() -> None:
    image = np.zeros((28, 28), np.uint8)
    image[5, 20] = 200
    large = enlarged(image, 280)
    row, column = np.unravel_index(large.argmax(), large.shape)
    assert abs(row - 54.5) <= 1 and abs(column - 204.5) <= 1
    assert magnified(image, 280).sum() == pytest.approx(200 * 100, rel=1e-3)
