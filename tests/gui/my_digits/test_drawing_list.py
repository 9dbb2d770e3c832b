"""The list of drawings shows every change, and touches only what is new."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QListWidgetItem
from pytestqt.qtbot import QtBot

from engine.ink.my_digits import MyDigit
from gui.my_digits.drawing_list import DrawingList
from tests.support.gui.window import shown

STROKES = (((0.0, 0.0), (10.0, 20.0)),)
DRAWINGS = [MyDigit(f"drawing {number}", number, STROKES, "2026-01-01", None) for number in range(5)]


@pytest.fixture
def drawings(qtbot: QtBot) -> Iterator[DrawingList]:
    for widget in shown(qtbot, DrawingList(), 400, 300):
        widget.show_digits(DRAWINGS)
        yield widget


def titles(drawings: DrawingList) -> list[str]:
    return [item.text() for item in items(drawings)]


def items(drawings: DrawingList) -> list[QListWidgetItem]:
    return [drawings.item(row) for row in range(drawings.count())]


@pytest.mark.parametrize(
    "digits",
    [
        pytest.param([*DRAWINGS, replace(DRAWINGS[0], name="new", label=7)], id="one more"),
        pytest.param(DRAWINGS[:1] + DRAWINGS[3:], id="some deleted"),
        pytest.param([DRAWINGS[0], replace(DRAWINGS[1], label=9), *DRAWINGS[2:]], id="another label"),
        pytest.param(DRAWINGS[::-1], id="another order"),
        pytest.param([], id="none"),
    ],
)
def that_every_change_is_shown_and_undone(drawings: DrawingList, digits: list[MyDigit]) -> None:
    drawings.show_digits(digits)
    assert titles(drawings) == [str(digit.label) for digit in reversed(digits)]
    drawings.show_digits(DRAWINGS)
    assert titles(drawings) == ["4", "3", "2", "1", "0"]
    assert not any(item.icon().isNull() for item in items(drawings))


def that_a_new_drawing_leaves_the_others_as_they_are(drawings: DrawingList) -> None:
    before = items(drawings)
    drawings.setCurrentRow(3)
    drawings.show_digits([*DRAWINGS, replace(DRAWINGS[0], name="new")])
    assert items(drawings)[1:] == before and drawings.names == ["drawing 1"]
