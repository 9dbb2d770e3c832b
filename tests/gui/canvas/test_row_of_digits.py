"""A drawing that a network is not sure of says why, and a row of digits is read digit by digit."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.ink.rendering import Stroke
from engine.models.classifier import Calibration, Classifier
from gui.app.main_window import MainWindow
from gui.canvas import digits
from gui.canvas.prediction_view import PredictionView
from tests.support.gui.eyes import text
from tests.support.gui.window import shown

EVEN = [0.1] * 10


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PredictionView]:
    yield from shown(qtbot, PredictionView(), 330, 300)


def beside(number: int, other: int) -> list[Stroke]:
    """Two of the tour's digits in a row, half as large, in the canvas's coordinates."""
    row = ((-0.25, digits()[number][1]), (0.25, digits()[other][1]))
    return [[(x / 2 + right, y / 2) for x, y in stroke] for right, strokes in row for stroke in strokes]


def a_row(classifier: Classifier) -> tuple[list[Stroke], str]:
    """Two digits that this network does not take for one, and reads each by itself."""
    for number in range(20):
        for other in range(number):
            parts = [digits()[one][1] for one in (number, other)]
            whole, readings = classifier.read(beside(number, other)), classifier.read_drawings(parts)
            if whole and not whole.sure and all(one.sure for one in readings):
                return beside(number, other), "".join(one.name for one in readings)
    raise AssertionError("it takes every pair for a digit")


def that_a_row_of_digits_is_read_digit_by_digit(knowing: MainWindow, trained: Classifier) -> None:
    strict = Classifier(trained.network, Calibration(confidence_threshold=0.9))
    strokes, names = a_row(strict)
    assert knowing.networks.run
    knowing.networks.keep(knowing.networks.run, strict)
    knowing.networks.take_back()
    canvas = knowing.canvas
    side, middle = min(canvas.width(), canvas.height()), canvas.rect().center()
    for stroke in strokes:
        places = [QPoint(round(x * side), round(y * side)) + middle for x, y in stroke]
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=places[0])
        for place in places[1:]:
            QTest.mouseMove(canvas, place)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=places[-1])
    assert knowing.prediction.answer == names == canvas.found
    assert "2 digits" in text(knowing.prediction, "How sure the network is")
    QTest.keyClick(knowing, Qt.Key.Key_4)
    assert "draw one alone" in knowing.message.text and knowing.teaching.digits == []
    knowing.commands["clear"].trigger()
    assert canvas.found == "" and knowing.prediction.answer == ""


@pytest.mark.parametrize(
    ("probabilities", "why"),
    [
        ([0.0, 0.02, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 0.0, 0.48], "Not sure: between 4 and 9"),
        (EVEN, "Not sure: like nothing it knows"),
        ([0.7, *[0.3 / 9] * 9], "Not sure"),
    ],
)
def that_a_network_in_doubt_says_why(view: PredictionView, probabilities: list[float], why: str) -> None:
    view.show_reading(np.zeros((28, 28), np.uint8), probabilities, sure=False)
    assert text(view, "How sure the network is") == why and view.answer == "?"
