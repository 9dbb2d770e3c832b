"""The view Why with a real network and real drawings, under a real mouse and keyboard."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.inspection.reasons import changes
from engine.inspection.why import MOST_STROKES, why
from engine.models.classifier import Classifier
from engine.models.networks import build
from gui.background.picture_saver import PictureSaver
from gui.inside.reasons.controller import NO_DRAWING, ReasonsController
from gui.inside.reasons.heat_colours import heat_image
from gui.inside.reasons.panel import ReasonsPanel
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.eyes import button, spoken, text
from tests.support.gui.inside import save_picture
from tests.support.gui.subjects import Threads, drawing, strokes_of, subject
from tests.support.gui.window import PATIENCE, shown


@pytest.fixture
def told() -> list[str]:
    """What was said in the window."""
    return []


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[ReasonsPanel]:
    yield from shown(qtbot, ReasonsPanel(), 640, 420)


@pytest.fixture
def controller(view: ReasonsPanel, threads: Threads, told: list[str]) -> ReasonsController:
    saver = PictureSaver(view, threads, told.append, told.append)
    return ReasonsController(view, saver, new_background=threads)


@pytest.fixture
def looking(controller: ReasonsController, threads: Threads, trained: Classifier) -> ReasonsController:
    """It has looked at a drawing of several strokes."""
    controller.look(subject(trained, strokes_of(2)))
    threads.settle()
    return controller


def heading(view: ReasonsPanel) -> str:
    return text(view, "Which answer this is about")


def click_class(view: ReasonsPanel, digit: int) -> None:
    QTest.mouseClick(view.classes, Qt.MouseButton.LeftButton, pos=view.classes.cell(digit).center())


def point_at_stroke(view: ReasonsPanel, number: int) -> None:
    QTest.mouseMove(view.strokes, view.strokes.cell(number).center())
    QApplication.processEvents()


def that_it_asks_for_a_drawing_first(controller: ReasonsController, view: ReasonsPanel, trained: Classifier) -> None:
    controller.look(subject(trained))
    assert view.words == NO_DRAWING and not view.classes.isVisible()
    controller.look(subject(None, drawing(3)))
    assert "PyTorch" in view.words


def that_the_answer_is_explained(looking: ReasonsController, view: ReasonsPanel, trained: Classifier) -> None:
    reading = trained.read(strokes_of(2))
    assert reading and heading(view) == f"Why {reading.name}?"
    assert view.words.startswith(f"{reading.name} (") and view.words == spoken(view, view.picture.accessibleName())
    said = spoken(view, "Whose reasons to show")
    assert said.startswith(f"{reading.name} is chosen; 0: ") and said.count("%") == 10
    assert "odds change" in spoken(view, "What the colours mean")


def that_a_click_asks_why_not_another_digit_which_stays_until_the_paper_is_cleared(
    looking: ReasonsController, view: ReasonsPanel, trained: Classifier, threads: Threads
) -> None:
    first = trained.read(strokes_of(2))
    assert first
    other = (first.digit + 1) % 10
    before = view.picture.grab().toImage()
    click_class(view, other)
    assert heading(view) == f"Why not {other}?" and "against it" in view.words
    assert view.picture.grab().toImage() != before
    answers = set()
    for number in range(6):
        looking.look(subject(trained, drawing(number)))
        threads.settle()
        reading = trained.read(drawing(number))
        assert reading and heading(view).endswith(f"{other}?")
        answers.add(reading.digit)
    assert len(answers) > 2
    looking.look(subject(trained))
    looking.look(subject(trained, strokes_of(2)))
    threads.settle()
    assert heading(view) == f"Why {first.name}?"


def that_a_click_on_the_answer_follows_the_answer_again(
    looking: ReasonsController, view: ReasonsPanel, trained: Classifier, threads: Threads
) -> None:
    first = trained.read(strokes_of(2))
    assert first
    click_class(view, (first.digit + 3) % 10)
    click_class(view, first.digit)
    for number in range(4):
        looking.look(subject(trained, drawing(number)))
        threads.settle()
        reading = trained.read(drawing(number))
        assert reading and heading(view).endswith(f"{reading.name}?") and "not" not in heading(view).split()


def that_keys_choose_a_digit(looking: ReasonsController, view: ReasonsPanel, qtbot: QtBot) -> None:
    view.classes.setFocus()
    qtbot.waitUntil(view.classes.hasFocus, timeout=PATIENCE)
    QTest.keyClick(view.classes, Qt.Key.Key_Home)
    QTest.keyClick(view.classes, Qt.Key.Key_Right)
    QTest.keyClick(view.classes, Qt.Key.Key_Return)
    assert spoken(view, "Whose reasons to show").startswith("1 is chosen")
    QTest.keyClick(view.classes, Qt.Key.Key_End)
    QTest.keyClick(view.classes, Qt.Key.Key_Space)
    assert spoken(view, "Whose reasons to show").startswith("9 is chosen")


def that_pointing_at_a_stroke_marks_it_and_says_what_is_read_without_it(
    looking: ReasonsController, view: ReasonsPanel, trained: Classifier
) -> None:
    strokes = strokes_of(2)
    image = subject(trained, strokes).image
    assert image is not None
    found = why(trained, image, strokes)
    plain, said = view.picture.grab().toImage(), view.about_strokes
    for number, reading in enumerate(found.without):
        point_at_stroke(view, number)
        assert view.picture.marks_stroke and view.picture.grab().toImage() != plain
        assert reading and view.about_strokes.startswith("Without this stroke it ")
        assert ("still" in view.about_strokes) == (not changes(found.whole, reading))
        assert reading.name in view.about_strokes or not reading.sure
    QTest.mouseMove(view, QPoint(2, 2))
    QApplication.sendPostedEvents()
    view.strokes.leaveEvent(None)  # type: ignore[arg-type]
    assert not view.picture.marks_stroke and view.about_strokes == said


def that_the_arrow_keys_walk_through_the_strokes(looking: ReasonsController, view: ReasonsPanel, qtbot: QtBot) -> None:
    view.strokes.setFocus()
    qtbot.waitUntil(view.strokes.hasFocus, timeout=PATIENCE)
    assert view.picture.marks_stroke
    first = view.picture.grab().toImage()
    QTest.keyClick(view.strokes, Qt.Key.Key_Right)
    assert view.picture.marks_stroke and view.picture.grab().toImage() != first
    view.classes.setFocus()
    qtbot.waitUntil(lambda: not view.picture.marks_stroke, timeout=PATIENCE)


def that_it_says_shortly_when_there_are_no_strokes_to_compare(
    controller: ReasonsController, view: ReasonsPanel, threads: Threads, trained: Classifier, digits: Splits
) -> None:
    scribble = [np.array([(0.0, y), (9.0, y + 1.5)]) for y in range(MOST_STROKES + 1)]
    single = next(drawing(number) for number in range(20) if len(drawing(number)) == 1)
    for what, words in (
        (subject(trained, single), "It is a single stroke: without it nothing would be left."),
        (subject(trained, scribble), ""),
        (subject(trained, image=digits.test.images[0, 0].numpy()), ""),
    ):
        controller.look(what)
        threads.settle()
        assert not view.strokes.isVisible() and view.about_strokes == words


def that_the_newest_drawing_is_explained_however_fast_they_come(
    controller: ReasonsController, view: ReasonsPanel, threads: Threads, trained: Classifier
) -> None:
    for number in range(8):
        controller.look(subject(trained, drawing(number)))
    threads.settle()
    last = trained.read(drawing(7))
    assert last and heading(view) == f"Why {last.name}?"


def that_new_ink_is_seen_before_its_reasons_are_known(
    looking: ReasonsController, view: ReasonsPanel, threads: Threads, trained: Classifier
) -> None:
    before, asked = view.picture.grab().toImage(), drawing(5)
    assert view.picture.current
    looking.look(subject(trained, asked))
    at_once = view.picture.grab().toImage()
    assert at_once != before and not view.picture.current
    threads.settle()
    assert view.picture.current and view.picture.grab().toImage() != at_once


def that_another_network_is_asked_at_once_and_never_gets_the_reasons_of_the_first(
    looking: ReasonsController,
    view: ReasonsPanel,
    threads: Threads,
    trained: Classifier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gui.inside.reasons.controller.PAUSE", 1e6)
    other = Classifier(build("simple", 3))
    looking.look(subject(trained, drawing(0), learning=True))
    looking.look(replace(subject(other, drawing(0), learning=True), name="another network"))
    shown: list[str] = []
    for thread in threads.made:
        thread.reported.connect(lambda why: shown.append(str(why.whole.probabilities)))
    threads.settle()
    reading = other.read(drawing(0))
    assert reading and shown == [str(reading.probabilities)]


def that_nothing_is_asked_for_a_view_that_nobody_sees(
    controller: ReasonsController, view: ReasonsPanel, threads: Threads, trained: Classifier
) -> None:
    controller.look(subject(trained, drawing(0)))
    controller.look(subject(trained, drawing(1)))
    view.hide()
    threads.settle()
    assert not threads.busy
    first = trained.read(drawing(0))
    assert first and heading(view) == f"Why {first.name}?"


def that_weights_that_change_all_the_time_are_asked_now_and_then_and_a_new_stroke_at_once(
    controller: ReasonsController,
    view: ReasonsPanel,
    threads: Threads,
    trained: Classifier,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("gui.inside.reasons.controller.PAUSE", 1e6)
    controller.look(subject(trained, drawing(0), learning=True))
    threads.settle()
    controller.look(subject(trained, drawing(0), learning=True))
    assert not threads.busy
    controller.look(subject(trained, drawing(3), learning=True))
    assert threads.busy
    threads.settle()
    controller.look(subject(trained, drawing(3)))
    assert threads.busy, "the network has learnt, and these are its last weights"


@pytest.mark.parametrize("name", ["why.png", "why.svg"])
def that_the_picture_is_saved(
    looking: ReasonsController, view: ReasonsPanel, threads: Threads, told: list[str], tmp_path: Path, name: str
) -> None:
    click_class(view, 9)
    save_picture(button(view, "Save picture \u2026"), tmp_path / name)
    threads.settle()
    assert (tmp_path / name).stat().st_size > 500 and told == [f"The picture is saved in {tmp_path / name}."]


def that_a_picture_that_cannot_be_written_is_told(
    looking: ReasonsController, view: ReasonsPanel, threads: Threads, told: list[str], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")
    save_picture(button(view, "Save picture \u2026"), tmp_path / "taken" / "why.png")
    threads.settle()
    assert len(told) == 1 and "why.png" in told[0] and "saved" not in told[0]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def that_ink_for_it_is_blue_and_against_it_orange(theme: object) -> None:
    image = np.full((28, 28), 255, np.uint8)
    heat = np.zeros((28, 28), np.float32)
    heat[:, :10], heat[:, 18:] = 1, -1
    picture = heat_image(image, heat, 1.0, theme)  # type: ignore[arg-type]
    middle, width = picture.height() // 2, picture.width()
    speaks_for, neither, against = (picture.pixelColor(x * width // 28, middle) for x in (4, 14, 24))
    assert speaks_for.name() == theme.train and against.name() == theme.validation  # type: ignore[attr-defined]
    assert neither.hslSaturation() < speaks_for.hslSaturation()
    assert heat_image(np.zeros_like(image), heat, 1.0, theme).pixelColor(4, 4).alpha() == 0  # type: ignore[arg-type]
