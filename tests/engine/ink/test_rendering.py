"""What the pen draws becomes an image like those of MNIST."""

import numpy as np
import pytest
from numpy.typing import NDArray

from engine.data.datasets import Splits
from engine.ink.rendering import Image, render
from tests.support.drawings import Strokes, strokes_drawn


def image_of(strokes: Strokes) -> Image:
    image = render([np.array(stroke) for stroke in strokes])
    assert image is not None
    return image


def changed(strokes: Strokes, scale: float, right: float, down: float) -> Strokes:
    return [[[x * scale + right, y * scale + down] for x, y in stroke] for stroke in strokes]


every_digit = pytest.mark.parametrize("strokes", strokes_drawn())


def that_no_ink_has_no_image() -> None:
    assert render([]) is None
    assert render([[]]) is None


@every_digit
def that_a_digit_fills_the_20x20_box_and_is_centred(strokes: Strokes) -> None:
    image = image_of(strokes)
    assert image.shape == (28, 28) and image.dtype == np.uint8 and image.max() == 255
    rows, columns = np.nonzero(image)
    assert 19 <= max(np.ptp(rows), np.ptp(columns)) + 1 <= 21
    grey = image.astype(float)
    across, along = (grey.sum(0) @ np.arange(28)) / grey.sum(), (grey.sum(1) @ np.arange(28)) / grey.sum()
    assert abs(across - 14) <= 0.51 and abs(along - 14) <= 0.51


@every_digit
@pytest.mark.parametrize(("scale", "right", "down"), [(0.01, 0, 0), (1, 500, -300), (40, -1e4, 1e4)])
def that_size_and_place_on_the_canvas_do_not_matter(strokes: Strokes, scale: float, right: float, down: float) -> None:
    difference = image_of(strokes).astype(int) - image_of(changed(strokes, scale, right, down))
    assert np.abs(difference).max() <= 1


def that_order_and_direction_of_strokes_do_not_matter() -> None:
    four = strokes_drawn()[8]
    assert len(four) == 2
    backwards = [list(reversed(stroke)) for stroke in reversed(four)]
    assert np.abs(image_of(four).astype(int) - image_of(backwards)).max() <= 40, "only where points were left out"


def that_a_dot_is_a_dot_in_the_middle() -> None:
    image = image_of([[[3, 3]]])
    rows, columns = np.nonzero(image)
    assert set(rows) | set(columns) <= set(range(12, 17)) and image[14, 14] == 255
    assert np.array_equal(image, image_of([[[3, 3], [3, 3]]]))


def that_a_dash_lies_across_the_middle() -> None:
    image = image_of([[[0, 0], [100, 0]]])
    assert image[14].astype(bool).sum() >= 20 and not image[:11].any() and not image[18:].any()


def that_the_aspect_is_kept() -> None:
    image = image_of([[[0, 0], [10, 0], [10, 50], [0, 50], [0, 0]]])
    rows, columns = np.nonzero(image > 127)
    assert np.ptp(rows) + 1 == pytest.approx(20, abs=1) and np.ptp(columns) + 1 == pytest.approx(6, abs=1)


def pen_width(image: NDArray[np.uint8]) -> float:
    """Area over half the outline: for a line, its width."""
    grey = np.pad(image / 255, 1)
    outline = np.hypot(np.diff(grey, axis=1)[:-1], np.diff(grey, axis=0)[:, :-1]).sum()
    return float(2 * grey.sum() / outline)


def that_the_pen_is_as_wide_as_mnist_s(digits: Splits) -> None:
    theirs = np.median([pen_width(image[0].numpy()) for image in digits.train.images])
    ours = np.median([pen_width(image_of(strokes)) for strokes in strokes_drawn()])
    assert ours == pytest.approx(theirs, rel=0.05)


def that_points_without_end_take_no_time_without_end() -> None:
    spiral = [[np.cos(t) * t, np.sin(t) * t] for t in np.linspace(0, 60, 20_000)]
    assert image_of([spiral]).max() == 255
