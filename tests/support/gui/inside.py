"""What a person does on page Inside."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from tests.support.gui.window import PATIENCE


def go_to(window: MainWindow, view: QWidget) -> None:
    """By the tabs, as a person does."""
    window.pages.show_page(window.inside)
    place = window.inside.tab_of(view).center()
    QTest.mouseClick(window.inside.tabs, Qt.MouseButton.LeftButton, pos=place)
    assert view.isVisible()


def wait_until_quiet(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not any(one.busy for one in window.background), timeout=PATIENCE)


def save_picture(button: QAbstractButton, file: Path) -> None:
    """Click the button, and choose a file in the dialog."""
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    dialog = next(one for one in QApplication.topLevelWidgets() if one.windowTitle() == "Save the picture")
    dialog.fileSelected.emit(str(file))  # type: ignore[attr-defined]
    dialog.close()
