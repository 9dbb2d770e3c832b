"""Every word on the screen has one sentence and one picture."""

from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from engine.compression import COMPRESS_FIELDS
from engine.settings.fields import FIELDS
from gui.theme.colours import DARK, LIGHT, Theme, set_palette
from gui.widgets.words.term_label import TermLabel
from gui.widgets.words.word_picture import word_picture
from gui.widgets.words.words import RESOURCES, Word, all_words, word_for
from tests.support.gui.window import PATIENCE, shown

WORDS = pytest.mark.parametrize("word", all_words(), ids=lambda word: word.term)
ON_THE_SCREEN = ("Loss", "Validation images", "Logits", "Momentum", "Calibration", "Confusion matrix", "Accuracy")
"""Some that are no settings."""


@pytest.fixture
def label(qtbot: QtBot) -> Iterator[TermLabel]:
    yield from shown(qtbot, TermLabel("Batch size", "One of 1 to 1024."), 120, 30)


def that_each_word_is_explained_once_in_at_most_two_lines() -> None:
    labels = [name for word in all_words() for name in (word.term, *word.also) if name]
    assert len(set(labels)) == len(labels) and len(all_words()) >= 40
    assert all(20 < len(word.sentence) < 200 for word in all_words())


def that_every_label_of_a_setting_is_a_word_or_a_part_of_one() -> None:
    labels = {field.title for field in (*FIELDS.values(), *COMPRESS_FIELDS.values())}
    assert {label for label in (*labels, *ON_THE_SCREEN) if word_for(label) is None} == set()


def that_every_picture_belongs_to_a_word() -> None:
    pictures = set((RESOURCES / "words").iterdir())
    assert pictures == {word.picture for word in all_words()}


@WORDS
def that_every_picture_is_drawn_for_both_schemes(word: Word) -> None:
    root = ElementTree.parse(word.picture).getroot()
    assert root.tag.endswith("svg") and root.get("viewBox") == "0 0 120 60"
    drawing = word.picture.read_text("utf-8")
    assert "currentColor" in drawing and LIGHT.accent in drawing


@WORDS
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def that_every_picture_shows_something_and_stays_within_its_frame(word: Word, theme: Theme, qapp: QApplication) -> None:
    picture = word_picture(word, theme.text, theme.accent, 1)
    seen = [(x, y) for x in range(picture.width()) for y in range(picture.height()) if picture.pixelColor(x, y).alpha()]
    assert 200 < len(seen) < picture.width() * picture.height() / 2
    rim = [place for place in seen if place[0] in (0, picture.width() - 1) or place[1] in (0, picture.height() - 1)]
    assert not rim, "nothing is cut off"
    hues = {picture.pixelColor(x, y).name() for x, y in seen if picture.pixelColor(x, y).alpha() == 255}
    assert theme.accent in hues or any(_like(QColor(hue), QColor(theme.accent)) for hue in hues)


def _like(one: QColor, other: QColor) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one.getRgb()[:3], other.getRgb()[:3], strict=True))  # type: ignore[index]


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
def that_hovering_over_a_label_explains_its_word(label: TermLabel, qtbot: QtBot) -> None:
    where = QPoint(5, 5)
    QApplication.sendEvent(label, QHelpEvent(QHelpEvent.Type.ToolTip, where, label.mapToGlobal(where)))
    qtbot.waitUntil(QToolTip.isVisible, timeout=PATIENCE)
    said = QToolTip.text()
    word = word_for("Batch size")
    assert word and word.sentence in said and "One of 1 to 1024." in said and "<img" in said
    QToolTip.hideText()
    qtbot.waitUntil(lambda: not QToolTip.isVisible(), timeout=PATIENCE)


def that_its_picture_has_the_colours_of_the_scheme(label: TermLabel) -> None:
    before = QApplication.palette()
    said = []
    for theme in (LIGHT, DARK):
        set_palette(theme)
        said.append(label.explanation)
    QApplication.setPalette(before)
    assert said[0] != said[1]


def that_nothing_is_said_twice(qapp: QApplication) -> None:
    field = FIELDS["learning_rate"]
    assert TermLabel(field.title, field.help).explanation.count("How far each step moves the weights") == 1


def that_a_label_without_a_word_says_what_it_is_about(qapp: QApplication) -> None:
    assert TermLabel("Nothing of the kind", "About <it>.").explanation == "<p>About &lt;it&gt;.</p>"
