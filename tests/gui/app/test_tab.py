"""Tab reaches everything, in the order in which it stands, and leaves every page again."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from gui.app.main_window import MainWindow
from gui.widgets.keyboard import controls
from tests.support.gui.window import each_page

PAGES = (
    *("chart_page", "inside", "mistakes_panel", "data_panel", "my_digits", "runs_panel"),
    *("rate_panel", "sweep_panel", "compress_panel", "cpu_panel", "measure_panel", "form"),
)
MOST = 200
"""Controls in the window; after so many Tabs the keyboard would go in a circle."""


def round_trip(window: MainWindow, start: QWidget, key: Qt.Key) -> list[QWidget]:
    """What has the keyboard after each press of a key, until it is where it began."""
    start.setFocus()
    visited: list[QWidget] = []
    for _ in range(MOST):
        focus = QApplication.focusWidget()
        assert focus is not None
        visited.append(focus)
        QTest.keyClick(focus, key)
        if QApplication.focusWidget() is start:
            return visited
    raise AssertionError(f"it never comes back to {start}, but to {QApplication.focusWidget()}")


def that_the_keyboard_enters_every_page_that_it_is_sent_to(window: MainWindow) -> None:
    window.activateWindow()
    for command in each_page(window, "settings", "why"):
        focus = QApplication.focusWidget()
        whole = window.form if command == "settings" else window.pages.page
        assert focus is not None and focus.isVisible() and whole.isAncestorOf(focus), command


@pytest.mark.parametrize("name", PAGES)
def that_tab_goes_through_a_page_in_its_order_and_leaves_it(knowing: MainWindow, name: str) -> None:
    page: QWidget = getattr(knowing, name)
    knowing.activateWindow()
    if name != "form":
        knowing.pages.show_page(page)
    there = [control for control in controls(page) if control.isVisible() and control.isEnabled()]
    start = knowing.player.main
    forwards = [control for control in round_trip(knowing, start, Qt.Key.Key_Tab) if control in there]
    backwards = [control for control in round_trip(knowing, start, Qt.Key.Key_Backtab) if control in there]
    assert forwards == there
    assert backwards == there[::-1]
