"""Two networks look at the same drawing: the views that show one at a time say which, and let a person choose."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from engine.models.classifier import Classifier
from engine.models.networks import build
from gui.app.main_window import MainWindow
from gui.inside.wishes import climbing
from tests.support.gui.eyes import entries, named
from tests.support.gui.inside import go_to, wait_until_quiet
from tests.support.gui.window import PATIENCE, draw

OTHER = "a SimpleNN that knows nothing and has a rather long name"


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody watches the image grow."""
    monkeypatch.setattr(climbing, "PACE", 0.0)


@pytest.fixture
def other() -> Classifier:
    return Classifier(build("simple", 3))


@pytest.fixture
def both(knowing: MainWindow, other: Classifier) -> MainWindow:
    """The window with a drawing that two networks read."""
    draw(knowing, 3)
    knowing.networks.put_beside(OTHER, other)
    return knowing


def choice(window: MainWindow) -> QComboBox:
    return named(window.inside, "Network to look into", QComboBox)


def global_place(part: QWidget) -> QRect:
    return QRect(part.mapToGlobal(part.rect().topLeft()), part.size())


def that_a_view_of_one_network_names_both_and_shows_the_one_that_is_chosen_by_a_key(
    both: MainWindow, other: Classifier, qtbot: QtBot
) -> None:
    inside = both.inside
    go_to(both, inside.reasons)
    wait_until_quiet(both, qtbot)
    assert choice(both).isVisible() and entries(choice(both)) == [both.networks.name, OTHER]
    first = inside.reasons.classes.accessibleDescription()
    choice(both).setFocus()
    QTest.keyClick(choice(both), Qt.Key.Key_Down)
    wait_until_quiet(both, qtbot)
    reading = other.read(both.canvas.drawing.strokes)
    assert reading and inside.reasons.classes.accessibleDescription().startswith(f"{reading.name} is chosen")
    assert inside.reasons.classes.accessibleDescription() != first
    go_to(both, inside.wishes)
    wait_until_quiet(both, qtbot)
    assert entries(named(inside.wishes, "Layer", QComboBox)) == ["Answers", "Layer 1"], "SimpleNN has one hidden layer"
    go_to(both, inside.map)
    wait_until_quiet(both, qtbot)
    seen = inside.map.plot.shown
    QTest.keyClick(choice(both), Qt.Key.Key_Up)
    assert both.networks.name in inside.map.words, "it says whose map is made"
    wait_until_quiet(both, qtbot)
    assert seen and inside.map.plot.shown is not seen


def that_there_is_nothing_to_choose_for_one_network_and_where_both_are_shown(both: MainWindow) -> None:
    go_to(both, both.inside.layers)
    assert not choice(both).isVisible() and both.inside.layers.networks[1].isVisible()
    go_to(both, both.inside.map)
    assert choice(both).isVisible()
    QTest.keyClick(choice(both), Qt.Key.Key_Down)
    both.networks.put_beside(None, None)
    assert not choice(both).isVisible()
    both.networks.put_beside(OTHER, Classifier(build("simple", 4)))
    assert choice(both).currentText() == both.networks.name, "a new pair begins with the first"


def that_tab_goes_from_the_views_to_the_choice(both: MainWindow) -> None:
    go_to(both, both.inside.map)
    both.activateWindow()
    both.inside.tabs.setFocus()
    QTest.keyClick(both.inside.tabs, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is choice(both)


def that_who_moves_the_time_slider_sees_the_network_whose_training_it_is(both: MainWindow, qtbot: QtBot) -> None:
    go_to(both, both.inside.map)
    wait_until_quiet(both, qtbot)
    QTest.keyClick(choice(both), Qt.Key.Key_Down)
    assert choice(both).currentText() == OTHER
    both.inside.timeline.show_places(["start", "now"], 1)
    QTest.keyClick(both.inside.timeline.slider, Qt.Key.Key_Home)
    assert choice(both).currentText() == both.networks.name
    wait_until_quiet(both, qtbot)


def that_neither_a_long_name_nor_notices_get_in_the_way(both: MainWindow, qtbot: QtBot) -> None:
    go_to(both, both.inside.map)
    both.inside.timeline.show_places(["start", "now"], 1)
    both.message.say("info", "You draw with two networks.", "Only the first", lambda: None)
    both.say("The picture is saved in a file in a folder with a long name.")
    both.say("Another sentence of some length that says what has happened just now.")

    def lies_free() -> bool:
        both.resize(1024, 640)
        over = global_place(both.message)
        return over.height() > 60 and not any(
            over.intersects(global_place(part)) for part in (both.inside.timeline, both.inside.tabs, choice(both))
        )

    qtbot.waitUntil(lies_free, timeout=PATIENCE)
    assert both.width() == 1024
