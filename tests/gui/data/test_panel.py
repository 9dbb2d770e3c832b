"""The page of images to learn from, with real images, under a real mouse and keyboard."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSpinBox, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.data.image_sets import ImageSet
from engine.data.training_set import training_images
from engine.inspection.seen_images import PAGE, page_of
from engine.settings.labels import NOTHING
from engine.settings.train_settings import TrainSettings
from gui.data.panel import DataPanel
from gui.data.pixel_row import PixelRow
from gui.theme.colours import DARK, LIGHT
from tests.support.gui.data_page import answered
from tests.support.gui.eyes import button, buttons, named
from tests.support.gui.window import click, put_button, shown


@pytest.fixture(scope="module")
def images(digits: Splits) -> ImageSet:
    """2,000 digits and 141 images that are none."""
    return training_images(TrainSettings(augmentation="varied", outliers="mixed"), digits.train)


@pytest.fixture
def panel(images: ImageSet, qtbot: QtBot) -> Iterator[DataPanel]:
    yield from shown(qtbot, answered(lambda: images), 560, 480)


def captions(panel: DataPanel) -> set[str]:
    return {panel.images.digits.item(place).text() for place in range(panel.images.digits.count())}


def icons(panel: DataPanel) -> list[QImage]:
    """The images as they are painted."""
    items = (panel.images.digits.item(place) for place in range(panel.images.digits.count()))
    return [item.icon().pixmap(panel.images.digits.iconSize()).toImage() for item in items]


def page_box(panel: DataPanel) -> QSpinBox:
    return named(panel, "Page", QSpinBox)


def page_shown(panel: DataPanel) -> int:
    """Which page the numbers of the images are those of, from 0."""
    number = int(panel.images.digits.item(0).toolTip().split()[1].replace(",", ""))
    assert number % PAGE == 0
    return number // PAGE


def inks(pixels: PixelRow) -> list[float]:
    """How much ink is said of each of the 784 pixels, 0 to 1."""
    told = []
    for pixel in range(784):
        pixels.look_at(pixel)
        told.append(float(pixels.words.split("Ink: ")[1].split()[0]))
    return told


def that_the_first_page_is_asked_for_when_it_is_seen_and_says_so_until_it_comes(qtbot: QtBot) -> None:
    panel = DataPanel()
    qtbot.addWidget(panel)
    with qtbot.waitSignal(panel.wanted) as wanted:
        panel.show()
    assert wanted.args == [0, False, None, None, 0]
    assert "PyTorch" in panel.words and not panel.images.digits.isVisible()
    panel.close()


def that_images_are_shown_with_what_they_are_and_how_many_there_are(panel: DataPanel, images: ImageSet) -> None:
    assert (
        panel.images.digits.count() == PAGE
        and panel.words == "Each epoch goes through 2,000 digits of MNIST and 141 images that are no digits."
    )
    assert [panel.images.digits.item(place).text() for place in range(PAGE)] == [
        str(int(n)) for n in images.labels[:PAGE]
    ]


@pytest.mark.parametrize("focus", ["Images to learn from", "Pixels of the image", "Page"])
def that_page_keys_turn_pages_wherever_the_keyboard_is(panel: DataPanel, focus: str) -> None:
    part = named(panel, focus, QWidget)
    part.setFocus()
    QTest.keyClick(part, Qt.Key.Key_PageDown)
    QTest.keyClick(part, Qt.Key.Key_PageDown)
    assert page_shown(panel) == 2 and page_box(panel).value() == 3
    QTest.keyClick(part, Qt.Key.Key_PageUp)
    assert page_shown(panel) == 1


def that_a_page_can_be_named_and_the_arrows_end_at_the_last_one(panel: DataPanel) -> None:
    back, on = (
        next(one for one in panel.findChildren(QToolButton) if one.accessibleName() == name)
        for name in ("Previous page", "Next page")
    )
    assert not back.isEnabled() and on.isEnabled()
    box, pages = page_box(panel), page_box(panel).maximum()
    assert box.text() == f"1 of {pages}"
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(pages))
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert page_shown(panel) == pages - 1 and back.isEnabled() and not on.isEnabled()
    QTest.mouseClick(back, Qt.MouseButton.LeftButton)
    assert page_shown(panel) == pages - 2


def that_one_kind_of_image_can_be_chosen_and_starts_at_its_first_page(panel: DataPanel) -> None:
    QTest.keyClick(panel.images.digits, Qt.Key.Key_PageDown)
    for choice, caption in (("7", "7"), ("No digit", "none")):
        panel.findChildren(QComboBox)[0].setCurrentText(choice)
        assert captions(panel) == {caption} and page_box(panel).value() == 1


def that_varied_images_are_other_ones_again_and_again(panel: DataPanel, images: ImageSet) -> None:
    plain = icons(panel)
    assert "Again" not in buttons(panel)
    augment = button(panel, "Vary handwriting")
    augment.click()
    first = icons(panel)
    panel.images.digits.look_at(5)
    click(button(panel, "Again"))
    second = icons(panel)
    assert all(one != other for one, other in ((plain, first), (first, second)))
    assert panel.images.digits.currentRow() == 5, "the same image is looked at, in another variation"
    varied = page_of(images, 0, varied=True, turn=1).images[5]
    assert inks(panel.pixels) == pytest.approx((varied.reshape(-1) / 255).tolist(), abs=0.0006)
    augment.click()
    assert icons(panel) == plain


def that_a_kind_without_images_leaves_an_empty_page(digits: Splits, qtbot: QtBot) -> None:
    panel = DataPanel()
    qtbot.addWidget(panel)
    panel.show_page(page_of(digits.train, 0, varied=False, label=NOTHING))
    assert panel.images.digits.count() == 0 and not put_button(panel).isEnabled()


def that_an_image_is_put_on_the_canvas_by_button_and_by_enter(panel: DataPanel, images: ImageSet, qtbot: QtBot) -> None:
    panel.images.digits.setFocus()
    QTest.keyClick(panel.images.digits, Qt.Key.Key_Right)
    for put in (lambda: click(put_button(panel)), lambda: QTest.keyClick(panel.images.digits, Qt.Key.Key_Return)):
        with qtbot.waitSignal(panel.chosen) as chosen:
            put()
        image, label = chosen.args
        assert (image == images.images[1, 0].numpy()).all() and int(label) == images.labels[1]


def that_the_page_fits_a_narrow_and_low_window(panel: DataPanel) -> None:
    button(panel, "Vary handwriting").click()
    assert panel.minimumSizeHint().width() <= 304 and panel.minimumSizeHint().height() < 200


# The pixels of the image that is looked at.


@pytest.fixture
def pixels(images: ImageSet, qtbot: QtBot) -> Iterator[PixelRow]:
    page = page_of(images, 0, varied=False)
    pixels = PixelRow()
    pixels.show_image(page.images[0], page.rows[0])
    yield from shown(qtbot, pixels, 800, 220)


@pytest.fixture
def image(images: ImageSet) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """The image that is shown."""
    return page_of(images, 0, varied=False).images[0]


def pictures(pixels: PixelRow) -> list[QRectF]:
    """The square, the strip and the enlarged line of it: wherever there is a pixel under the pointer."""
    rows = [y for y in range(pixels.height()) if pixels.pixel_at(QPointF(4.5, y + 0.5)) is not None]
    tops = [y for y in rows if y - 1 not in rows]
    heights = [next(n for n in range(1, pixels.height()) if top + n not in rows) for top in tops]
    widths = [
        sum(pixels.pixel_at(QPointF(x + 0.5, top + 0.5)) is not None for x in range(pixels.width())) for top in tops
    ]
    return [QRectF(1, *box) for box in zip(tops, widths, heights, strict=True)]


def hover(pixels: PixelRow, place: QPointF) -> None:
    QTest.mouseMove(pixels, QPoint(round(place.x()), round(place.y())))


def that_a_pixel_of_the_square_is_named_with_its_number_in_the_row(pixels: PixelRow) -> None:
    square, _, _ = pictures(pixels)
    step = square.width() / 28
    for row, column in ((0, 0), (12, 7), (27, 27)):
        hover(pixels, square.topLeft() + QPointF((column + 0.5) * step, (row + 0.5) * step))
        assert pixels.pixel == 28 * row + column
        assert (
            f"Row {row}, column {column} is number 28 \u00d7 {row} + {column} = {28 * row + column} of 784"
            in pixels.words
        )
        assert pixels.accessibleDescription() == pixels.words


def that_ink_and_what_the_network_gets_of_it_are_told(pixels: PixelRow, image: np.ndarray) -> None:
    darkest = int(image.argmax())
    pixels.look_at(darkest)
    ink = image.max() / 255
    assert f"Ink: {ink:.3f}" in pixels.words and f"gets {(ink - 0.1307) / 0.3081:.2f}" in pixels.words
    pixels.look_at(0)
    assert "Ink: 0.000\nThe network gets \u22120.42" in pixels.words


def that_the_same_pixel_is_found_in_all_three_pictures(pixels: PixelRow) -> None:
    square, strip, line = pictures(pixels)
    for pixel in (0, 343, 407, 783):
        pixels.look_at(pixel)
        row, column = divmod(pixel, 28)
        in_square = square.topLeft() + QPointF(column + 0.5, row + 0.5) * square.width() / 28
        in_strip = QPointF(strip.left() + (pixel + 0.5) * strip.width() / 784, strip.center().y())
        in_line = QPointF(line.left() + (column + 0.5) * line.width() / 28, line.center().y())
        for place in (in_square, in_strip, in_line):
            assert pixels.pixel_at(place) == pixel, (row, column)
    assert pixels.pixel_at(QPointF(pixels.width() - 5, 5)) is None


def that_arrow_keys_go_through_the_row_and_on_at_the_next_line(pixels: PixelRow) -> None:
    pixels.look_at(27)
    QTest.keyClick(pixels, Qt.Key.Key_Right)
    assert pixels.pixel == 28
    QTest.keyClick(pixels, Qt.Key.Key_Down)
    QTest.keyClick(pixels, Qt.Key.Key_Left)
    assert pixels.pixel == 55
    QTest.keyClick(pixels, Qt.Key.Key_Up)
    assert pixels.pixel == 27


def that_square_and_row_show_the_same_ink_and_mark_the_same_pixel(pixels: PixelRow, image: np.ndarray) -> None:
    darkest = int(image.argmax())
    row, column = divmod(darkest, 28)
    pixels.look_at((darkest + 5 * 28) % 784)
    for theme in (LIGHT, DARK):
        pixels.set_theme(theme)
        picture = pixels.grab().toImage()
        square, strip, marked = pictures(pixels)
        in_square = square.topLeft() + QPointF(column + 0.5, row + 0.5) * square.width() / 28
        in_strip = QPointF(strip.left() + (darkest + 0.5) * strip.width() / 784, strip.center().y())
        for place in (in_square, in_strip):
            assert picture.pixelColor(int(place.x()), int(place.y())).name() == theme.ink
        edge = QPointF(marked.left() + column * marked.width() / 28, marked.center().y())
        assert picture.pixelColor(int(edge.x()), int(edge.y())).name() == theme.validation
