"""A file that is saved has the ending of the kind that a person chose, all of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from gui.widgets import ask_where_to_save
from tests.support.gui.eyes import entries

KINDS = "Weights (*.safetensors);;Page (*.html);;Page to play with (*.play.html)"
OFFERED = "run 12.30.safetensors"


@pytest.fixture
def saved() -> list[str]:
    """The names of the files that were chosen."""
    return []


@pytest.fixture
def dialog(qtbot: QtBot, tmp_path: Path, saved: list[str]) -> Iterator[QFileDialog]:
    window = QWidget()
    qtbot.addWidget(window)
    ask_where_to_save(window, "Save", tmp_path / OFFERED, KINDS, lambda name: saved.append(Path(name).name))
    (found,) = window.findChildren(QFileDialog)
    yield found
    # The window lives until here, and its dialog with it.
    window.close()


def choose(dialog: QFileDialog, *kinds: int) -> None:
    (box,) = [box for box in dialog.findChildren(QComboBox) if "Page (*.html)" in entries(box)]
    for kind in kinds:
        while box.currentIndex() != kind:
            QTest.keyClick(box, Qt.Key.Key_Down if kind > box.currentIndex() else Qt.Key.Key_Up)


def field(dialog: QFileDialog) -> QLineEdit:
    return next(field for field in dialog.findChildren(QLineEdit) if field.isVisible())


@pytest.mark.parametrize(
    ("kinds", "name"),
    [
        ([], OFFERED),
        ([1], "run 12.30.html"),
        ([2], "run 12.30.play.html"),
        ([2, 1], "run 12.30.html"),
        ([2, 0], OFFERED),
        ([2, 0, 2], "run 12.30.play.html"),
    ],
)
def that_the_name_follows_the_chosen_kind(dialog: QFileDialog, saved: list[str], kinds: list[int], name: str) -> None:
    choose(dialog, *kinds)
    assert field(dialog).text() == name
    QTest.keyClick(field(dialog), Qt.Key.Key_Return)
    assert saved == [name]


@pytest.mark.parametrize(
    ("typed", "name"),
    [("me", "me.play.html"), ("me.html", "me.play.html"), ("me.play.html", "me.play.html"), ("me.svg", "me.svg")],
)
def that_a_typed_name_gets_what_is_missing_of_its_ending(
    dialog: QFileDialog, saved: list[str], typed: str, name: str
) -> None:
    choose(dialog, 2)
    field(dialog).setText(typed)
    QTest.keyClick(field(dialog), Qt.Key.Key_Return)
    assert saved == [name]


def that_a_file_with_the_completed_name_is_not_overwritten_unasked(
    dialog: QFileDialog, saved: list[str], tmp_path: Path
) -> None:
    (tmp_path / "me.play.html").touch()
    asked: list[str] = []

    def refuse() -> None:
        if isinstance(box := QApplication.activeModalWidget(), QMessageBox):
            asked.append(box.text())
            box.reject()

    timer = QTimer(dialog)
    timer.timeout.connect(refuse)
    timer.start()
    choose(dialog, 2)
    field(dialog).setText("me.html")
    QTest.keyClick(field(dialog), Qt.Key.Key_Return)
    assert saved == [] and "me.play.html already exists" in asked[0]
