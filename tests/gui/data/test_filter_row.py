"""The page of images shows those of one source or one form, and says where each comes from."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QSpinBox
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.data.training_set import REPEATED, joined, training_images
from engine.data.writing.forms import forms
from engine.data.writing.written_sets import DIGITS, LETTERS, written_digits, written_letters
from engine.ink.my_digits import MyDigit
from engine.inspection.seen_images import page_of
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings
from gui.data.panel import DataPanel
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.data_page import answered
from tests.support.gui.eyes import button, colours, entries, named, text
from tests.support.gui.window import PATIENCE, click, shown

LINE = (((0.0, 0.0), (0.0, 1.0)),)
MINE = [MyDigit(str(number), 7, LINE, "", None) for number in range(3)]
MIXED = TrainSettings(augmentation="varied", outliers="mixed", my_digits="mixed")
BENT = "crossed, with a bent top"


@pytest.fixture(scope="module")
def images(digits: Splits) -> ImageSet:
    """Images of every source, and so many written ones that every form is among them."""
    return joined(training_images(MIXED, digits.train, MINE), written_letters(3000), written_digits(3000))


@pytest.fixture
def sets(images: ImageSet) -> list[ImageSet]:
    """The panel shows the last of them."""
    return [images]


@pytest.fixture
def panel(sets: list[ImageSet], qtbot: QtBot) -> Iterator[DataPanel]:
    yield from shown(qtbot, answered(lambda: sets[-1]), 560, 480)


@pytest.fixture(autouse=True)
def typing_slowly(qapp: QApplication) -> Iterator[None]:
    """Letters belong to one word however long a slow computer takes between them."""
    before = qapp.keyboardInputInterval()
    qapp.setKeyboardInputInterval(1000 * PATIENCE)
    yield
    qapp.setKeyboardInputInterval(before)


def classes(panel: DataPanel) -> QComboBox:
    return named(panel, "Which images", QComboBox)


def origins(panel: DataPanel) -> QComboBox:
    return named(panel, "Where the images come from", QComboBox)


def choose_class(panel: DataPanel, words: str) -> None:
    """One of those further down, with the keyboard."""
    box = classes(panel)
    box.setFocus()
    for _ in range(box.count()):
        if box.currentText() == words:
            return
        QTest.keyClick(box, Qt.Key.Key_Down)
    raise AssertionError(words)


def choose_origin(panel: DataPanel, words: str) -> None:
    """With the keyboard, once in a test: the list goes to the entry that begins with what is typed.

    A space would open it.
    """
    assert " " not in words
    box = origins(panel)
    box.setFocus()
    QTest.keyClicks(box, words)
    assert box.currentText().startswith(words)


def offered(panel: DataPanel) -> list[str]:
    """The entries without how many images each has; "" is a line."""
    return [entry.rsplit(" (", 1)[0] for entry in entries(origins(panel))]


def size(panel: DataPanel) -> int:
    """How many images the chosen entry promises."""
    return int(origins(panel).currentText().rsplit("(", 1)[1].strip(")").replace(",", ""))


def tips(panel: DataPanel) -> set[str]:
    """Where the images come from, as their tooltips say."""
    return {panel.images.digits.item(place).toolTip().split("\n")[1] for place in range(panel.images.digits.count())}


def that_the_sentence_says_where_the_images_come_from(panel: DataPanel, images: ImageSet) -> None:
    none = int((images.labels == NOTHING).sum())
    assert len(images) == 2000 + 3 * REPEATED + 3000 + none
    assert panel.words == (
        f"Each epoch goes through 2,000 digits of MNIST, {3 * REPEATED} copies of your own, "
        f"3,000 written by the program and {none:,} images that are no digits."
    )


def that_a_digit_offers_its_sources_and_its_forms(panel: DataPanel) -> None:
    every = ["All sources", "MNIST digits", "My digits", "Written", "Signs, scribbles, shapes", "Letters"]
    assert offered(panel) == every
    choose_class(panel, "7")
    sevens = [form.name for form in forms(DIGITS) if form.character == "7"]
    assert offered(panel) == ["All sources", "MNIST digits", "My digits", "Written", "", *sevens]


def that_no_digit_offers_the_kinds_of_outliers_and_the_forms_of_letters_in_alphabetical_order(
    panel: DataPanel,
) -> None:
    choose_class(panel, "No digit")
    words = offered(panel)
    lines = [place for place, entry in enumerate(words) if not entry]
    assert words[: lines[0]] == ["All sources", "Signs, scribbles, shapes", "Letters"]
    assert "random sign" in words[lines[0] : lines[1]]
    letters = words[lines[1] + 1 :]
    assert len(letters) == len(forms(LETTERS)) and letters[0].startswith("A: ") and "+: cross" in letters
    initials = [entry[0].lower() for entry in letters if entry[1] == ":" and entry[0].isalpha()]
    assert initials == sorted(initials)


def that_a_form_chosen_with_the_keyboard_shows_that_form_alone(panel: DataPanel) -> None:
    choose_class(panel, "7")
    QTest.keyClick(panel.images.digits, Qt.Key.Key_PageDown)
    choose_origin(panel, BENT.split()[0])
    assert tips(panel) == {f"7 written by the program: {BENT}"} and panel.images.digits.count() == size(panel)
    assert named(panel, "Page", QSpinBox).value() == 1


@pytest.mark.parametrize(
    ("of", "source", "words"),
    [
        ("7", "My", {"7, one of your own digits"}),
        ("7", "MNIST", {"7, from MNIST"}),
        ("No digit", "scribble", {"No digit: scribble"}),
        ("No digit", "T:", {"T written by the program, no digit: two strokes"}),
        ("No digit", "heart", {"heart written by the program, no digit"}),
    ],
)
def that_each_image_says_where_it_comes_from(panel: DataPanel, of: str, source: str, words: set[str]) -> None:
    choose_class(panel, of)
    choose_origin(panel, source)
    assert tips(panel) == words and {text(panel, "About the image")} == words
    spoken = {
        panel.images.digits.item(place).data(Qt.ItemDataRole.AccessibleDescriptionRole).split("\n")[1]
        for place in range(panel.images.digits.count())
    }
    assert spoken == words


def that_the_sentence_about_the_image_follows_the_keyboard(panel: DataPanel) -> None:
    choose_class(panel, "7")
    choose_origin(panel, "Written")
    panel.images.digits.setFocus()
    told = set()
    for key in (Qt.Key.Key_End, *[Qt.Key.Key_PageDown] * 9):
        QTest.keyClick(panel.images.digits, key)
        told.add(text(panel, "About the image"))
        assert panel.images.digits.currentItem().toolTip().endswith("\n" + text(panel, "About the image"))
    assert len(told) > 2


def that_the_source_stays_when_another_digit_lacks_the_form(panel: DataPanel) -> None:
    choose_class(panel, "7")
    choose_origin(panel, BENT.split()[0])
    choose_class(panel, "8")
    assert origins(panel).currentText().startswith("Written (")
    assert all(tip.startswith("8 written by the program: ") for tip in tips(panel))
    choose_class(panel, "No digit")
    assert origins(panel).currentText() == "All sources"


def that_a_source_that_the_settings_take_away_is_no_longer_chosen(
    panel: DataPanel, sets: list[ImageSet], digits: Splits
) -> None:
    choose_origin(panel, "Written")
    sets.append(training_images(MIXED, digits.train))
    panel.look()
    assert offered(panel) == ["All sources", "MNIST digits", "Signs, scribbles, shapes"]
    assert origins(panel).currentText() == "All sources" and panel.images.digits.count() == 60


def that_sources_are_offered_only_where_there_are_several(
    panel: DataPanel, sets: list[ImageSet], digits: Splits
) -> None:
    assert origins(panel).isVisible() and origins(panel).isEnabled()
    sets.append(training_images(MIXED, digits.train))
    choose_class(panel, "7")
    assert origins(panel).isVisible() and not origins(panel).isEnabled(), "every seven is from MNIST"
    sets.append(digits.train)
    panel.look()
    assert not origins(panel).isVisible() and panel.words == "Each epoch goes through 2,000 digits of MNIST."


def that_images_of_a_form_can_be_varied(panel: DataPanel, images: ImageSet) -> None:
    choose_class(panel, "7")
    choose_origin(panel, BENT.split()[0])
    plain = panel.images.digits.item(0).icon().pixmap(panel.images.digits.iconSize()).toImage()
    button(panel, "Vary handwriting").click()
    click(button(panel, "Again"))
    assert panel.images.digits.item(0).icon().pixmap(panel.images.digits.iconSize()).toImage() != plain
    assert tips(panel) == {f"7 written by the program: {BENT}"}


def that_a_narrow_page_shows_the_row_as_two(panel: DataPanel, qtbot: QtBot) -> None:
    vary, box = button(panel, "Vary handwriting"), origins(panel)

    def beside() -> bool:
        return vary.geometry().left() > box.geometry().right()

    def below() -> bool:
        return vary.geometry().top() > box.geometry().bottom() and box.geometry().right() < panel.width()

    assert panel.minimumSizeHint().width() <= 304
    for width, arranged in ((640, beside), (panel.minimumSizeHint().width(), below), (640, beside)):
        panel.resize(width, 480)
        qtbot.waitUntil(arranged, timeout=PATIENCE)


def that_an_open_list_has_room_for_its_longest_entry(panel: DataPanel) -> None:
    choose_class(panel, "4")
    box = origins(panel)
    widest = max(box.fontMetrics().horizontalAdvance(entry) for entry in entries(box))
    assert box.width() < widest < box.view().minimumWidth()


def that_both_themes_show_the_ink_of_written_digits(panel: DataPanel) -> None:
    choose_class(panel, "7")
    choose_origin(panel, BENT.split()[0])
    for theme in (LIGHT, DARK):
        panel.set_theme(theme)
        assert {theme.ink, theme.canvas} <= colours(panel.images.digits.viewport())


def that_a_page_of_another_data_set_names_it(digits: Splits, panel: DataPanel) -> None:
    panel.show_page(page_of(ImageSet(digits.train.images, digits.train.labels, "fashion"), 0, varied=False))
    assert panel.words == "Each epoch goes through 2,000 images of Fashion-MNIST."
    assert not origins(panel).isVisible() and "Trouser" in entries(classes(panel))
