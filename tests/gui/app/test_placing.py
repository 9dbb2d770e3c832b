"""All of the window is on the screen, whatever the screen, with its frame and on every page."""

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from gui.app import placing
from gui.app.main_window import MainWindow
from gui.app.zooming import LEAST
from gui.theme import ZOOM, scaled
from tests.support.gui.eyes import button, named
from tests.support.gui.window import draw


def that_a_window_begins_maximised_where_its_usual_size_does_not_fit(qtbot: QtBot, tmp_path: Path, home: Path) -> None:
    window = MainWindow(tmp_path)
    qtbot.addWidget(window)
    fits = (placing.SIZE + placing.FRAME).boundedTo(window.screen().availableSize()) == placing.SIZE + placing.FRAME
    assert window.isMaximized() == (not fits)


def that_a_place_on_a_larger_screen_is_not_restored_as_it_was(qtbot: QtBot) -> None:
    before, window = QMainWindow(), QMainWindow()
    screen = window.screen().availableGeometry()
    for part in (before, window):
        qtbot.addWidget(part)
    for place, size in ((QPoint(40, 60), screen.size()), (screen.center(), screen.size() / 2)):
        before.move(place)
        before.resize(size)
        before.show()
        placing.restore(window, before.saveGeometry())
        assert screen.contains(window.geometry())
        assert (window.size() + placing.FRAME).boundedTo(screen.size()) == window.size() + placing.FRAME
        assert window.windowState() == Qt.WindowState.WindowNoState


def that_a_place_that_fits_is_restored(qtbot: QtBot) -> None:
    before, window = QMainWindow(), QMainWindow()
    for part in (before, window):
        qtbot.addWidget(part)
        part.resize(QSize(300, 200))
    before.setGeometry(70, 90, 400, 300)
    before.show()
    placing.restore(window, before.saveGeometry())
    assert window.geometry() == before.geometry()


def that_no_button_that_appears_makes_the_window_wider(window: MainWindow, qtbot: QtBot) -> None:
    window.commands["mine"].trigger()
    window.my_digits.show_undo_learning(True)
    # All layouts above the button measure anew in later rounds of events.
    for _ in range(20):
        qtbot.wait(1)
    assert button(window.my_digits, "Undo learning").isVisible()
    assert window.minimumSizeHint().width() <= LEAST.width()


@pytest.mark.parametrize(("width", "height", "percent"), [(960, 500, 100), (1024, 640, 100), (1366, 768, 125)])
def that_the_bars_of_the_answer_have_room(
    knowing: MainWindow, qtbot: QtBot, width: int, height: int, percent: int
) -> None:
    window = knowing
    draw(window, 3)
    ZOOM.choose(percent)
    window.resize(width, height)
    for _ in range(20):
        qtbot.wait(1)
    bars = named(window.prediction, "Probability of each answer", QWidget)
    assert (window.width(), window.height()) == (width, height)
    # Names stand under them, figures above.
    assert bars.height() - 2 * bars.fontMetrics().height() >= scaled(60)
