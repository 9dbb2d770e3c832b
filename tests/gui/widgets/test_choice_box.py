"""A choice from a list: what is seen of it in a narrow place."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QStyleOptionComboBox
from pytestqt.qtbot import QtBot

from gui.widgets.choice_box import ChoiceBox
from tests.support.gui.window import shown

LONG = "SimpleNN 784-128-10"


@pytest.fixture
def box(qtbot: QtBot) -> Iterator[ChoiceBox]:
    for box in shown(qtbot, ChoiceBox(), 300, 28):
        box.addItems(["Small CNN", LONG])
        box.setCurrentText(LONG)
        yield box


def painted(box: ChoiceBox, width: int) -> str:
    box.resize(width, 28)
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    return option.currentText


def that_a_narrow_box_shows_whole_words(box: ChoiceBox) -> None:
    width = box.fontMetrics().horizontalAdvance
    assert painted(box, width(LONG) + 80) == LONG
    assert painted(box, width(LONG) + 10) == "SimpleNN \u2026"
    assert box.currentText() == LONG


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def that_the_list_of_a_narrow_box_cuts_nothing(box: ChoiceBox) -> None:
    box.resize(box.fontMetrics().horizontalAdvance("Small"), 28)
    box.showPopup()
    QApplication.processEvents()
    assert box.view().viewport().width() >= box.view().sizeHintForColumn(0) > box.width()
    box.hidePopup()
