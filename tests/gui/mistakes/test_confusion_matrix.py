"""The confusion matrix under a real mouse and keyboard, to a screen reader, and whether what it counts can be seen."""

from collections.abc import Iterator
from itertools import product

import numpy as np
import pytest
from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.settings.labels import NAMES
from gui.mistakes.confusion_matrix import LEAST, ConfusionMatrix
from gui.mistakes.confusion_model import CORRECT_TINT, WRONG_TINT
from gui.mistakes.confusion_painting import CellDelegate
from gui.theme.colours import DARK, LIGHT, Theme
from gui.theme.tints import readable
from gui.widgets.tables.row_model import Role
from tests.support.gui.window import PATIENCE, shown

COUNTS = np.diag([980, 1135, 1032, 1010, 982, 0, 958, 1028, 974, 1009])
COUNTS[5, 3], COUNTS[5, 5], COUNTS[9, 4], COUNTS[2, 7] = 12, 880, 3, 1
RECALL = COUNTS.diagonal() / COUNTS.sum(1)
PRECISION = np.where(np.arange(10) == 0, np.nan, COUNTS.diagonal() / COUNTS.sum(0))
LETTERS = NAMES["emnist-letters"]
Key = Qt.Key


@pytest.fixture
def matrix(qtbot: QtBot) -> Iterator[ConfusionMatrix]:
    matrix = ConfusionMatrix()
    matrix.show_confusion(COUNTS, PRECISION, RECALL)
    yield from shown(qtbot, matrix, 400, 400)


def place(matrix: ConfusionMatrix, true: int, answer: int) -> QRect:
    """Where a cell is in the viewport; the column after the last class is that of recall, the row that of precision."""
    return matrix.visualRect(matrix.model().index(true, answer))


def click(matrix: ConfusionMatrix, true: int, answer: int) -> None:
    QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=place(matrix, true, answer).center())


def said(matrix: ConfusionMatrix, true: int, answer: int, role: Role = Role.ToolTipRole) -> str:
    return str(matrix.model().index(true, answer).data(role) or "")


def colour(matrix: ConfusionMatrix, true: int, answer: int) -> QColor:
    """Of a corner of the cell, where no figure is written."""
    picture = matrix.viewport().grab().toImage()
    corner = (place(matrix, true, answer).topLeft() + QPoint(5, 4)) * picture.devicePixelRatio()
    return picture.pixelColor(corner)


def contrast(one: QColor, other: QColor) -> float:
    """As the Web Content Accessibility Guidelines count it, 1 to 21."""
    low, high = sorted(map(luminance, (one, other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: QColor) -> float:
    return float(np.dot(linear(colour), [0.2126, 0.7152, 0.0722]))


def linear(colour: QColor) -> list[float]:
    """Red, green and blue as amounts of light, 0 to 1."""
    screen = (colour.redF(), colour.greenF(), colour.blueF())
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in screen]


def that_a_click_chooses_the_cell_under_the_mouse(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    for true, answer in ((5, 3), (0, 9), (9, 0)):
        with qtbot.waitSignal(matrix.chosen) as chosen:
            click(matrix, true, answer)
        assert chosen.args == [true, answer] and matrix.cell == (true, answer)


@pytest.mark.qt_log_ignore("not accepted by receiving widget", extend=True)
def that_a_click_in_the_margins_chooses_nothing(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    click(matrix, 5, 3)
    with qtbot.assertNotEmitted(matrix.chosen):
        for true, answer in ((3, 10), (10, 3), (10, 10)):
            click(matrix, true, answer)
        for header in (matrix.horizontalHeader(), matrix.verticalHeader()):
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=header.viewport().rect().center())
        QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.RightButton, pos=place(matrix, 1, 1).center())
    assert matrix.cell in ((5, 3), (1, 1))


def that_dragging_the_mouse_chooses_only_where_it_was_pressed(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    inside = matrix.viewport()
    with qtbot.waitSignal(matrix.chosen) as chosen:
        QTest.mousePress(inside, Qt.MouseButton.LeftButton, pos=place(matrix, 5, 3).center())
    QTest.mouseMove(inside, place(matrix, 8, 8).center())
    QTest.mouseRelease(inside, Qt.MouseButton.LeftButton, pos=place(matrix, 8, 8).center())
    assert chosen.args == [5, 3] and matrix.cell == (5, 3)


def that_arrow_keys_go_from_cell_to_cell_and_enter_chooses(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    for key, times in ((Key.Key_Down, 5), (Key.Key_Right, 4), (Key.Key_Left, 1), (Key.Key_Up, 0)):
        for _ in range(times):
            QTest.keyClick(matrix, key)
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
        with qtbot.waitSignal(matrix.chosen) as chosen:
            QTest.keyClick(matrix, key)
        assert chosen.args == [5, 3]
    for _ in range(20):
        QTest.keyClick(matrix, Key.Key_Right)
    assert matrix.cell == (5, 9), "the matrix ends at its edge"


@pytest.mark.parametrize(
    ("key", "cell"),
    [(Key.Key_Home, (4, 0)), (Key.Key_End, (4, 9)), (Key.Key_PageUp, (0, 5)), (Key.Key_PageDown, (9, 5))],
)
def that_keys_for_the_ends_stay_among_the_classes(matrix: ConfusionMatrix, key: Key, cell: tuple[int, int]) -> None:
    matrix.show_cell(4, 5)
    QTest.keyClick(matrix, key)
    assert matrix.cell == cell


def that_digits_and_tab_are_not_its_keys(matrix: ConfusionMatrix) -> None:
    """The window says with a digit what was drawn, and Tab goes to the next part of the page."""
    matrix.show_cell(4, 5)
    for key in (Key.Key_9, Key.Key_1, Key.Key_Tab):
        QTest.keyClick(matrix, key)
    assert matrix.cell == (4, 5)


def that_every_place_says_in_words_what_it_counts(matrix: ConfusionMatrix) -> None:
    assert said(matrix, 5, 3) == "12 of 892 fives were read as 3: click to see them"
    assert said(matrix, 2, 7).startswith("1 of 1,033 twos was read as 7")
    assert said(matrix, 1, 1).startswith("1,135 of 1,135 ones were classified correctly")
    assert said(matrix, 5, 10) == "Recall: 98.7% of the fives were read as 5"
    assert said(matrix, 10, 3) == "Precision: 98.8% of the images read as 3 were labelled 3"
    assert "\u2013%" in said(matrix, 10, 0) and said(matrix, 10, 10) == ""


@pytest.mark.qt_log_ignore("does not support raise", extend=True)
def that_the_tooltip_is_that_of_the_cell_under_the_mouse(matrix: ConfusionMatrix, qtbot: QtBot) -> None:
    inside, here = matrix.viewport(), place(matrix, 5, 3).center()
    QApplication.sendEvent(inside, QHelpEvent(QHelpEvent.Type.ToolTip, here, inside.mapToGlobal(here)))
    qtbot.waitUntil(lambda: QToolTip.text().startswith("12 of 892 fives"), timeout=PATIENCE)
    QToolTip.hideText()


def accessible_cells(matrix: ConfusionMatrix) -> dict[str, QAccessibleInterface]:
    """What a screen reader finds inside, by name."""
    table = QAccessible.queryAccessibleInterface(matrix)
    assert table and table.role() == QAccessible.Role.Table
    children = [table.child(number) for number in range(table.childCount())]
    return {child.text(QAccessible.Text.Name): child for child in children}


def that_a_screen_reader_reads_each_cell_and_heading(matrix: ConfusionMatrix) -> None:
    cells = accessible_cells(matrix)
    for name in (
        "5 read as 3: 12 images",
        "9 read as 4: 3 images",
        "2 read as 7: 1 image",
        "1 read as 1: 1,135 images",
    ):
        assert cells[name].role() == QAccessible.Role.Cell
    description = cells["5 read as 3: 12 images"].text(QAccessible.Text.Description)
    assert description == "12 of 892 fives were read as 3"
    assert "Recall of 5: 98.7%" in cells and "Precision of 3: 98.8%" in cells
    assert cells["the digit was a 7"].role() == QAccessible.Role.RowHeader
    assert cells["read as 9"].role() == QAccessible.Role.ColumnHeader


def that_a_screen_reader_follows_the_keyboard(matrix: ConfusionMatrix) -> None:
    matrix.setFocus()
    matrix.show_cell(5, 2)
    QTest.keyClick(matrix, Key.Key_Right)
    focus = QAccessible.queryAccessibleInterface(matrix).focusChild()
    assert focus and focus.text(QAccessible.Text.Name) == "5 read as 3: 12 images"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_a_thousand_on_the_diagonal_does_not_drown_a_three(matrix: ConfusionMatrix, theme: Theme) -> None:
    matrix.set_theme(theme)
    nothing, three, twelve, right = (colour(matrix, *cell) for cell in ((0, 1), (9, 4), (5, 3), (1, 1)))

    def distance(one: QColor, other: QColor) -> float:
        return abs(one.red() - other.red()) + abs(one.green() - other.green()) + abs(one.blue() - other.blue())

    assert nothing.name() == theme.field
    assert distance(three, nothing) > 60 and distance(twelve, nothing) > 1.5 * distance(three, nothing)
    assert distance(right, three) > 60


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_figures_can_be_read_on_every_tint(theme: Theme) -> None:
    delegate = CellDelegate()
    delegate.theme = theme
    for correct, strongest in ((False, WRONG_TINT), (True, CORRECT_TINT)):
        for tint in np.linspace(0, strongest, 12):
            ground = delegate.colour(float(tint), correct)
            assert contrast(ground, readable(ground, theme)) > 3.9


BLIND = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
"""What people see who lack one kind of cone: G. M. Machado et al., "A physiologically-based model for simulation of
color vision deficiency", IEEE Transactions on Visualization and Computer Graphics 15, 2009; severity 1."""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", BLIND)
def that_colour_blind_people_can_tell_mistakes_from_correct_answers(theme: Theme, kind: str) -> None:
    delegate = CellDelegate()
    delegate.theme = theme

    def seen(ground: QColor) -> np.ndarray:
        light = np.clip(np.array(BLIND[kind]) @ linear(ground), 0, 1)
        return np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)

    correct = seen(delegate.colour(CORRECT_TINT, True))
    for tint in np.linspace(WRONG_TINT / 4, WRONG_TINT, 8):
        assert np.abs(seen(delegate.colour(float(tint), False)) - correct).sum() > 0.2


def that_shares_are_written_instead_of_counts(matrix: ConfusionMatrix) -> None:
    assert said(matrix, 5, 3, Role.DisplayRole) == "12" and said(matrix, 1, 1, Role.DisplayRole) == "1135"
    before = matrix.grab().toImage()
    matrix.show_shares(True)
    assert said(matrix, 5, 3, Role.DisplayRole) == "1.3" and said(matrix, 1, 1, Role.DisplayRole) == "100"
    assert said(matrix, 0, 1, Role.DisplayRole) == "" and matrix.grab().toImage() != before


@pytest.mark.parametrize("names", [NAMES["mnist"], NAMES["fashion"], LETTERS], ids=["10", "10 names", "26"])
def that_the_whole_matrix_is_in_sight_however_small_it_is(matrix: ConfusionMatrix, names: tuple[str, ...]) -> None:
    classes = len(names)
    counts, share = np.arange(classes**2).reshape(classes, classes), np.full(classes, 0.5)
    matrix.show_confusion(counts, share, share, names)
    least = matrix.minimumSizeHint()
    assert max(least.width(), least.height()) <= 330
    for width, height in ((0, 0), (600, 250), (300, 700)):
        matrix.resize(max(least.width(), width), max(least.height(), height))
        assert place(matrix, 0, 0).topLeft() == QPoint(0, 0)
        assert matrix.viewport().rect().contains(place(matrix, classes, classes))
        assert place(matrix, 0, 0).width() == place(matrix, 1, 1).height() >= (LEAST if classes <= 12 else 10)
        matrix.grab()


def that_names_can_change_with_the_marked_cell_kept_inside(matrix: ConfusionMatrix) -> None:
    share = np.full(26, 0.5)
    matrix.show_confusion(np.arange(26 * 26).reshape(26, 26), share, share, LETTERS)
    matrix.show_cell(25, 20)
    matrix.show_confusion(COUNTS, PRECISION, RECALL)
    assert matrix.cell == (9, 9) and matrix.selectedIndexes() == [matrix.model().index(9, 9)]


def that_a_matrix_without_any_room_is_no_division_by_zero(matrix: ConfusionMatrix) -> None:
    """Qt calls it from inside, where an exception may end the process."""
    matrix.setMinimumSize(1, 1)
    for side in (20, 1):
        matrix.resize(side, side)
        QTest.mouseClick(matrix.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(0, 0))
        matrix.grab()


def that_an_index_that_is_nowhere_says_nothing(matrix: ConfusionMatrix) -> None:
    """Qt may ask for a cell of a larger model that was there before."""
    model = matrix.model()
    for role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole, Role.UserRole, Role.FontRole):
        assert model.data(QModelIndex(), role) is None
    for section, across in product((-1, 11, 99), Qt.Orientation):
        assert model.headerData(section, across) is None
