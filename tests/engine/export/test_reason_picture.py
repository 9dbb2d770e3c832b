"""The picture of what speaks for an answer, as PNG and as SVG."""

import re
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.data.datasets import Splits
from engine.errors import InklingError
from engine.export.reason_picture import PIXEL, SIDE, coloured, write_reasons
from engine.inspection.occlusion import Occlusion, occlusion
from engine.models.classifier import Classifier


@pytest.fixture
def found(trained: Classifier, digits: Splits) -> Occlusion:
    return occlusion(trained, digits.test.images[0, 0].numpy())


def that_both_formats_have_the_same_colours(found: Occlusion, tmp_path: Path) -> None:
    names = tuple("0123456789")
    for name in ("why.png", "why.svg"):
        write_reasons(found, names, tmp_path / name, (7, 4))
    png = np.asarray(Pillow.open(tmp_path / "why.png"))
    tree = ElementTree.parse(tmp_path / "why.svg").getroot()
    squares = [one.attrib for one in tree.iter() if one.tag.endswith("rect") and "x" in one.attrib]
    heats = [found.heat(digit) for digit in (7, 4)]
    scale = max(np.abs(heat).max() for heat in heats)
    assert len(squares) == sum((coloured(heat / scale, found.image) != 255).any(2).sum() for heat in heats)
    for square in squares:
        there = png[int(square["y"]) + PIXEL // 2, int(square["x"]) + PIXEL // 2]
        assert square["fill"] == "#" + "".join(f"{part:02x}" for part in there)
    texts = [one.text for one in tree.iter() if one.tag.endswith("text")]
    assert [text[0] for text in texts if text] == ["7", "4"]
    assert png.shape[1] == 2 * SIDE + PIXEL == int(tree.attrib["width"])
    assert SIDE >= 1000, "a single map can be printed"


def that_a_name_of_a_class_stays_text_in_svg(found: Occlusion, tmp_path: Path) -> None:
    names = tuple(f"<{digit}&" for digit in range(10))
    write_reasons(found, names, tmp_path / "why.svg")
    said = re.findall(r"<text[^>]*>(.*?)</text>", (tmp_path / "why.svg").read_text(encoding="utf-8"))
    assert len(said) == 2 and all(text.startswith("&lt;") and "&amp;" in text for text in said)


def that_another_suffix_is_refused(found: Occlusion, tmp_path: Path) -> None:
    with pytest.raises(InklingError, match=r"why.gif must end in .png or .svg."):
        write_reasons(found, tuple("0123456789"), tmp_path / "why.gif")
    assert not list(tmp_path.iterdir())
