"""Walking through the layouts of a part leaves nothing behind."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import Shiboken

from gui.widgets.keyboard import controls


def that_a_walk_finds_every_control_and_keeps_no_item_of_a_layout(qtbot: QtBot) -> None:
    whole = QWidget()
    qtbot.addWidget(whole)
    column, row = QVBoxLayout(whole), QHBoxLayout()
    buttons = [QPushButton(name) for name in "abc"]
    column.addWidget(buttons[0])
    column.addStretch()
    column.addLayout(row)
    for button in buttons[1:]:
        row.addWidget(button)
    assert list(controls(whole)) == buttons
    kept = [one for one in Shiboken.getAllValidWrappers() if type(one).__name__ in ("QWidgetItem", "QSpacerItem")]
    assert not kept
    assert [button.text() for button in buttons] == ["a", "b", "c"]
