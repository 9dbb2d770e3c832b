"""Another colour scheme, without making the window stand still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from engine.ink.my_digits import MyDigit
from gui.app.main_window import MainWindow
from gui.canvas import digits
from gui.my_digits.drawing_list import AT_ONCE
from gui.theme.colours import DARK, LIGHT, Theme
from tests.support.gui.plots import ground as behind_curves
from tests.support.gui.rows import compared
from tests.support.gui.window import PATIENCE

LEFT = Qt.MouseButton.LeftButton


def mine(number: int) -> list[MyDigit]:
    kinds = digits()
    return [MyDigit(f"digit {n}", kinds[n % 20][0], tuple(kinds[n % 20][1]), "2026-01-01", None) for n in range(number)]


def without_picture(window: MainWindow) -> int:
    drawings = window.my_digits.list
    return sum(drawings.item(row).icon().isNull() for row in range(drawings.count()))


def ground(window: MainWindow, row: int) -> str:
    """The colour of the canvas in the picture of a digit."""
    icon = window.my_digits.list.item(row).icon()
    return icon.pixmap(icon.availableSizes()[0]).toImage().pixelColor(1, 1).name()


def that_many_digits_get_their_pictures_a_few_at_a_time(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["light"].trigger()
    window.commands["mine"].trigger()
    window.my_digits.show_digits(mine(4 * AT_ONCE))
    assert without_picture(window) == 3 * AT_ONCE, "the first ones are there at once"
    qtbot.waitUntil(lambda: without_picture(window) == 0, timeout=PATIENCE)
    assert ground(window, 4 * AT_ONCE - 1) == LIGHT.canvas
    window.commands["dark"].trigger()
    assert ground(window, 0) == DARK.canvas
    qtbot.waitUntil(lambda: ground(window, 4 * AT_ONCE - 1) == DARK.canvas, timeout=PATIENCE)


def that_digits_that_go_while_they_are_painted_are_not_missed(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["mine"].trigger()
    window.my_digits.show_digits(mine(3 * AT_ONCE))
    window.my_digits.show_digits(mine(2))
    qtbot.waitUntil(lambda: not window.my_digits.list._painter.isActive(), timeout=PATIENCE)
    assert without_picture(window) == 0


def that_a_page_gets_its_colours_when_it_is_seen(window: MainWindow) -> None:
    window.commands["runs"].trigger()
    for name, theme in (("dark", DARK), ("light", LIGHT)):
        window.commands["curve"].trigger()
        window.commands[name].trigger()
        assert behind_curves(window.chart) == theme.panel
        assert behind_curves(compared(window.runs_panel)) != theme.panel
        bar = window.pages.tabs.tabBar()
        place = window.pages.tabs.indexOf(window.runs_panel)
        QTest.mouseClick(bar, LEFT, pos=bar.tabRect(place).center())
        assert window.runs_panel.isVisible()
        assert behind_curves(compared(window.runs_panel)) == theme.panel


@pytest.mark.parametrize(("scheme", "theme"), [("light", LIGHT), ("dark", DARK)])
def that_a_first_window_has_the_colours_of_its_scheme(qtbot: QtBot, tmp_path: Path, scheme: str, theme: Theme) -> None:
    """Nothing is remembered yet, so nothing changes after the window was made."""
    window = MainWindow(tmp_path, scheme)
    qtbot.addWidget(window)
    for part in (window.menuBar(), window.status, window.pages.tabs.tabBar(), window.message, window.chart_page):
        assert theme.accent in part.styleSheet()
    assert behind_curves(window.chart) == theme.panel


def that_only_what_is_seen_gets_the_style_sheet(window: MainWindow) -> None:
    """To change that of the whole window would take four times as long."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    for name, theme in (("dark", DARK), ("light", LIGHT)):
        window.commands["curve"].trigger()
        window.commands[name].trigger()
        assert app.styleSheet() == window.styleSheet() == ""
        assert theme.accent in window.menuBar().styleSheet()
        assert theme.accent in window.chart_page.styleSheet() and theme.accent not in window.runs_panel.styleSheet()
        window.commands["runs"].trigger()
        assert theme.accent in window.runs_panel.styleSheet()


def that_the_settings_take_another_scheme_in_an_event_of_their_own(window: MainWindow, qtbot: QtBot) -> None:
    """They have as many parts as the rest of what is seen: both at once would block the window twice as long."""

    def has(theme: Theme) -> bool:
        return any(theme.accent in part.styleSheet() for part in above(window.form))

    window.commands["light"].trigger()
    qtbot.waitUntil(lambda: has(LIGHT), timeout=PATIENCE)
    window.commands["dark"].trigger()
    assert DARK.accent in window.chart_page.styleSheet() and has(LIGHT) and not has(DARK)
    qtbot.waitUntil(lambda: has(DARK), timeout=PATIENCE)
    assert not has(LIGHT)


def above(widget: QWidget) -> Iterator[QWidget]:
    """Everything that it is part of."""
    while (parent := widget.parentWidget()) is not None:
        yield parent
        widget = parent


def that_what_opens_from_the_window_has_its_colours(window: MainWindow) -> None:
    for name, theme in (("light", LIGHT), ("dark", DARK), ("light", LIGHT)):
        window.commands[name].trigger()
        menu = window.menuBar().actions()[0].menu()
        assert isinstance(menu, QMenu)
        assert menu.grab().toImage().pixelColor(2, 2).name() == theme.panel
