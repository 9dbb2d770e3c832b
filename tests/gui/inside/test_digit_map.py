"""The map under a real mouse and keyboard, with a network that reads well and real digits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from torch import nn

from engine.data.datasets import Splits
from engine.inspection.digit_map import digit_map, map_sample
from engine.models.classifier import Classifier
from engine.models.networks import build
from gui.background.picture_saver import PictureSaver
from gui.inside.digit_map import painted_map
from gui.inside.digit_map.controller import DigitMapController
from gui.inside.digit_map.marks import characters, legend
from gui.inside.digit_map.places import Frame, next_in
from gui.inside.digit_map.plot import MapPlot
from gui.inside.digit_map.sentences import MAKING, NO_NETWORK, what_is_lost
from gui.inside.digit_map.view import DigitMapView
from gui.inside.subject import Subject
from gui.theme.colours import DARK, LIGHT, Theme, class_colours
from tests.support.gui.eyes import button, spoken, text
from tests.support.gui.inside import save_picture
from tests.support.gui.subjects import Threads
from tests.support.gui.window import PATIENCE, shown

NOTHING = Subject(None, "", False, (), None, False, None)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[DigitMapView]:
    yield from shown(qtbot, DigitMapView(), 560, 420)


@pytest.fixture
def told() -> list[str]:
    """What was said in the window."""
    return []


@pytest.fixture
def controller(view: DigitMapView, threads: Threads, told: list[str]) -> DigitMapController:
    return DigitMapController(view, PictureSaver(view, threads, told.append, told.append), new_background=threads)


@pytest.fixture
def reading(trained: Classifier) -> Subject:
    """A network that reads well, and an empty canvas."""
    return replace(NOTHING, classifier=trained, name="Quick")


@pytest.fixture
def mapped(controller: DigitMapController, reading: Subject, qtbot: QtBot) -> DigitMapController:
    """The map of a network that reads well."""
    controller.look(reading)
    qtbot.waitUntil(lambda: "trustworthiness" in controller.view.words, timeout=PATIENCE)
    return controller


def plot(controller: DigitMapController) -> MapPlot:
    return controller.view.plot


def at(one: MapPlot, number: int) -> QPoint:
    return one.place_of(number).toPoint()


def alone(one: MapPlot) -> int:
    """The number of the point that lies farthest from all others: the mouse can mean no other one."""
    places = one.places()
    away = np.hypot(*(places[:, None] - places[None]).transpose(2, 0, 1)) + np.diag(np.full(len(places), np.inf))
    return int(away.min(1).argmax())


def that_there_is_no_map_before_there_is_a_network(controller: DigitMapController) -> None:
    controller.look(NOTHING)
    assert controller.view.words == NO_NETWORK


def that_it_says_that_it_works_and_then_what_two_dimensions_lose(
    controller: DigitMapController, reading: Subject, trained: Classifier, qtbot: QtBot
) -> None:
    controller.look(reading)
    assert controller.view.words == MAKING
    qtbot.waitUntil(lambda: controller.view.words != MAKING, timeout=PATIENCE)
    found = digit_map(trained)
    assert f"trustworthiness {found.neighbours.trustworthiness:.2f}" in text(controller.view, "About the map")


def that_the_drawing_lies_where_the_network_puts_it_and_moves_at_once(
    mapped: DigitMapController, reading: Subject, digits: Splits
) -> None:
    assert plot(mapped).own_place is None and "Nothing is drawn yet" in spoken(mapped.view, "Nearest training digits")
    places = []
    for number in range(2):
        image = digits.test.images[number, 0].numpy()
        mapped.look(replace(reading, image=image))
        places.append(plot(mapped).own_place)
        assert mapped.map
        _, nearest = mapped.map.locate(image)
        assert list(mapped.view.nearest.names) == [str(map_sample("mnist").labels[one]) for one in nearest]
    assert None not in places and places[0] != places[1]
    mapped.look(reading)
    assert plot(mapped).own_place is None and not mapped.view.nearest.names


def that_a_training_digit_is_marked_where_it_lies(mapped: DigitMapController, reading: Subject) -> None:
    number = alone(plot(mapped))
    mapped.look(replace(reading, image=map_sample("mnist").images[number]))
    own = plot(mapped).own_place
    assert own is not None and (own - plot(mapped).place_of(number)).manhattanLength() < 2


def that_the_mouse_shows_a_digit_and_a_click_chooses_it(mapped: DigitMapController, qtbot: QtBot) -> None:
    one, number = plot(mapped), alone(plot(mapped))
    QTest.mouseMove(one, at(one, number))
    assert one.current == number
    with qtbot.waitSignal(mapped.image_chosen) as signal:
        QTest.mouseClick(one, Qt.MouseButton.LeftButton, pos=at(one, number))
    assert signal.args is not None
    image, name = signal.args
    sample = map_sample("mnist")
    assert (image == sample.images[number]).all() and name == str(sample.labels[number])


def that_the_arrow_keys_go_from_point_to_point_and_enter_chooses(mapped: DigitMapController, qtbot: QtBot) -> None:
    one = plot(mapped)
    QTest.keyClick(one, Qt.Key.Key_Down)
    for key, along in (
        (Qt.Key.Key_Right, (1, 0)),
        (Qt.Key.Key_Down, (0, 1)),
        (Qt.Key.Key_Left, (-1, 0)),
        (Qt.Key.Key_Up, (0, -1)),
    ):
        assert one.current is not None
        before = one.place_of(one.current)
        QTest.keyClick(one, key)
        moved = one.place_of(one.current) - before
        assert moved.x() * along[0] + moved.y() * along[1] > 0
    name = str(map_sample("mnist").labels[one.current])
    assert spoken(mapped.view, "Map of training digits").startswith(f"A training digit: {name}.")
    with qtbot.waitSignal(mapped.image_chosen) as signal:
        QTest.keyClick(one, Qt.Key.Key_Return)
    assert signal.args is not None and signal.args[1] == name


def that_the_keyboard_begins_at_the_drawings_nearest_digit(
    mapped: DigitMapController, reading: Subject, digits: Splits
) -> None:
    image = digits.test.images[0, 0].numpy()
    mapped.look(replace(reading, image=image))
    assert mapped.map
    QTest.keyClick(plot(mapped), Qt.Key.Key_Right)
    assert plot(mapped).current == mapped.map.locate(image)[1][0]


def that_a_network_that_learns_is_mapped_once_a_second_and_its_last_state_is_not_missed(
    mapped: DigitMapController, reading: Subject, threads: Threads, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Classifier] = []
    _, maker = threads.made
    ask = maker.ask

    def asking(work: Any) -> None:
        asked.append(work.args[0])
        ask(work)

    monkeypatch.setattr(maker, "ask", asking)
    states = [Classifier(build("simple", seed)) for seed in range(5)]
    for state in states:
        mapped.look(replace(reading, classifier=state, learning=True))
    assert len(asked) <= 1
    qtbot.waitUntil(lambda: bool(asked) and asked[-1] is states[-1] and not maker.busy, timeout=PATIENCE)
    assert len(asked) <= 2


def that_the_map_of_a_network_that_learns_waits_for_the_pen(
    view: DigitMapView, reading: Subject, threads: Threads, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gui.inside.digit_map.controller.LEARNING_SECONDS", 0.0)
    monkeypatch.setattr("gui.inside.digit_map.controller.PEN_MILLISECONDS", 1)
    down, looks = [True], []

    def pen_down() -> bool:
        looks.append(down[0])
        return down[0]

    saver = PictureSaver(view, threads, lambda _: None, lambda _: None)
    controller = DigitMapController(view, saver, new_background=threads, pen_down=pen_down)
    controller.look(replace(reading, learning=True))
    threads.settle()
    first = controller.map
    controller.look(replace(reading, classifier=Classifier(build("simple", 1)), learning=True))
    qtbot.waitUntil(lambda: len(looks) > 2, timeout=PATIENCE)
    assert controller.map is first and not threads.busy
    down[0] = False
    qtbot.waitUntil(lambda: controller.map is not first, timeout=PATIENCE)


def that_a_network_that_learns_gets_its_first_map_however_often_it_changes(
    controller: DigitMapController, reading: Subject, threads: Threads, qtbot: QtBot
) -> None:
    states = [Classifier(build("simple", seed)) for seed in range(3)]
    for state in states:
        controller.look(replace(reading, classifier=state, learning=True))
    threads.settle()
    assert controller.map and (controller.map.points == digit_map(states[0]).points).all()
    qtbot.waitUntil(lambda: "trustworthiness" in controller.view.words and not threads.busy, timeout=PATIENCE)


def that_an_earlier_moment_is_mapped_at_once(mapped: DigitMapController, reading: Subject, qtbot: QtBot) -> None:
    before = plot(mapped).shown
    mapped.look(replace(reading, classifier=Classifier(build("cnn", 3))))
    assert plot(mapped).shown is before, "the map stays until the next one is there"
    qtbot.waitUntil(lambda: plot(mapped).shown is not before, timeout=PATIENCE)


def that_the_map_is_saved_large_enough_to_be_printed_and_with_its_digits_as_words(
    mapped: DigitMapController, threads: Threads, told: list[str], tmp_path: Path
) -> None:
    for name in ("map.png", "map.svg"):
        save_picture(button(mapped.view, "Save \u2026"), tmp_path / name)
        threads.settle()
    assert told == [f"The picture is saved in {tmp_path / name}." for name in ("map.png", "map.svg")]
    assert QImage(str(tmp_path / "map.png")).width() >= 1000
    tree = ElementTree.parse(tmp_path / "map.svg").getroot()
    assert sum(one.tag.endswith("text") for one in tree.iter()) >= len(map_sample("mnist").labels)


def that_the_map_of_another_moment_is_said_to_be_made_and_nobody_takes_the_old_one_for_it(
    mapped: DigitMapController, reading: Subject, digits: Splits, qtbot: QtBot
) -> None:
    image = digits.test.images[0, 0].numpy()
    mapped.look(replace(reading, image=image))
    before = plot(mapped).grab().toImage()
    earlier = Classifier(build("cnn", 3))
    mapped.look(replace(reading, classifier=earlier, name="Quick, step 20", image=image))
    assert mapped.view.words == "The map of Quick, step 20 is being made \N{HORIZONTAL ELLIPSIS}"
    assert plot(mapped).faded and plot(mapped).grab().toImage() != before
    qtbot.waitUntil(lambda: "trustworthiness" in mapped.view.words, timeout=PATIENCE)
    assert not plot(mapped).faded


def that_a_network_without_a_map_says_why(controller: DigitMapController, reading: Subject, qtbot: QtBot) -> None:
    odd = Classifier(nn.Sequential(nn.Conv2d(1, 10, 28), nn.Flatten()))
    controller.look(replace(reading, classifier=odd))
    qtbot.waitUntil(lambda: "does not end with a fully connected layer" in controller.view.words, timeout=PATIENCE)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_every_class_has_marks_of_its_own_colour(mapped: DigitMapController, theme: Theme) -> None:
    mapped.view.set_theme(theme)
    picture = plot(mapped).grab().toImage()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert set(class_colours(theme)) <= seen


def that_two_thousand_points_are_painted_once(mapped: DigitMapController, monkeypatch: pytest.MonkeyPatch) -> None:
    one = plot(mapped)
    one.grab()
    monkeypatch.setattr(painted_map, "paint_marks", lambda *_: pytest.fail("all of them again"))
    QTest.mouseMove(one, at(one, 5))
    assert one.current is not None
    one.grab()


def that_one_scale_serves_both_directions_and_all_points_are_inside() -> None:
    points = np.random.default_rng(1).normal(size=(50, 2)).astype(np.float32) * (1, 7)
    frame = Frame.around(points, 400, 200, 10)
    places = frame.places(points)
    assert (places >= 9.99).all() and (places <= (390.01, 190.01)).all()
    assert np.ptp(places[:, 0]) / np.ptp(points[:, 0]) == pytest.approx(np.ptp(places[:, 1]) / np.ptp(points[:, 1]))
    assert np.allclose(frame.bounded(np.array([[0.0, 1e6]], np.float32))[0, 1], 10)


def that_an_arrow_stays_where_nothing_lies_ahead() -> None:
    places = np.array([[0.0, 0.0], [10.0, 1.0], [3.0, 9.0]])
    assert next_in(places, 0, 1, 0) == 1 and next_in(places, 1, 1, 0) == 1 and next_in(places, 0, 0, 1) == 2


def that_classes_with_long_names_have_letters_and_a_legend() -> None:
    assert characters("0123456789") == list("0123456789") and legend("0123456789") == ""
    assert characters(["T-shirt", "Coat"]) == ["A", "B"] and legend(["T-shirt", "Coat"]) == "A T-shirt, B Coat"


def that_the_sentence_counts_neighbours() -> None:
    assert "about three are among the ten nearest" in what_is_lost(0.4, 0.31, 0.93)
    assert "about one is among" in what_is_lost(0.4, 0.1, 0.93) and "all ten are" in what_is_lost(1, 1, 1)
