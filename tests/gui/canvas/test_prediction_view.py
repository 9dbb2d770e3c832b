"""The answer, how sure it is, and the bars."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from gui.canvas.prediction_view import PredictionView, SeenImage
from gui.canvas.probability_bars import ProbabilityBars
from gui.theme.colours import LIGHT
from tests.support.gui.eyes import colours, named, texts
from tests.support.gui.window import shown

HOW_SURE = "How sure the network is"
IMAGE = np.zeros((28, 28), np.uint8)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[PredictionView]:
    yield from shown(qtbot, PredictionView(), 300, 220)


def words(view: PredictionView) -> str:
    """What stands above the bars: the answer in large type if there is one, and two lines beside it."""
    return "|".join(words for words in texts(view) if words != "what it sees")


def part(view: PredictionView, kind: type[QWidget]) -> QWidget:
    return view.findChildren(kind)[0]


def that_the_best_two_are_named(view: PredictionView) -> None:
    shares = [0.0, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.96, 0.0, 0.01]
    view.show_reading(IMAGE, shares, sure=True)
    assert words(view) == "7|96.0% sure|or 1: 3.0%" and view.answer == "7"
    assert "7: 96.0%" in part(view, ProbabilityBars).accessibleDescription()


def that_no_network_is_ever_called_certain(view: PredictionView) -> None:
    view.show_reading(IMAGE, [1.0] + [0.0] * 9, sure=True)
    assert words(view) == "0|over 99.9% sure|or 1: under 0.1%"


def that_an_empty_canvas_has_no_answer(view: PredictionView) -> None:
    view.show_reading(IMAGE, [0.1] * 10, sure=True)
    view.show_hint("Draw something")
    assert words(view) == "Draw something|" and view.answer == ""
    assert part(view, ProbabilityBars).accessibleDescription() == ""


def that_bars_are_as_high_as_the_probabilities(view: PredictionView) -> None:
    view.show_reading(IMAGE, [0.0, 0.5, 0.0, 0.25, 0.25, 0.0, 0.0, 0.0, 0.0, 0.0], sure=True)
    bars = part(view, ProbabilityBars)
    picture = bars.grab().toImage()
    width = bars.width() / 10

    def height(digit: int) -> int:
        column = [picture.pixelColor(round((digit + 0.5) * width), y).name() for y in range(picture.height())]
        return sum(colour in (LIGHT.accent, LIGHT.muted) for colour in column)

    assert height(1) == pytest.approx(2 * height(3), abs=4)
    assert height(1) > 20 and abs(height(3) - height(4)) <= 1


def that_the_image_is_shown_pixel_by_pixel(view: PredictionView) -> None:
    image = IMAGE.copy()
    image[14, 7] = 255
    view.show_reading(image, [0.1] * 10, sure=True)
    seen = part(view, SeenImage).grab().toImage()
    assert seen.pixelColor(7 * 3 + 1, 14 * 3 + 1).name() == "#ffffff"
    assert seen.pixelColor(8 * 3 + 1, 14 * 3 + 1).name() == "#000000"


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 1.75, 2.0])
def that_the_frame_of_the_image_is_its_outermost_pixels_on_scaled_screens(view: PredictionView, ratio: float) -> None:
    view.show_hint("", np.zeros((28, 28), np.uint8))
    seen = part(view, SeenImage)
    side = round(seen.width() * ratio)
    picture = QImage(side, side, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(ratio)
    seen.render(picture, QPoint())
    across = [picture.pixelColor(x, side // 2).name() for x in range(side)]
    down = [picture.pixelColor(side // 2, y).name() for y in range(side)]
    for line in (across, down):
        assert [colour for colour, _ in groupby(line)] == [LIGHT.line, "#000000", LIGHT.line]


def that_a_network_that_is_not_sure_gives_its_two_guesses_instead_of_an_answer(view: PredictionView) -> None:
    shares = [0.0, 0.41, 0.0, 0.0, 0.29, 0.3, 0.0, 0.0, 0.0, 0.0]
    view.show_reading(IMAGE, shares, sure=False)
    assert words(view) == "?|Not sure|1: 41.0%\n5: 30.0%" and view.answer == "?"
    assert LIGHT.accent not in colours(part(view, ProbabilityBars)), "no bar stands out"


LEFT = [0.0, 0.03, 0.0, 0.0, 0.0, 0.0, 0.0, 0.96, 0.0, 0.01]
RIGHT = [0.0, 0.6, 0.0, 0.0, 0.0, 0.0, 0.0, 0.4, 0.0, 0.0]


def that_two_networks_answer_side_by_side(view: PredictionView) -> None:
    height = view.minimumSizeHint().height()
    view.show_readings(IMAGE, [("first", LEFT, True), ("second", RIGHT, False)])
    assert view.answer == "7" and named(view, HOW_SURE, QLabel).toolTip() == "7, 96.0%: first"
    first, second = words(view).split("|")
    assert "7, 96.0%" in first and ">first<" in first and "not sure" in second and ">second<" in second
    assert "1: 3.0% and 60.0%" in part(view, ProbabilityBars).accessibleDescription()
    assert view.minimumSizeHint().height() <= height
    view.show_reading(IMAGE, LEFT, sure=True)
    assert words(view) == "7|96.0% sure|or 1: 3.0%" and named(view, HOW_SURE, QLabel).toolTip() == ""


def that_long_names_give_way_to_the_answers(view: PredictionView) -> None:
    view.show_readings(IMAGE, [("the <b>first</b> of all " * 5, LEFT, True), ("second", RIGHT, True)])
    first, second = words(view).split("|")
    assert "7, 96.0%" in first and "\u2026" in first and "1, 60.0%" in second and ">second<" in second
    assert view.minimumSizeHint().width() <= view.width()


def that_the_names_of_runs_are_whole_beside_each_other(view: PredictionView) -> None:
    view.resize(304, view.height())
    for name in ("3 epochs, rate 0.05, SGD", "Quick, 28 Nov 14:05"):
        view.show_readings(IMAGE, [(name, LEFT, True), (name, RIGHT, True)])
        assert words(view).count(f">{name}<") == 2
    QApplication.processEvents()
    label = named(view, HOW_SURE, QLabel)
    assert label.height() >= label.heightForWidth(label.width())


def that_the_second_network_has_bars_of_another_colour_and_hatched(view: PredictionView) -> None:
    view.show_readings(IMAGE, [("first", LEFT, True), ("second", RIGHT, True)])
    bars = part(view, ProbabilityBars)
    picture = bars.grab().toImage()
    width = bars.width() / 10

    def share(digit: int, half: int, colour: str) -> float:
        """How much of the inside of a bar, above its foot, has this colour."""
        left = round(digit * width + 3 + half * (width - 6) / 2)
        foot = bars.height() - bars.fontMetrics().height() - 4
        places = [(x, y) for x in range(left + 2, left + round(width / 2) - 5) for y in range(foot - 12, foot)]
        return sum(picture.pixelColor(x, y).name() == colour for x, y in places) / len(places)

    assert share(7, 0, LIGHT.accent) == 1
    assert 0 < share(1, 1, LIGHT.validation) < 0.8, "hatched"
    assert share(7, 1, LIGHT.validation) == 0, "only its best stands out"
    assert share(1, 0, LIGHT.muted) == share(7, 1, LIGHT.muted) == 0, "the others are paler, not grey"


def that_a_painting_that_fails_spoils_none_after_it(view: PredictionView, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever keeps the exception keeps the painter: it stayed active, and Qt complained at every painting since."""

    def fail(*_: object) -> None:
        raise MemoryError

    with monkeypatch.context() as patched, pytest.raises(MemoryError) as kept:
        patched.setattr(ProbabilityBars, "_paint_one", fail)
        view.repaint()
    view.repaint()
    assert kept.value


def that_two_networks_have_the_colours_that_they_are_given(view: PredictionView) -> None:
    view.show_readings(IMAGE, [("first", LEFT, True), ("second", RIGHT, True)])
    view.colour_both(lambda _theme: ("#009e73", "#b5578f"))
    assert {"#009e73", "#b5578f"} <= colours(part(view, ProbabilityBars))
    assert "#009e73" in texts(view)[0] and "#b5578f" in texts(view)[1]
    view.colour_both(None)
    assert {LIGHT.accent, LIGHT.validation} <= colours(part(view, ProbabilityBars))
