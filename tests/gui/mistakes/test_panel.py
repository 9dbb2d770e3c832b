"""The page of mistakes with real test images, under a real mouse and keyboard."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.inspection.mistakes import Mistakes
from gui.mistakes.panel import BESIDE, MOST_OF_CELL, MistakesPanel
from gui.theme.colours import DARK, LIGHT
from gui.widgets.upright_scroll import UprightScroll
from tests.support.gui.eyes import text
from tests.support.gui.window import PATIENCE, shown


@pytest.fixture(scope="module")
def images(digits: Splits) -> NDArray[np.uint8]:
    return digits.test.images[:, 0].numpy()


@pytest.fixture(scope="module")
def mistakes(digits: Splits) -> Mistakes:
    """Answers to 500 test images: right but for every tenth, which is read as the next digit."""
    labels = digits.test.labels.numpy()
    answers = np.where(np.arange(len(labels)) % 10 == 0, (labels + 1) % 10, labels)
    sure = np.linspace(0.5, 0.9999, len(labels))[:, None]
    probabilities = np.where(np.eye(10)[answers] == 1, sure, (1 - sure) / 9)
    return Mistakes(labels, probabilities.astype(np.float32))


@pytest.fixture
def panel(qtbot: QtBot) -> Iterator[MistakesPanel]:
    yield from shown(qtbot, MistakesPanel(), 560, 420)


@pytest.fixture
def full(panel: MistakesPanel, mistakes: Mistakes, images: NDArray[np.uint8]) -> MistakesPanel:
    panel.show_mistakes(mistakes, images)
    return panel


def button(panel: MistakesPanel, words: str) -> QPushButton:
    return next(one for one in panel.findChildren(QPushButton) if one.text() == words)


def centre(panel: MistakesPanel, true: int, answer: int) -> QPoint:
    """Of a cell, in the viewport of the matrix."""
    return panel.matrix.visualRect(panel.matrix.model().index(true, answer)).center()


def captions(panel: MistakesPanel) -> list[str]:
    return [panel.images.digits.item(place).text() for place in range(panel.images.digits.count())]


def that_the_mistakes_are_asked_for_with_a_button(panel: MistakesPanel, qtbot: QtBot) -> None:
    assert "never learns from these" in panel.words and not panel.matrix.isVisible()
    with qtbot.waitSignal(panel.asked):
        QTest.mouseClick(button(panel, "Look at the mistakes"), Qt.MouseButton.LeftButton)
    panel.show_waiting("Reading 10,000 test images \u2026")
    assert panel.words == "Reading 10,000 test images \u2026" and not button(panel, "Look at the mistakes").isVisible()


def that_the_arrow_keys_scroll_a_low_page_to_the_marked_cell(full: MistakesPanel, qtbot: QtBot) -> None:
    full.resize(300, 220)
    bar = full.findChildren(UprightScroll)[0].verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > full.matrix.height(), timeout=PATIENCE)
    full.matrix.setFocus()
    full.matrix.show_cell(0, 0)
    for _ in range(9):
        QTest.keyClick(full.matrix, Qt.Key.Key_Down)
    assert full.matrix.cell == (9, 0)
    seen = full.matrix.viewport().visibleRegion()
    assert seen.contains(centre(full, 9, 0)) and not seen.contains(centre(full, 0, 0))


def that_a_sentence_says_how_many_are_wrong_and_which_most_often(full: MistakesPanel, mistakes: Mistakes) -> None:
    assert full.words.startswith("Of 500 test images 50 are classified wrongly (10.00%). Most often: ")
    named = [tuple(map(int, found)) for found in re.findall(r"(\d) as (\d) \((\d+)\)", full.words)]
    assert len(named) == 3
    counts = [times for _, _, times in named]
    assert counts == sorted((mistakes.confusion * ~np.eye(10, dtype=bool)).ravel(), reverse=True)[:3]
    assert all(mistakes.confusion[true, answer] == times for true, answer, times in named)


def that_a_network_without_a_mistake_has_none_named(panel: MistakesPanel, images: NDArray[np.uint8]) -> None:
    labels = np.arange(10)
    panel.show_mistakes(Mistakes(labels, np.eye(10, dtype=np.float32)), images)
    assert panel.words == "Of 10 test images 0 are classified wrongly (0.00%)." and panel.images.digits.count() == 0
    assert not button(panel, "Put on canvas").isEnabled() and panel.images.story == ""


def that_the_most_confident_mistakes_come_first_with_what_they_were_read_as(full: MistakesPanel) -> None:
    QTest.mouseClick(button(full, "Most confidently wrong"), Qt.MouseButton.LeftButton)
    assert full.images.digits.count() == 50
    assert re.fullmatch(r"\d, read \d\n99%", captions(full)[0])
    shares = [int(re.findall(r"(\d+)%", caption)[0]) for caption in captions(full)]
    assert shares == sorted(shares, reverse=True) and shares[-1] == 50


def that_a_cell_of_the_matrix_shows_its_images(full: MistakesPanel, mistakes: Mistakes) -> None:
    true, answer = divmod(int((mistakes.confusion * ~np.eye(10, dtype=bool)).argmax()), 10)
    place = centre(full, true, answer)
    QTest.mouseClick(full.matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert full.images.digits.count() == mistakes.confusion[true, answer]
    assert all(caption.startswith(f"{true}, read {answer}\n") for caption in captions(full))
    assert text(full, "Which images are shown") == full.matrix.words((true, answer))


def that_a_cell_with_very_many_images_shows_the_surest(panel: MistakesPanel, images: NDArray[np.uint8]) -> None:
    labels = np.zeros(500, np.int64)
    panel.show_mistakes(Mistakes(labels, np.tile(np.eye(10, dtype=np.float32)[0], (500, 1))), images)
    QTest.keyClick(panel.matrix, Qt.Key.Key_Return)
    assert panel.images.digits.count() == MOST_OF_CELL and text(panel, "Which images are shown").endswith(
        "the 200 most confident"
    )


def that_looking_at_an_image_tells_all_ten_probabilities(full: MistakesPanel, mistakes: Mistakes) -> None:
    full.images.digits.setFocus()
    QTest.keyClick(full.images.digits, Qt.Key.Key_Right)
    number = int(mistakes.most_confidently_wrong(2)[1])
    label, answer = int(mistakes.labels[number]), int(mistakes.answers[number])
    assert full.images.digits.currentRow() == 1 and full.images.story.startswith(
        f"Test image {number:,} is a {label}. Prob"
    )
    first, others = full.images.story.split("Probabilities: ")[1].split(", ", 1)
    assert first == f"{answer}: {100 * mistakes.confidence[number]:.1f}%"
    assert len(re.findall(r"\d: 0\.\d%", others)) == 9 and full.matrix.cell == (label, answer)


def that_small_probabilities_are_told_together_and_none_is_called_certain(full: MistakesPanel) -> None:
    place = centre(full, 7, 7)
    QTest.mouseClick(full.matrix.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert "every other digit under 0.1%" in full.images.story and not re.search(r"\b100", full.images.story)


def that_an_image_is_put_on_the_canvas_by_button_and_by_enter(
    full: MistakesPanel, mistakes: Mistakes, images: NDArray[np.uint8], qtbot: QtBot
) -> None:
    number = int(mistakes.most_confidently_wrong(1)[0])
    full.images.digits.setFocus()
    for put in (
        lambda: QTest.mouseClick(button(full, "Put on canvas"), Qt.MouseButton.LeftButton),
        lambda: QTest.keyClick(full.images.digits, Qt.Key.Key_Return),
    ):
        with qtbot.waitSignal(full.chosen) as chosen:
            put()
        image, label = chosen.args
        assert (image == images[number]).all() and int(label) == mistakes.labels[number]


def that_the_mistakes_of_another_network_have_to_be_asked_for_again(full: MistakesPanel) -> None:
    full.forget()
    assert button(full, "Look at the mistakes").isVisible() and not full.images.digits.isVisible()


def that_images_stand_beside_the_matrix_or_below_it_where_the_window_is_narrow(full: MistakesPanel) -> None:
    def corner() -> QPoint:
        return full.images.digits.mapTo(full, QPoint(0, 0)) - full.matrix.mapTo(full, QPoint(0, 0))

    assert corner().x() >= full.matrix.width()
    full.resize(300, 400)
    QTest.qWait(1)
    assert corner().y() >= full.matrix.height() and full.minimumSizeHint().width() <= 300 < BESIDE
    assert full.images.digits.width() <= 300 and full.minimumSizeHint().height() < 200


def that_matrix_and_images_take_the_colours_of_both_schemes(full: MistakesPanel) -> None:
    def colours() -> set[str]:
        icons = [full.images.digits.item(place).icon().pixmap(56, 56).toImage() for place in range(10)]
        return {icon.pixelColor(x, y).name() for icon in icons for x in range(0, 56, 2) for y in range(0, 56, 2)}

    for theme in (LIGHT, DARK):
        full.set_theme(theme)
        assert {theme.canvas, theme.ink} <= colours()


def that_the_wheel_over_the_matrix_scrolls_the_page(full: MistakesPanel) -> None:
    """A table view has scroll bars of its own, which have nothing to scroll here."""
    full.resize(330, 300)
    page = full.findChildren(UprightScroll)[0].verticalScrollBar()
    at = full.matrix.viewport().mapTo(full, QPoint(100, 50))
    QTest.wheelEvent(full.windowHandle(), at.toPointF(), QPoint(0, -120))
    assert page.value() > 0
