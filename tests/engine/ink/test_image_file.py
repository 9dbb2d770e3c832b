"""Pictures of digits, whatever their size, colour and format."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.ink.image_file import read_image_file
from engine.ink.rendering import Image, render
from engine.models.classifier import Classifier
from tests.support.drawings import strokes_drawn


def saved(grey: np.ndarray, path: Path, size: int = 28) -> Path:
    picture = Pillow.fromarray(grey.astype(np.uint8)).resize((size, size), Pillow.Resampling.BICUBIC)
    picture.convert("RGB").save(path)
    return path


def only_digit(path: Path) -> Image:
    (found,) = read_image_file(path)
    return found.image


@pytest.mark.parametrize("size", [28, 100, 700])
@pytest.mark.parametrize("kind", ["png", "jpg"])
def that_pictures_of_real_digits_are_read_as_the_digits_themselves(
    digits: Splits, trained: Classifier, tmp_path: Path, size: int, kind: str
) -> None:
    path, agreed = tmp_path / f"digit.{kind}", 0
    count = 20 if size < 700 else 6
    for image in digits.validation.images[:count, 0]:
        saved(image.numpy(), path, size)
        agreed += trained.read_image(only_digit(path)).digit == trained.read_image(image.numpy()).digit
    assert agreed > 0.8 * count


def that_dark_on_light_reads_as_light_on_dark(digits: Splits, tmp_path: Path) -> None:
    for number in range(5):
        grey = digits.train.images[number, 0].numpy()
        light = only_digit(saved(grey, tmp_path / "light.png", 280)).astype(int)
        dark = only_digit(saved(255 - grey, tmp_path / "dark.png", 280))
        assert np.abs(light - dark).max() <= 3


@pytest.mark.parametrize("pen", [2, 12, 40])
def that_thin_and_thick_pens_are_read(tmp_path: Path, pen: int, trained: Classifier) -> None:
    right = 0
    digits = strokes_drawn()[::2]
    for number, strokes in enumerate(digits):
        page = Pillow.new("L", (500, 700), 235)
        for stroke in strokes:
            points = [(100 + 3 * x, 200 + 3 * y) for x, y in stroke]
            ImageDraw.Draw(page).line(points, fill=40, width=pen, joint="curve")
        page.save(tmp_path / "page.png")
        right += trained.read_image(only_digit(tmp_path / "page.png")).digit == number
    assert right >= 9


def that_transparent_paper_is_white_paper(tmp_path: Path) -> None:
    picture = Pillow.new("RGBA", (100, 100), (0, 0, 0, 0))
    ImageDraw.Draw(picture).line([(50, 20), (50, 80)], fill=(0, 0, 0, 255), width=8)
    picture.save(tmp_path / "one.png")
    image = only_digit(tmp_path / "one.png")
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
    with pytest.raises(InklingError, match=r"none\.png cannot be read \(no such file"):
        read_image_file(tmp_path / "none.png")
    with pytest.raises(InklingError, match=r"cannot be read \(it is a folder"):
        read_image_file(tmp_path)


def page_of(numbers: list[int], path: Path, place: Callable[[int], tuple[int, int]], size: tuple[int, int]) -> Path:
    page = Pillow.new("L", size, 235)
    pen = ImageDraw.Draw(page)
    for order, number in enumerate(numbers):
        left, top = place(order)
        for stroke in strokes_drawn()[number]:
            pen.line([(left + x, top + y) for x, y in stroke], fill=30, width=9, joint="curve")
    page.save(path)
    return path


def that_digits_side_by_side_are_found_from_left_to_right_with_their_boxes(tmp_path: Path, trained: Classifier) -> None:
    # Fives and fours of two strokes each are among them.
    path = page_of(list(range(0, 20, 2)), tmp_path / "row.png", lambda order: (30 + 120 * order, 40), (1250, 200))
    found = read_image_file(path)
    assert len(found) == 10
    read = [trained.read_image(digit.image).digit for digit in found]
    assert sum(answer == digit for digit, answer in enumerate(read)) >= 9
    for order, digit in enumerate(found):
        assert 20 + 120 * order <= digit.box.left < digit.box.right <= 30 + 120 * order + 115
        assert 25 <= digit.box.top < digit.box.bottom <= 160


def that_lines_are_read_one_after_the_other(tmp_path: Path, trained: Classifier) -> None:
    path = page_of(
        [2, 4, 6, 14],
        tmp_path / "lines.png",
        lambda order: (40 + 160 * (order % 2), 40 + 150 * (order // 2)),
        (400, 340),
    )
    found = read_image_file(path)
    assert [trained.read_image(digit.image).digit for digit in found] == [1, 2, 3, 7]


@pytest.mark.parametrize("light_on_dark", [False, True])
def that_shadows_and_grain_on_the_paper_do_not_matter(tmp_path: Path, trained: Classifier, light_on_dark: bool) -> None:
    path = page_of([4, 6, 8], tmp_path / "photo.png", lambda order: (60 + 150 * order, 80), (600, 300))
    grey = np.asarray(Pillow.open(path), float)
    shadow = np.linspace(1.0, 0.45, 600)[None, :] * np.linspace(1.0, 0.8, 300)[:, None]
    rng = np.random.default_rng(0)
    grey = np.clip(grey * shadow + rng.normal(0, 5, grey.shape), 0, 255)
    Pillow.fromarray(np.uint8(255 - grey if light_on_dark else grey)).save(path)
    found = read_image_file(path)
    assert [trained.read_image(digit.image).digit for digit in found] == [2, 3, 4]


def that_specks_of_dirt_are_no_digits(tmp_path: Path) -> None:
    path = page_of([4], tmp_path / "dirty.png", lambda _: (100, 60), (300, 220))
    page = Pillow.open(path)
    for place in ((20, 20), (280, 30), (30, 200)):
        ImageDraw.Draw(page).ellipse([*place, place[0] + 5, place[1] + 5], fill=30)
    page.save(path)
    assert len(read_image_file(path)) == 1


@pytest.mark.parametrize("kind", ["noise", "dots"])
def that_a_picture_of_something_else_is_one_sentence(kind: str, tmp_path: Path) -> None:
    grain = np.random.default_rng(0).integers(0, 256, (600, 600))
    dots = np.kron(np.ones((60, 60)), np.pad(np.full((3, 3), 255), (0, 7)))
    Pillow.fromarray(np.uint8(grain if kind == "noise" else dots)).save(tmp_path / "wall.png")
    with pytest.raises(InklingError, match=r"wall\.png shows no digits but many small marks"):
        read_image_file(tmp_path / "wall.png")


def that_many_pieces_of_a_few_digits_are_put_together(tmp_path: Path) -> None:
    page = Pillow.open(page_of([0, 4], tmp_path / "torn.png", lambda order: (40 + 160 * order, 40), (400, 200)))
    torn = np.array(page)
    # White lines across, as a bad copy has them: each digit falls into many pieces, one above the other.
    torn[::12], torn[1::12] = 235, 235
    Pillow.fromarray(torn).save(tmp_path / "torn.png")
    assert len(read_image_file(tmp_path / "torn.png")) == 2
