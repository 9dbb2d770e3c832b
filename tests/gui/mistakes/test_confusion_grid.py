"""The grid under a real mouse and keyboard, and whether what it counts can be seen."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.mistakes.confusion_grid import LEAST, ConfusionGrid, _percent
from gui.theme.colours import DARK, LIGHT, Theme
from gui.theme.tints import mixed, readable
from tests.support.window import shown

COUNTS = np.diag([980, 1135, 1032, 1010, 982, 0, 958, 1028, 974, 1009])
COUNTS[5, 3], COUNTS[5, 5], COUNTS[9, 4], COUNTS[2, 7] = 12, 880, 3, 1
RECALL = COUNTS.diagonal() / COUNTS.sum(1)
PRECISION = np.where(np.arange(10) == 0, np.nan, COUNTS.diagonal() / COUNTS.sum(0))


@pytest.fixture
def grid(qtbot: QtBot) -> Iterator[ConfusionGrid]:
    grid = ConfusionGrid()
    grid.show_confusion(COUNTS, PRECISION, RECALL)
    yield from shown(qtbot, grid, 400, 400)


def middle(grid: ConfusionGrid, true: int, answer: int) -> QPointF:
    return grid.place((true, answer)).center()


def colour(grid: ConfusionGrid, true: int, answer: int) -> QColor:
    """Of a corner of the cell, where no figure is written."""
    corner = grid.place((true, answer)).topLeft() + QPointF(5, 4)
    return grid.grab().toImage().pixelColor(corner.toPoint())


def contrast(one: QColor, other: QColor) -> float:
    """As the Web Content Accessibility Guidelines count it, 1 to 21."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: QColor) -> float:
    screen = (colour.redF(), colour.greenF(), colour.blueF())
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in screen]
    return float(np.dot(parts, [0.2126, 0.7152, 0.0722]))


def that_a_click_chooses_the_cell_under_the_mouse(grid: ConfusionGrid, qtbot: QtBot) -> None:
    for true, answer in ((5, 3), (0, 9), (9, 0)):
        with qtbot.waitSignal(grid.chosen) as chosen:
            QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=middle(grid, true, answer).toPoint())
        assert chosen.args == [true, answer] and grid.cell == (true, answer)


def that_a_click_in_the_margins_chooses_nothing(grid: ConfusionGrid, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(grid.chosen):
        for place in (middle(grid, 3, 10).toPoint(), middle(grid, 10, 3).toPoint(), QPoint(3, 3)):
            QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=place)


def that_arrow_keys_go_from_cell_to_cell_and_enter_chooses(grid: ConfusionGrid, qtbot: QtBot) -> None:
    for key, times in ((Qt.Key.Key_Down, 5), (Qt.Key.Key_Right, 4), (Qt.Key.Key_Left, 1), (Qt.Key.Key_Up, 0)):
        for _ in range(times):
            QTest.keyClick(grid, key)
    assert grid.accessibleDescription() == "12 of 892 fives were read as 3"
    with qtbot.waitSignal(grid.chosen) as chosen:
        QTest.keyClick(grid, Qt.Key.Key_Return)
    assert chosen.args == [5, 3]
    for _ in range(20):
        QTest.keyClick(grid, Qt.Key.Key_Right)
    assert grid.cell == (5, 9), "the grid ends at its edge"


def that_every_place_says_in_words_what_it_counts(grid: ConfusionGrid) -> None:
    assert grid.words_at(middle(grid, 5, 3)).startswith("12 of 892 fives were read as 3")
    assert grid.words_at(middle(grid, 2, 7)).startswith("1 of 1,033 twos was read as 7")
    assert grid.words_at(middle(grid, 1, 1)).startswith("1,135 of 1,135 ones were read rightly")
    assert grid.words_at(middle(grid, 5, 10)) == "Recall: 98.7 % of the fives were read as 5"
    assert grid.words_at(middle(grid, 10, 3)) == "Precision: 98.8 % of what was read as 3 was a 3"
    assert "\u2013 %" in grid.words_at(middle(grid, 10, 0)) and grid.words_at(QPointF(2, 2)) == ""


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def that_a_thousand_on_the_diagonal_does_not_drown_a_three(grid: ConfusionGrid, theme: Theme) -> None:
    grid.set_theme(theme)
    nothing, three, twelve, right = (colour(grid, *cell) for cell in ((0, 1), (9, 4), (5, 3), (1, 1)))

    def distance(one: QColor, other: QColor) -> float:
        return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())

    assert nothing.name() == theme.field
    assert distance(three, nothing) > 60 and distance(twelve, nothing) > 1.5 * distance(three, nothing)
    assert distance(right, three) > 60


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def that_figures_can_be_read_on_every_tint(theme: Theme) -> None:
    for hue, strongest in ((theme.validation, 0.85), (theme.accuracy, 0.28)):
        for tint in np.linspace(0, strongest, 12):
            ground = mixed(theme.field, hue, float(tint))
            assert contrast(ground, readable(ground, theme)) > 3.9


def that_shares_are_written_instead_of_counts(grid: ConfusionGrid) -> None:
    assert grid._figure((5, 3)) == "12" and grid._figure((1, 1)) == "1135"
    before = grid.grab().toImage()
    grid.show_shares(True)
    assert grid._figure((5, 3)) == "1.3" and grid._figure((1, 1)) == "100" and grid.grab().toImage() != before


def that_a_share_is_never_rounded_to_all_or_nothing() -> None:
    assert [_percent(share) for share in (0, 0.0004, 0.0013, 0.5, 0.9996, 1)] == [
        "0",
        "<0.1",
        "0.1",
        "50.0",
        "99.9",
        "100",
    ]
    assert _percent(float("nan")) == "\u2013"


def that_the_whole_grid_is_in_sight_however_small_it_is(grid: ConfusionGrid) -> None:
    for width, height in ((grid.minimumSizeHint().width(),) * 2, (600, 250), (300, 700)):
        grid.resize(width, height)
        for cell in ((0, 0), (9, 9), (10, 10)):
            assert grid.rect().toRectF().contains(grid.place(cell))
        assert grid.place((0, 0)).width() >= LEAST - 0.5


def that_a_grid_without_any_room_is_no_division_by_nothing(grid: ConfusionGrid) -> None:
    """Qt asks for a tooltip from inside, where an exception may end the process."""
    grid.setMinimumSize(1, 1)
    grid.resize(20, 20)
    assert isinstance(grid.words_at(QPointF(19, 19)), str)
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(10, 10))
    grid.grab()
