"""The view Would like with real networks, under a real mouse and keyboard."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from engine.compression.int8 import bare_onnx
from engine.data.datasets import Splits
from engine.models.classifier import Classifier
from engine.models.networks import build
from engine.models.onnx_network import OnnxNetwork
from gui.background.picture_saver import PictureSaver
from gui.inside.wishes import climbing
from gui.inside.wishes.controller import OF_THIS_MOMENT, WishesController
from gui.inside.wishes.panel import WishesPanel
from gui.inside.wishes.unit_choice import DRAWING
from tests.support.gui.eyes import button, buttons, entries, named, text
from tests.support.gui.inside import save_picture
from tests.support.gui.subjects import Threads, drawing, subject
from tests.support.gui.window import PATIENCE, shown


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody watches the image grow."""
    monkeypatch.setattr(climbing, "PACE", 0.0)


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[WishesPanel]:
    yield from shown(qtbot, WishesPanel(), 640, 420)


@pytest.fixture
def told() -> list[str]:
    """What was said in the window."""
    return []


@pytest.fixture
def controller(view: WishesPanel, threads: Threads, told: list[str]) -> WishesController:
    return WishesController(view, PictureSaver(view, threads, told.append, told.append), new_background=threads)


@pytest.fixture
def looking(controller: WishesController, threads: Threads, trained: Classifier) -> WishesController:
    """It has climbed the class that is read from a drawing."""
    controller.look(subject(trained, drawing(0)))
    threads.settle()
    return controller


def choose(view: WishesPanel, name: str, words: str) -> None:
    """From the list with this name, by the keyboard."""
    box = named(view, name, QComboBox)
    place = entries(box).index(words)
    box.setFocus()
    while box.currentIndex() != place:
        QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < place else Qt.Key.Key_Up)


def chosen(view: WishesPanel, name: str) -> str:
    return named(view, name, QComboBox).currentText()


def captions(view: WishesPanel) -> list[str]:
    return [view.images.item(place).text() for place in range(view.images.count())]


def that_it_climbs_the_answer_to_the_drawing_first(
    looking: WishesController, view: WishesPanel, trained: Classifier
) -> None:
    reading = trained.read(drawing(0))
    assert reading and chosen(view, "Layer") == "Answers" and chosen(view, "Unit") == reading.name
    assert view.picture.image is not None and trained.read_image(view.picture.image).name == reading.name
    assert view.words.startswith("It answers with ") and "probability" in view.words
    assert view.picture.accessibleDescription() == view.words
    assert not view.running and "Grow" in buttons(view)


def that_the_image_is_saved_large_enough_to_be_printed(
    looking: WishesController, view: WishesPanel, threads: Threads, told: list[str], tmp_path: Path
) -> None:
    for name in ("wish.png", "wish.svg"):
        save_picture(button(view, "Save picture \u2026"), tmp_path / name)
        threads.settle()
    assert told == [f"The picture is saved in {tmp_path / name}." for name in ("wish.png", "wish.svg")]
    assert QImage(str(tmp_path / "wish.png")).width() >= 1000
    assert f"What {chosen(view, 'Unit')} would like to see" in (tmp_path / "wish.svg").read_text("utf-8")


def that_every_stage_of_the_network_can_be_chosen(looking: WishesController, view: WishesPanel) -> None:
    assert entries(named(view, "Layer", QComboBox)) == [
        "Answers",
        "Layer 1",
        "Layer 2",
        "Layer 3",
    ]
    assert "10 classes" in named(view, "Unit", QComboBox).toolTip()


def that_another_unit_is_climbed_as_soon_as_it_is_chosen(
    looking: WishesController, view: WishesPanel, threads: Threads, trained: Classifier
) -> None:
    choose(view, "Unit", "7")
    assert view.running and "Stop" in buttons(view)
    threads.settle()
    assert view.picture.image is not None and trained.read_image(view.picture.image).digit == 7
    choose(view, "Layer", "Layer 2")
    assert len(entries(named(view, "Unit", QComboBox))) == 48 and chosen(view, "Unit") == "filter 1"
    threads.settle()
    assert "probability" not in view.words and view.words.startswith("It answers with ")


def that_it_begins_with_the_drawing_if_a_person_wants_that(
    controller: WishesController, view: WishesPanel, threads: Threads, trained: Classifier, qtbot: QtBot
) -> None:
    controller.look(subject(trained, drawing(0)))
    choose(view, "What it begins with", DRAWING)
    seen = []
    for thread in threads.made:
        thread.reported.connect(lambda grown: seen.append(grown.image))
    controller.climb()
    threads.settle()
    image = subject(trained, drawing(0)).image
    assert image is not None and np.array_equal(seen[0], image) and not np.array_equal(seen[-1], image)


def that_stop_leaves_the_image_as_it_is(
    controller: WishesController,
    view: WishesPanel,
    trained: Classifier,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # Slow enough that it cannot end before it is stopped.
    monkeypatch.setattr(climbing, "PACE", 1e6)
    controller.look(subject(trained, drawing(0)))
    qtbot.waitUntil(lambda: view.picture.image is not None, timeout=PATIENCE)
    QTest.mouseClick(button(view, "Stop"), Qt.MouseButton.LeftButton)
    assert not view.running and "Grow" in buttons(view)
    assert view.picture.image is not None


def that_the_training_images_are_those_of_the_class_and_a_click_puts_one_on_the_canvas(
    looking: WishesController, view: WishesPanel, threads: Threads, qtbot: QtBot, fewer: Splits
) -> None:
    choose(view, "Unit", "4")
    threads.settle()
    assert text(view, "Which training images these are").startswith("Of 10,000 training images")
    assert len(captions(view)) == 10 and {caption.split("\n")[0] for caption in captions(view)} == {"4"}
    place = view.images.visualItemRect(view.images.item(2)).center()
    with qtbot.waitSignal(looking.exciting.image_chosen) as put:
        QTest.mouseClick(view.images.viewport(), Qt.MouseButton.LeftButton, pos=place)
    image, name = put.args
    assert name == "4"
    assert (fewer.train.images[:10_000, 0].numpy() == image).all((1, 2)).any()


def that_the_images_are_those_of_the_layer_that_was_chosen_last(
    looking: WishesController, view: WishesPanel, threads: Threads
) -> None:
    answers = captions(view)
    choose(view, "Layer", "Layer 3")
    choose(view, "Unit", "filter 90")
    # While it still looks for those of the filter, the answers are known.
    choose(view, "Layer", "Answers")
    threads.settle()
    assert captions(view) == answers
    choose(view, "Layer", "Layer 3")
    choose(view, "Unit", "filter 90")
    threads.settle()
    strong = [float(caption.split("\n")[1]) for caption in captions(view)]
    assert len(strong) == 10 and strong == sorted(strong, reverse=True) and captions(view) != answers


def that_a_network_that_learns_is_asked_once_and_the_note_says_so(
    controller: WishesController, view: WishesPanel, threads: Threads, trained: Classifier
) -> None:
    controller.look(subject(trained, drawing(0), learning=True))
    threads.settle()
    image = view.picture.image
    other = Classifier(build("cnn", seed=3))
    controller.look(subject(other, drawing(0), learning=True))
    assert not threads.busy and view.picture.image is image and view.note == OF_THIS_MOMENT
    QTest.mouseClick(button(view, "Grow"), Qt.MouseButton.LeftButton)
    threads.settle()
    assert not np.array_equal(np.asarray(view.picture.image), np.asarray(image))
    controller.look(subject(trained, drawing(0)))
    assert view.note == "" and view.running, "the network that has learnt is another one"


def that_another_kind_of_network_shows_its_own_layers_while_it_learns(
    looking: WishesController, view: WishesPanel, threads: Threads, trained: Classifier
) -> None:
    choose(view, "Layer", "Layer 3")
    looking.look(subject(trained, drawing(0), learning=True))
    looking.look(subject(Classifier(build("simple")), drawing(0), learning=True))
    threads.settle()
    assert entries(named(view, "Layer", QComboBox)) == ["Answers", "Layer 1"]


def that_an_int8_network_says_why_it_cannot(
    looking: WishesController, view: WishesPanel, threads: Threads, trained: Classifier
) -> None:
    looking.look(subject(Classifier(OnnxNetwork(bare_onnx(build("simple")))), drawing(0)))
    assert "no gradient to climb" in view.words and not view.picture.isVisible()
    looking.look(subject(trained, drawing(0)))
    threads.settle()
    assert view.picture.isVisible() and "It answers" in view.words


def that_nothing_is_computed_while_it_is_hidden_and_it_goes_on_when_it_comes_back(
    controller: WishesController,
    view: WishesPanel,
    threads: Threads,
    trained: Classifier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    controller.look(subject(trained, drawing(0)))
    view.hide()
    assert not threads.busy and not view.running
    view.show()
    QApplication.processEvents()
    controller.look(subject(trained, drawing(0)))
    assert view.running
    threads.settle()
    assert view.picture.image is not None and len(captions(view)) == 10


def that_it_waits_for_a_network(controller: WishesController, view: WishesPanel, threads: Threads) -> None:
    controller.look(subject(None))
    assert "PyTorch" in view.words and not threads.busy
