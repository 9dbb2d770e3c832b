"""A window off screen, and the hand of a person at it."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from engine.ink.my_digits import FILE, MyDigits
from engine.settings import checked
from engine.system.home import data_folder
from gui.app.main_window import MainWindow
from gui.canvas import digits
from gui.widgets.notices.notices import Notices
from tests.support import waiting
from tests.support.gui.eyes import button, spoken, text
from tests.support.gui.plots import curve, points

AnyWidget = TypeVar("AnyWidget", bound=QWidget)
PATIENCE = round(1000 * waiting.PATIENCE)
"""The same in milliseconds, as Qt counts."""
LEARNT_FROM = 12_000
"""The training images that tests of the window have."""
Settings = dict[str, int | float | str]
PLAIN: Settings = {"model": "simple", "augmentation": "none", "outliers": "none"}
QUICK: Settings = {**PLAIN, "epochs": 1, "learning_rate": 0.005, "batch_size": 100}
PAGES = ("curve", "inside", "mistakes", "data", "mine", "runs", "network", "several", "rate", "smaller", "cpu", "speed")
"""The commands that lead to the pages."""
LONG: Settings = {**PLAIN, "epochs": 200, "learning_rate": 0.001, "batch_size": 64}


def click(button: QAbstractButton) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def draw(window: MainWindow, number: int, after_move: Callable[[], object] = lambda: None) -> None:
    """One of the tour's twenty digits, with the mouse, faster than the window can look unless `after_move` lets it."""
    canvas = window.canvas
    side = min(canvas.width(), canvas.height())
    window.canvas.clear()
    for stroke in digits()[number][1]:
        middle = canvas.rect().center()
        places = [middle + QPoint(round(x * side), round(y * side)) for x, y in stroke]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
            after_move()
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])


def train(window: MainWindow, qtbot: QtBot, settings: Settings) -> None:
    """Train with these settings until the end."""
    window.form.show_values(settings)
    click(window.player.main)
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)


def offer(bar: Notices) -> QPushButton:
    """The button of a message that offers something."""
    (found,) = [button for button in bar.findChildren(QPushButton) if button.isVisible()]
    return found


def put_button(page: QWidget) -> QAbstractButton:
    """The button of a page of images that puts one of them where it can be read."""
    return button(page, "Put on canvas")


def doing(window: MainWindow) -> str:
    """What the bottom line says that the program is doing."""
    return text(window.status, "Where training is")


def accuracy(window: MainWindow, whose: str = "Test accuracy") -> str:
    """The large figure under this heading."""
    return text(window.result, whose)


def mine(window: MainWindow) -> str:
    """The share of the person's digits that is classified correctly, once all of them are written and counted."""
    _wait_while(lambda: window.teaching.busy or window.counting.busy)
    return accuracy(window, "Your digits")


def labels(window: MainWindow) -> list[int]:
    """What the person's digits are in their file, once it is written."""
    _wait_while(lambda: window.teaching.busy)
    return [digit.label for digit in MyDigits(data_folder() / FILE).all]


def _wait_while(busy: Callable[[], bool]) -> None:
    give_up = time.monotonic() + waiting.PATIENCE
    while busy():
        assert time.monotonic() < give_up, "it never came"
        QTest.qWait(5)


def probabilities(window: MainWindow) -> str:
    """All bars, as a screen reader says them."""
    return spoken(window.prediction, "Probability of each answer")


def raw_steps(window: MainWindow) -> int:
    """How many points the curve of every batch has."""
    return len(points(curve(window.chart, "train, each batch"))[0])


def stepping(window: MainWindow) -> Callable[[], bool]:
    return lambda: "batch" in doing(window)


def ended(window: MainWindow) -> Callable[[], bool]:
    return lambda: not window.session.running


def begin(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    click(window.player.main)
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)


def shown(qtbot: QtBot, widget: AnyWidget, width: int, height: int) -> Iterator[AnyWidget]:
    """A widget by itself, on the screen while a test lasts."""
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    yield widget
    widget.close()


def opened(qtbot: QtBot, folder: Path) -> Iterator[MainWindow]:
    (data_folder() / FILE).unlink(missing_ok=True)
    window = MainWindow(folder)

    def close(_window: object) -> None:
        window.close()
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)

    # pytest-qt deletes it after the test, even if it waits for its run: that would end the process.
    qtbot.addWidget(window, before_close_func=close)
    # The screen off screen is small, and a window begins maximised there.
    window.showNormal()
    window.resize(1180, 720)
    # As `load_engine` does, but no images for training are made ahead that the test may not ask for.
    window.loader.settings = checked(PLAIN)
    window.loader.start()
    qtbot.waitUntil(lambda: window.engine_ready, timeout=PATIENCE)
    yield window
    close(window)
    (data_folder() / FILE).unlink(missing_ok=True)


def stop(window: MainWindow, qtbot: QtBot) -> None:
    """End the run by the button, and wait until it has ended."""
    click(window.player.small["stop"])
    qtbot.waitUntil(ended(window), timeout=PATIENCE)


def each_page(window: MainWindow, *others: str) -> Iterator[str]:
    """Bring every page and every view of page Inside in sight, then what `others` lead to; yield their names."""
    for name in (*PAGES, *others):
        window.commands[name].trigger()
        if name != "inside":
            yield name
            continue
        tabs = window.inside.tabs
        for place in range(tabs.count()):
            tabs.setCurrentIndex(place)
            yield f"{name}, {tabs.tabText(place)}"
