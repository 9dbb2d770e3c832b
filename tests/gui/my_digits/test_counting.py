"""The figure of a person's digits belongs to the network that is kept, and the window never waits for it."""

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from engine.errors import InklingError
from engine.ink.my_digits import FILE
from engine.system.home import data_folder
from gui.app.main_window import MainWindow
from tests.support.gui.eyes import texts
from tests.support.gui.window import draw, mine


def another_network(window: MainWindow) -> None:
    """The same weights in a network of its own, which has read nothing yet."""
    run = window.networks.run
    assert run is not None
    window.networks.keep(replace(run), run.classifier())


def that_another_network_shows_no_figure_of_the_one_before(knowing: MainWindow) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    assert mine(knowing) == "100%"
    another_network(knowing)
    # The count is another thread's, so its answer cannot be here before the window looks at its events.
    assert "reading 1 digit of yours \u2026" in texts(knowing.result) and "100%" not in texts(knowing.result)
    assert mine(knowing) == "100%" and "1 of 1 digit of yours" in texts(knowing.result)


def that_a_drawing_more_keeps_the_figure_until_it_is_counted(knowing: MainWindow) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    assert mine(knowing) == "100%"
    draw(knowing, 7)
    QTest.keyClick(knowing, Qt.Key.Key_8)
    assert "1 of 1 digit of yours" in texts(knowing.result)
    assert mine(knowing) == "50%" and "1 of 2 digits of yours" in texts(knowing.result)


def that_hundreds_of_drawings_are_counted_like_one(knowing: MainWindow) -> None:
    for number, label in ((6, 3), (7, 8), (0, 0)):
        draw(knowing, number)
        QTest.keyClick(knowing, Qt.Key(Qt.Key.Key_0 + label))
    file = data_folder() / FILE
    three = [json.loads(line) for line in file.read_text().splitlines()]
    copies = [{**one, "name": f"{one['name']} {number}"} for number in range(90) for one in three]
    file.write_text("".join(json.dumps(one) + "\n" for one in copies))
    knowing.teaching.open()
    assert mine(knowing) == "67%" and "180 of 270 digits of yours" in texts(knowing.result)
    knowing.teaching.delete([digit.name for digit in knowing.teaching.digits])
    assert mine(knowing) == "\u2013"


def that_closing_the_window_while_it_counts_ends_the_count(knowing: MainWindow) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    another_network(knowing)
    knowing.close()
    assert not knowing.counting.busy and not knowing.isVisible()


def that_a_count_that_fails_says_so_and_promises_no_figure(
    knowing: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    assert mine(knowing) == "100%"

    def refuse(*_arguments: object) -> None:
        raise InklingError("The network cannot be read: train another one.")

    monkeypatch.setattr("engine.training.classified_correctly", refuse)
    another_network(knowing)
    assert mine(knowing) == "\u2013" and not any("of yours \u2026" in text for text in texts(knowing.result))
    assert "The network cannot be read" in knowing.message.text
