"""One place knows how large the interface is, and which sizes of type there are."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gui.theme.colours import LIGHT, STYLE, style_sheet
from gui.theme.zoom import LEAST_TYPE, STEPS, TYPE, USUAL, ZOOM, scaled, sized, type_size, zoomed


@pytest.fixture(autouse=True)
def usual(qapp: QApplication) -> Iterator[None]:
    ZOOM.choose(USUAL)
    yield
    ZOOM.choose(USUAL)


def that_the_style_sheet_has_no_size_of_type_of_its_own() -> None:
    sizes = re.findall(r"\bfont(?:-size)?:\s*([^;}]+)", STYLE.read_text(encoding="utf-8"))
    assert len(sizes) > 3 and {size.strip() for size in sizes} <= {f"${name}" for name in TYPE}


def that_no_type_is_too_small_at_any_zoom() -> None:
    for step in STEPS:
        ZOOM.choose(step)
        sizes = [int(size) for size in re.findall(r"font-size: (\d+)px", style_sheet(LIGHT))]
        assert min(*sizes, QApplication.font().pixelSize()) >= LEAST_TYPE
        assert QApplication.font().pixelSize() == type_size("body") and max(sizes) == scaled(TYPE["giant"])


def that_lengths_of_the_style_sheet_follow_and_a_thin_line_stays() -> None:
    style = "padding: 5px 12px; border: 1px solid; margin: 0px"
    assert zoomed(style) == style
    ZOOM.choose(200)
    assert zoomed(style) == "padding: 10px 24px; border: 2px solid; margin: 0px"
    ZOOM.choose(90)
    assert zoomed(style) == "padding: 4px 11px; border: 1px solid; margin: 0px"


def that_what_is_sized_keeps_its_size_at_100_through_all_zooms(qtbot: QtBot) -> None:
    parent, button = QWidget(), QPushButton("Go")
    qtbot.addWidget(parent)
    layout = QVBoxLayout(parent)
    layout.addWidget(button)
    sized(button.setMinimumSize, 33, 7)
    sized(button.setIconSize, QSize(16, 16))
    sized(layout.setSpacing, 5)
    for step in (*STEPS, *reversed(STEPS)):
        ZOOM.choose(step)
        assert button.minimumWidth() == round(33 * step / 100) and button.iconSize().width() == round(16 * step / 100)
        assert layout.spacing() == scaled(5)
    assert ZOOM.percent == STEPS[0]
    ZOOM.choose(USUAL)
    assert (button.minimumSize(), button.iconSize(), layout.spacing()) == (QSize(33, 7), QSize(16, 16), 5)


def that_a_step_that_does_not_exist_means_the_nearest_one() -> None:
    for wanted, step in ((0, 90), (104, 100), (140, 150), (9999, 200)):
        ZOOM.choose(wanted)
        assert ZOOM.percent == step
