"""A first window: an untrained network guesses, and one line leads to the mistakes of a trained one."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from gui.app.main_window import MainWindow
from gui.help.steps import SENTENCES
from tests.support.gui.eyes import button, text, texts
from tests.support.gui.window import (
    LONG,
    PATIENCE,
    QUICK,
    accuracy,
    begin,
    click,
    draw,
    opened,
    probabilities,
    stop,
    train,
)


@pytest.fixture
def first(no_runs: Path, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    """The window of somebody who has never trained a network."""
    yield from opened(qtbot, tmp_path)


def help_menu(window: MainWindow, command: str) -> None:
    window.commands[command].trigger()


def that_the_guide_leads_from_a_guess_to_its_reasons_and_mistakes(first: MainWindow, qtbot: QtBot) -> None:
    assert "never seen a digit" in first.guide.text
    draw(first, 3)
    assert "It guesses" in texts(first.prediction) and first.prediction.answer == "?"
    assert "Train" in first.guide.text
    begin(first, qtbot)
    assert "while it learns" in first.guide.text
    draw(first, 4)
    assert "Ask why" in first.guide.text
    first.commands["why"].trigger()
    assert first.inside.reasons.isVisible()
    assert first.guide.text == "", "there are no mistakes to look at yet"
    QTest.keyClick(first, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    click(button(first.mistakes_panel, "Look at the mistakes"))
    assert "still learns: wait for its end, or press Stop" in first.message.text
    stop(first, qtbot)
    assert "Mistakes" in first.guide.text
    QTest.keyClick(first, Qt.Key.Key_6, Qt.KeyboardModifier.AltModifier)
    click(button(first.mistakes_panel, "Look at the mistakes"))
    assert first.guide.text == "" and not first.guide.isVisible()
    qtbot.waitUntil(lambda: "wrongly" in first.mistakes_panel.words, timeout=PATIENCE)


def that_an_untrained_network_gives_every_digit_a_chance(first: MainWindow, qtbot: QtBot) -> None:
    draw(first, 3)
    assert all(f"{digit}: " in probabilities(first) for digit in range(10)), probabilities(first)
    begin(first, qtbot)
    qtbot.waitUntil(lambda: "It guesses" not in texts(first.prediction), timeout=PATIENCE)
    stop(first, qtbot)


def that_a_dismissed_guide_stays_away_until_help_brings_it_back(no_runs: Path, qtbot: QtBot, tmp_path: Path) -> None:
    for window in opened(qtbot, tmp_path):
        click(button(window.guide, "\u2715"))
        assert not window.guide.isVisible()
    for window in opened(qtbot, tmp_path):
        assert not window.guide.isVisible()
        help_menu(window, "guide")
        assert window.guide.isVisible() and "Draw one" in window.guide.text


def that_nobody_with_a_network_is_told_that_it_knows_nothing(knowing: MainWindow) -> None:
    help_menu(knowing, "guide")
    assert "the network reads it" in knowing.guide.text
    draw(knowing, 3)
    assert "It guesses" not in texts(knowing.prediction)


def that_the_largest_figure_is_the_validation_accuracy_while_a_network_learns(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    click(window.player.main)
    qtbot.waitUntil(lambda: accuracy(window, "Validation accuracy").endswith("%"), timeout=PATIENCE)
    assert any("held-back images right" in words for words in texts(window.result))
    stop(window, qtbot)
    assert accuracy(window, "Validation accuracy").endswith("%"), "the last figure stays, as there is no other"
    train(window, qtbot, QUICK)
    assert accuracy(window).endswith("%") and any("strangers' digits" in words for words in texts(window.result))


def that_the_log_is_hidden_until_it_is_asked_for(window: MainWindow, qtbot: QtBot) -> None:
    assert not window.log_panel.isVisible()
    train(window, qtbot, QUICK)
    assert text(window.status, "Last line of the log").endswith(window.log_panel.text.splitlines()[-1])
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert window.log_panel.isVisible()


def that_the_pages_stay_where_they_are_when_the_next_step_is_shorter(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(1024, 640)
    places = []
    for words in SENTENCES:
        window.guide.show_step(1, len(SENTENCES), words)
        for _ in range(20):
            qtbot.wait(1)
        places.append(window.pages.mapTo(window, QPoint()))
    assert len(set(places)) == 1
