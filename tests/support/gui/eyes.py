"""What a person reads on a widget or hears from a screen reader, so that tests need no widget's inner names."""

from typing import TypeVar

from PySide6.QtWidgets import QAbstractButton, QComboBox, QLabel, QWidget

from engine.settings.fields import FIELDS
from gui.widgets.number_box import NumberBox

AnyWidget = TypeVar("AnyWidget", bound=QWidget)


def named(parent: QWidget, name: str, kind: type[AnyWidget]) -> AnyWidget:
    """The one widget inside `parent` with this accessible name, visible or not."""
    (found,) = [widget for widget in parent.findChildren(kind) if widget.accessibleName() == name]
    return found


def text(parent: QWidget, name: str) -> str:
    """The text of the label with this accessible name, visible or not."""
    return named(parent, name, QLabel).text()


def texts(parent: QWidget) -> list[str]:
    """Of all labels that are on the screen."""
    return [label.text() for label in parent.findChildren(QLabel) if label.isVisible()]


def label(parent: QWidget, words: str) -> QLabel:
    """The one label with this text, visible or not."""
    (found,) = [label for label in parent.findChildren(QLabel) if label.text() == words]
    return found


def spoken(parent: QWidget, name: str) -> str:
    """What a screen reader adds to this name, which for a picture is what it shows."""
    return named(parent, name, QWidget).accessibleDescription()


def button(parent: QWidget, words: str) -> QAbstractButton:
    """The one button with these words, visible or not."""
    (found,) = [button for button in parent.findChildren(QAbstractButton) if _words(button) == words]
    return found


def buttons(parent: QWidget) -> list[str]:
    """The words of the buttons that are on the screen."""
    return [_words(button) for button in parent.findChildren(QAbstractButton) if button.isVisible() and _words(button)]


def _words(button: QAbstractButton) -> str:
    return button.text().replace("&", "")


def number_field(form: QWidget, setting: str) -> NumberBox:
    """The field of a setting that is a number, by the setting's name."""
    return named(form, FIELDS[setting].title, NumberBox)


def choice_field(form: QWidget, setting: str) -> QComboBox:
    """The field of a setting that is chosen from a list."""
    return named(form, FIELDS[setting].title, QComboBox)


def entries(box: QComboBox) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def colours(widget: QWidget) -> set[str]:
    """All colours in a widget's picture, as #rrggbb."""
    picture = widget.grab().toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
