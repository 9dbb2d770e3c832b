"""Pictures of digits, whatever their size, colour and format."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from engine.classifier import Classifier
from engine.datasets import Splits
from engine.errors import InklingError
from engine.image_file import read_image_file
from engine.ink import render
from tests.engine.test_ink import drawn


def saved(grey: np.ndarray, path: Path, size: int = 28) -> Path:
    picture = Pillow.fromarray(grey.astype(np.uint8)).resize((size, size), Pillow.Resampling.BICUBIC)
    picture.convert("RGB").save(path)
    return path


@pytest.mark.parametrize("size", [28, 100, 700])
@pytest.mark.parametrize("kind", ["png", "jpg"])
def that_pictures_of_real_digits_are_read_as_the_digits_themselves(
    digits: Splits, trained: Classifier, tmp_path: Path, size: int, kind: str
) -> None:
    path, agreed = tmp_path / f"digit.{kind}", 0
    for image in digits.validation.images[:200, 0]:
        saved(image.numpy(), path, size)
        agreed += trained.read_image(read_image_file(path)).digit == trained.read_image(image.numpy()).digit
    assert agreed >= 196


def that_dark_on_light_reads_as_light_on_dark(digits: Splits, tmp_path: Path) -> None:
    for number in range(10):
        grey = digits.train.images[number, 0].numpy()
        light = read_image_file(saved(grey, tmp_path / "light.png", 280)).astype(int)
        dark = read_image_file(saved(255 - grey, tmp_path / "dark.png", 280))
        assert np.abs(light - dark).max() <= 3


@pytest.mark.parametrize("pen", [2, 12, 40])
def that_thin_and_thick_pens_are_read(tmp_path: Path, pen: int, trained: Classifier) -> None:
    right = 0
    for number, strokes in enumerate(drawn()):
        page = Pillow.new("L", (500, 700), 235)
        for stroke in strokes:
            points = [(100 + 3 * x, 200 + 3 * y) for x, y in stroke]
            ImageDraw.Draw(page).line(points, fill=40, width=pen, joint="curve")
        page.save(tmp_path / "page.png")
        right += trained.read_image(read_image_file(tmp_path / "page.png")).digit == number // 2
    assert right >= 18


def that_transparent_paper_is_white_paper(tmp_path: Path) -> None:
    picture = Pillow.new("RGBA", (100, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(50, 20), (50, 80)], fill=(0, 0, 0, 255), width=8)
    picture.save(tmp_path / "one.png")
    image = read_image_file(tmp_path / "one.png")
    one = render([[(50, 20), (50, 80)]])
    assert one is not None and np.corrcoef(image.ravel(), one.ravel())[0, 1] > 0.93


@pytest.mark.parametrize("grey", [0, 128, 255])
def that_an_empty_page_is_one_sentence(tmp_path: Path, grey: int) -> None:
    path = saved(np.full((50, 50), grey), tmp_path / "empty.png")
    with pytest.raises(InklingError, match=r"empty\.png is empty: nothing stands out"):
        read_image_file(path)


@pytest.mark.parametrize("content", [b"", b"this is no picture", b"\x89PNG\r\n\x1a\nbroken"])
def that_what_is_no_picture_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "digit.png"
    path.write_bytes(content)
    with pytest.raises(InklingError, match=r"digit\.png cannot be read: it is not a PNG or JPEG picture"):
        read_image_file(path)


def that_a_cut_off_picture_is_one_sentence(digits: Splits, tmp_path: Path) -> None:
    path = saved(digits.train.images[0, 0].numpy(), tmp_path / "digit.png", 300)
    path.write_bytes(path.read_bytes()[:400])
    with pytest.raises(InklingError, match=r"digit\.png cannot be read"):
        read_image_file(path)


def that_a_missing_picture_and_a_folder_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(InklingError, match=r"none\.png cannot be read: no such file"):
        read_image_file(tmp_path / "none.png")
    with pytest.raises(InklingError, match=r"cannot be read: is a directory"):
        read_image_file(tmp_path)
