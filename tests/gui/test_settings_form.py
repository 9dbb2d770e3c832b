"""The form is made of what the engine declares, and answers bad input with a sentence."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from engine.datasets import Splits, varied_examples
from engine.knobs import KNOBS, Knob, checked
from engine.settings import TrainSettings
from gui.number_box import NumberBox
from gui.settings_form import SHOWN_FIRST, SettingsForm


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[SettingsForm]:
    form = SettingsForm()
    qtbot.addWidget(form)
    form.show()
    yield form
    form.close()


def field(form: SettingsForm, name: str) -> NumberBox | QComboBox:
    return form._fields[name]


def problem(form: SettingsForm) -> str:
    (label,) = [label for label in form.findChildren(QLabel) if label.objectName() == "problem"]
    return "" if label.isHidden() else label.text()


def enter(box: QWidget, text: str) -> None:
    box.setFocus()
    assert isinstance(box, NumberBox)
    box.selectAll()
    QTest.keyClick(box, Qt.Key.Key_Delete)
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


every_knob = pytest.mark.parametrize("knob", KNOBS.values(), ids=KNOBS)


@every_knob
def that_every_setting_has_a_field_with_its_label_range_and_help(form: SettingsForm, knob: Knob) -> None:
    widget = field(form, knob.name)
    (label,) = [label for label in form.findChildren(QLabel) if label.buddy() is widget]
    assert label.text() == knob.title == widget.accessibleName()
    assert " ".join(widget.toolTip().split()).startswith(knob.help)
    if isinstance(widget, QComboBox):
        assert {widget.itemData(i): widget.itemText(i) for i in range(widget.count())} == knob.labels
    else:
        assert (widget.minimum() + bool(knob.labels), widget.maximum()) == (knob.low, knob.high)


def that_the_form_starts_with_the_defaults_and_gives_back_what_it_is_given(form: SettingsForm) -> None:
    assert checked(form.values()) == TrainSettings()
    other = TrainSettings(
        epochs=3, learning_rate=0.000025, model="simple", threads=1, schedule="constant", seed=2**31 - 1
    )
    form.show_values(other.model_dump())
    assert checked(form.values()) == other
    form.show_defaults()
    assert checked(form.values()) == TrainSettings()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("epochs", "500"),
        ("epochs", "0"),
        ("epochs", "ten"),
        ("learning_rate", "11"),
        ("num_workers", "-1"),
        ("seed", ""),
    ],
)
def that_what_is_out_of_range_is_refused_in_words_and_the_value_stays(form: SettingsForm, name: str, text: str) -> None:
    form.show_more(True)
    enter(field(form, name), text)
    assert problem(form) == f"{KNOBS[name].refusal(text or 'empty')} It stays as it was."
    assert form.values()[name] == KNOBS[name].default
    enter(field(form, "epochs"), "7")
    assert problem(form) == "" and form.values()["epochs"] == 7


@pytest.mark.parametrize(("text", "value"), [("0.05", 0.05), ("0,05", 0.05), ("1e-3", 0.001), ("0.000001", 1e-6)])
def that_learning_rates_are_typed_as_people_write_them(form: SettingsForm, text: str, value: float) -> None:
    enter(field(form, "learning_rate"), text)
    assert form.values()["learning_rate"] == value and problem(form) == ""


def that_unfinished_typing_counts_when_training_starts(form: SettingsForm) -> None:
    box = field(form, "epochs")
    assert isinstance(box, NumberBox)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "12")
    assert form.values()["epochs"] == 12


def that_arrow_keys_step_through_auto_threads(form: SettingsForm) -> None:
    form.show_more(True)
    box = field(form, "threads")
    assert form.values()["threads"] == "auto"
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert form.values()["threads"] == 1
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert form.values()["threads"] == "auto"


def that_scrolling_over_a_field_does_not_change_it(form: SettingsForm, qtbot: QtBot) -> None:
    from PySide6.QtCore import QPoint, QPointF
    from PySide6.QtGui import QWheelEvent
    from PySide6.QtWidgets import QApplication

    box = field(form, "epochs")
    field(form, "learning_rate").setFocus()
    none = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    for _ in range(3):
        QApplication.sendEvent(box, QWheelEvent(QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, 120), *none, False))
    assert form.values()["epochs"] == TrainSettings().epochs


def that_more_shows_the_rest(form: SettingsForm) -> None:
    rest = [name for name in KNOBS if name not in SHOWN_FIRST]
    assert all(field(form, name).isVisible() for name in SHOWN_FIRST)
    assert not any(field(form, name).isVisible() for name in rest)
    form.show_more(True)
    assert all(field(form, name).isVisible() for name in rest)


def that_tab_walks_through_all_fields_in_order(form: SettingsForm) -> None:
    form.show_more(True)
    form.activateWindow()
    field(form, "epochs").setFocus()
    visited = []
    for _ in range(len(KNOBS) + 1):
        focused = form.focusWidget()
        visited += [name for name in KNOBS if field(form, name) is focused]
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert visited[: len(KNOBS)] == list(KNOBS)


def that_varied_digits_are_shown_while_varying_is_chosen(form: SettingsForm, digits: Splits) -> None:
    images = varied_examples(digits.train)
    form.show_varied(images)
    form.show_more(True)
    form.show_values({"variation": "none"})
    assert not form._strip.isVisible()
    form.show_values({"variation": "varied"})
    assert form._strip.isVisible() and form._strip.count == 16
    form._strip.resize(form._strip.sizeHint())
    picture = form._strip.grab().toImage()
    # The sixteenth image stands at the end of the second row.
    drawn = [[picture.pixelColor(203 + x, 29 + y).red() for x in range(28)] for y in range(28)]
    assert np.abs(np.array(drawn, int) - images[15]).max() <= 2
    form.show_more(False)
    assert not form._strip.isVisible()
