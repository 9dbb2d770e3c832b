"""The views Why and Would like in the real window, with a hand that draws and clicks."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.inside.wishes import climbing
from tests.support.gui.eyes import text
from tests.support.gui.inside import go_to, wait_until_quiet
from tests.support.gui.window import LONG, PATIENCE, begin, draw, probabilities, stop


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody watches the image grow."""
    monkeypatch.setattr(climbing, "PACE", 0.0)


def that_every_drawing_is_explained_with_the_probabilities_of_the_canvas(knowing: MainWindow, qtbot: QtBot) -> None:
    view = knowing.inside.reasons
    go_to(knowing, view)
    assert "Draw on the canvas" in view.words
    for number in (2, 4):
        draw(knowing, number)
        wait_until_quiet(knowing, qtbot)
        said = view.classes.accessibleDescription().partition("; ")[2]
        assert said == probabilities(knowing)
        assert text(view, "Which answer this is about").endswith(f"{view.words.split(' (')[0]}?")
    knowing.canvas.clear()
    assert "Draw on the canvas" in view.words


def that_a_training_image_is_put_on_the_canvas_and_named(knowing: MainWindow, qtbot: QtBot) -> None:
    view = knowing.inside.wishes
    draw(knowing, 3)
    go_to(knowing, view)
    qtbot.waitUntil(lambda: view.images.count() == 10, timeout=PATIENCE)
    wait_until_quiet(knowing, qtbot)
    label = view.images.item(1).text().split("\n")[0]
    place = view.images.visualItemRect(view.images.item(1)).center()
    QTest.mouseClick(view.images.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert knowing.canvas.drawing.picture is not None
    assert knowing.teach_row.told == f"an image labelled {label}"


def that_nothing_is_computed_for_a_page_that_is_not_seen(knowing: MainWindow, qtbot: QtBot) -> None:
    go_to(knowing, knowing.inside.wishes)
    wait_until_quiet(knowing, qtbot)
    grown = knowing.inside.wishes.picture.image
    knowing.pages.show_page(knowing.chart_page)
    draw(knowing, 5)
    assert not any(one.busy for one in knowing.background)
    assert knowing.inside.wishes.picture.image is grown and not knowing.inside.reasons.classes.isVisible()
    go_to(knowing, knowing.inside.reasons)
    qtbot.waitUntil(lambda: "ink" in knowing.inside.reasons.words, timeout=PATIENCE)


def that_a_network_can_be_asked_while_it_learns(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 3)
    go_to(knowing, knowing.inside.reasons)
    begin(knowing, qtbot)
    qtbot.waitUntil(lambda: "ink" in knowing.inside.reasons.words, timeout=PATIENCE)
    go_to(knowing, knowing.inside.wishes)
    view = knowing.inside.wishes
    qtbot.waitUntil(lambda: view.images.count() == 10 and "The network learns" in view.note, timeout=PATIENCE)
    assert knowing.session.running and LONG["model"] == "simple"
    stop(knowing, qtbot)
    qtbot.waitUntil(lambda: view.note == "", timeout=PATIENCE)


def that_every_part_has_a_name_and_shows_the_keyboard(knowing: MainWindow, qtbot: QtBot) -> None:
    draw(knowing, 4)
    seen = set()
    for view in (knowing.inside.reasons, knowing.inside.wishes):
        go_to(knowing, view)
        wait_until_quiet(knowing, qtbot)
        for part in view.findChildren(QWidget):
            if part.isVisible() and part.isEnabled() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
                seen.add(type(part).__name__)
                assert part.accessibleName() or part.property("text"), part
                knowing.canvas.setFocus()
                QApplication.processEvents()
                before = part.grab().toImage()
                part.setFocus()
                QApplication.processEvents()
                assert part.grab().toImage() != before, part
    assert seen >= {"ClassCells", "StrokeRow", "ChoiceBox", "Button", "DigitGrid"}


def that_arrow_keys_choose_a_digit_also_when_the_reasons_come_late(knowing: MainWindow, qtbot: QtBot) -> None:
    knowing.activateWindow()
    knowing.form.show_values(LONG)
    begin(knowing, qtbot)
    draw(knowing, 3)
    knowing.commands["why"].trigger()
    qtbot.waitUntil(knowing.inside.reasons.classes.isVisible, timeout=PATIENCE)
    assert QApplication.focusWidget() is knowing.inside.reasons.classes
    chosen = knowing.inside.reasons.classes.accessibleDescription()[0]
    assert str(knowing.inside.reasons.classes.present) == chosen, "the keyboard begins at the answer"
    QTest.keyClick(knowing.inside.reasons.classes, Qt.Key.Key_Right)
    assert knowing.session.control is not None and not knowing.session.control.paused
    stop(knowing, qtbot)


def that_the_guide_waits_for_a_drawing_whose_reasons_are_shown(knowing: MainWindow) -> None:
    knowing.controllers.guide.go_to(3)
    assert "Ask why" in knowing.guide.text
    knowing.commands["why"].trigger()
    assert "Ask why" in knowing.guide.text
    draw(knowing, 3)
    assert "Ask why" not in knowing.guide.text
    knowing.controllers.guide.go_to(3)
    knowing.commands["why"].trigger()
    assert "Ask why" not in knowing.guide.text
