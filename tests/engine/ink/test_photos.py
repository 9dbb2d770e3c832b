"""Photographs of handwriting: light, printed lines, pencil, pieces of digits, and how cameras store pictures."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw

from engine.ink.image_file import read_image_file
from engine.models.classifier import Classifier
from tests.support.drawings import strokes_drawn

SIZE = (700, 260)
NUMBERS = (0, 4, 6, 14)
"""Of the drawn digits: 0, 2, 3, 7."""


def drawn_page(ink: int = 40, paper: int = 225) -> Pillow.Image:
    page = Pillow.new("L", SIZE, paper)
    pen = ImageDraw.Draw(page)
    for place, number in enumerate(NUMBERS):
        for stroke in strokes_drawn()[number]:
            pen.line([(60 + 150 * place + x, 80 + y) for x, y in stroke], fill=ink, width=7, joint="curve")
    return page


def read(page: Pillow.Image, classifier: Classifier, path: Path, **how: Any) -> list[int]:
    page.save(path, **how)
    return [classifier.read_image(digit.image).digit for digit in read_image_file(path)]


def ruled(page: Pillow.Image, grey: int, squares: bool, fall: int) -> Pillow.Image:
    """The page multiplied by lines that fall by some pixels over its width, as ink lies over print."""
    lines = Pillow.new("L", SIZE, 255)
    pen = ImageDraw.Draw(lines)
    for at in range(-40, 800, 45):
        pen.line([(0, at), (SIZE[0], at + fall)], fill=grey, width=2)
        if squares:
            pen.line([(at, 0), (at - fall * SIZE[1] / SIZE[0], SIZE[1])], fill=grey, width=2)
    return Pillow.fromarray(np.uint8(np.asarray(page, float) * np.asarray(lines) / 255))


@pytest.mark.parametrize("grey", [190, 60])
@pytest.mark.parametrize("squares", [False, True])
@pytest.mark.parametrize("fall", [0, 30])
def that_printed_lines_are_taken_out_and_strokes_stay_whole(
    tmp_path: Path, trained: Classifier, grey: int, squares: bool, fall: int
) -> None:
    page = ruled(drawn_page(), grey, squares, fall)
    assert read(page, trained, tmp_path / "ruled.png") == [0, 2, 3, 7]


def that_the_edge_of_a_shadow_is_no_ink(tmp_path: Path, trained: Classifier) -> None:
    light = np.ones(SIZE[::-1])
    light[:, 330:] = 0.45
    page = Pillow.fromarray(np.uint8(np.asarray(drawn_page(), float) * light))
    assert read(page, trained, tmp_path / "shadow.png") == [0, 2, 3, 7]


@pytest.mark.parametrize("side", ["left", "all"])
def that_a_dark_table_beside_the_paper_is_no_ink(tmp_path: Path, trained: Classifier, side: str) -> None:
    table = Pillow.new("L", (SIZE[0] + 200, SIZE[1] + 200), 70)
    table.paste(drawn_page(), (100, 100))
    picture = table if side == "all" else table.crop((0, 100, SIZE[0] + 100, SIZE[1] + 100))
    assert read(picture, trained, tmp_path / "table.png") == [0, 2, 3, 7]


def that_faint_pencil_is_read_as_ink(tmp_path: Path, trained: Classifier) -> None:
    grain = np.random.default_rng(0).normal(0, 3, SIZE[::-1])
    faint = np.asarray(drawn_page(ink=165), float) + grain
    assert read(Pillow.fromarray(np.uint8(faint)), trained, tmp_path / "pencil.png") == [0, 2, 3, 7]
    assert max(int(digit.image.max()) for digit in read_image_file(tmp_path / "pencil.png")) > 240


def that_chalk_on_a_blackboard_is_read(tmp_path: Path, trained: Classifier) -> None:
    assert read(drawn_page(ink=200, paper=50), trained, tmp_path / "board.png") == [0, 2, 3, 7]


def that_a_bar_apart_belongs_to_its_digit(tmp_path: Path) -> None:
    page = Pillow.new("L", (400, 260), 235)
    pen = ImageDraw.Draw(page)
    # A five whose hat begins some pixels to the right of its body, and a one beside it.
    pen.line([(82, 80), (78, 130), (120, 140), (125, 180), (80, 190)], fill=30, width=7, joint="curve")
    pen.line([(93, 74), (135, 70)], fill=30, width=7)
    pen.line([(230, 70), (228, 190)], fill=30, width=7)
    page.save(tmp_path / "five.png")
    assert [digit.box.left > 200 for digit in read_image_file(tmp_path / "five.png")] == [False, True]


def that_two_digits_stay_two_where_one_leans_over_the_other(tmp_path: Path) -> None:
    page = Pillow.new("L", (400, 260), 235)
    pen = ImageDraw.Draw(page)
    pen.line([(100, 70), (190, 70), (120, 190)], fill=30, width=7, joint="curve")
    pen.line([(194, 92), (184, 190)], fill=30, width=7)
    page.save(tmp_path / "seventy-one.png")
    assert len(read_image_file(tmp_path / "seventy-one.png")) == 2


def that_a_dash_between_digits_is_no_digit(tmp_path: Path, trained: Classifier) -> None:
    page = drawn_page()
    ImageDraw.Draw(page).line([(180, 130), (200, 130)], fill=40, width=7)
    assert read(page, trained, tmp_path / "dash.png") == [0, 2, 3, 7]


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def that_every_way_to_store_colours_is_read(tmp_path: Path, trained: Classifier, mode: str) -> None:
    page = drawn_page()
    deep = Pillow.fromarray(np.asarray(page, np.uint16) * 257)
    page = deep if mode == "I;16" else page.convert("RGB").convert(mode)
    kind = "tif" if mode == "CMYK" else "png"
    assert read(page, trained, tmp_path / f"page.{kind}") == [0, 2, 3, 7]


@pytest.mark.parametrize("kind", ["gif", "bmp", "webp", "tif", "ppm", "mpo"])
def that_every_kind_of_file_is_read(tmp_path: Path, trained: Classifier, kind: str) -> None:
    assert read(drawn_page().convert("RGB"), trained, tmp_path / f"page.{kind}") == [0, 2, 3, 7]


def that_a_large_photograph_taken_sideways_is_read_with_its_boxes(tmp_path: Path, trained: Classifier) -> None:
    page = drawn_page().resize((4200, 1560), Pillow.Resampling.BICUBIC)
    turned = page.transpose(Pillow.Transpose.ROTATE_90)
    exif = Pillow.Exif()
    # 6: the camera's right side was up.
    exif[0x0112] = 6
    path = tmp_path / "phone.jpg"
    assert read(turned, trained, path, exif=exif) == [0, 2, 3, 7]
    first, *_, last = (digit.box for digit in read_image_file(path))
    assert 300 < first.left < first.right < 1300 and 2900 < last.left < last.right < 4200
    assert 400 < first.top < first.bottom < 1500
