"""No text is cut, on no page, from a small laptop to a projector, and Train stays where it is."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.theme.zoom import ZOOM
from tests.support.gui.clipping import clipped
from tests.support.gui.eyes import number_field
from tests.support.gui.window import PATIENCE, draw, each_page

"""Commands that show them, the last one instead of the window around them."""
SCREENS = ((960, 500, 100), (1024, 640, 100), (1366, 768, 125), (1920, 1000, 200), (3840, 2160, 200), (1000, 600, 90))
"""Width and height of the window in logical pixels, and its zoom."""
ROUNDS = 50


def resized(window: MainWindow, width: int, height: int, qtbot: QtBot) -> None:
    """Until the window has this size: it may need more for a moment, as long as it is larger."""

    def is_so() -> bool:
        window.resize(width, height)
        return (window.width(), window.height()) == (width, height)

    qtbot.waitUntil(is_so, timeout=PATIENCE)


def settled(window: MainWindow, width: int, height: int, qtbot: QtBot) -> list[str]:
    """What is cut once all parts have got their places, which takes some rounds of events."""
    for _ in range(ROUNDS):
        # The screen of the tests is smaller, and full screen the window gets the screen's size for a moment.
        resized(window, width, height, qtbot)
        qtbot.wait(1)
        if not clipped(window):
            return []
    resized(window, width, height, qtbot)
    return clipped(window)


def that_no_text_is_cut_at_any_size_and_zoom(knowing: MainWindow, qtbot: QtBot) -> None:
    window = knowing
    window.form.show_more(True)
    draw(window, 3)
    window.controllers.mistakes.look_at_mistakes()
    qtbot.waitUntil(lambda: "classified wrongly" in window.mistakes_panel.words, timeout=PATIENCE)
    found = []
    for width, height, percent in SCREENS:
        ZOOM.choose(percent)
        for page in each_page(window, "present"):
            cut = settled(window, width, height, qtbot)
            found += [f"{width}x{height} at {percent} %, {page}: {text}" for text in cut]
        window.commands["present"].setChecked(False)
    assert found == []


def label(qtbot: QtBot, width: int) -> QWidget:
    part = QLabel("a sentence that is rather long")
    qtbot.addWidget(part)
    part.setFixedWidth(width)
    return part


def button(qtbot: QtBot, width: int) -> QWidget:
    part = QPushButton("Look at the mistakes")
    qtbot.addWidget(part)
    part.setFixedWidth(width)
    return part


def tabs(qtbot: QtBot, width: int) -> QWidget:
    part = QTabBar()
    qtbot.addWidget(part)
    for name in ("Learn", "Mistakes", "Data", "My digits"):
        part.addTab(name)
    part.setFixedWidth(width)
    return part


@pytest.mark.parametrize("made", [label, button, tabs])
def that_a_text_that_is_cut_would_be_found(qtbot: QtBot, made: Callable[[QtBot, int], QWidget]) -> None:
    for width, cut in ((100, True), (600, False)):
        window = QWidget()
        qtbot.addWidget(window)
        made(qtbot, width).setParent(window)
        window.resize(800, 100)
        window.show()
        assert bool(clipped(window)) == cut
        window.close()


def that_train_stays_where_it_is_whatever_is_said_around_it(window: MainWindow, qtbot: QtBot) -> None:
    for width, height in ((960, 500), (1180, 720)):
        resized(window, width, height, qtbot)
        place = window.player.main.mapTo(window, QPoint())

        def stays(what: str, before: QPoint = place) -> None:
            qtbot.wait(1)
            assert window.player.main.mapTo(window, QPoint()) == before, what

        field = number_field(window.form, "epochs")
        field.setText("many")
        field.interpretText()
        assert window.form.problem.isVisible()
        stays("a field is refused")
        window.form.show_values({"epochs": 1})
        window.result.show_learning(None)
        stays("a run begins")
        window.result.show_learning(0.97)
        window.result.show_mine(3, 4, 5)
        stays("there are figures")
        window.result.show_result(0.98, "Small CNN, completed after 108 steps, 18.3 s, validation 98.14%")
        stays("a run has ended")
        window.show_problem("A long sentence about what went wrong and what can be done about it, in several lines.")
        stays("a message is shown")
        window.message.hide()
        window.result.show_nothing()
        window.result.show_mine(0, 0, 0)
