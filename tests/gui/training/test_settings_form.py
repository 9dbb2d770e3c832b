"""The form is made of what the engine declares, and answers bad input with a sentence."""

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from engine.data import augmented_examples
from engine.data.datasets import Splits
from engine.settings.fields import FIELDS, SettingField, checked
from engine.settings.presets import preset
from engine.settings.train_settings import GROUPS, TrainSettings
from gui.training.settings_form import SHOWN_FIRST, SettingsForm
from gui.widgets.images.image_strip import ImageStrip
from gui.widgets.number_box import NumberBox
from tests.support.gui.eyes import button, choice_field, named, number_field
from tests.support.gui.window import PATIENCE, click

DEFAULTS = {name: field.default for name, field in FIELDS.items()}


@pytest.fixture
def form(qtbot: QtBot) -> Iterator[SettingsForm]:
    form = SettingsForm()
    qtbot.addWidget(form)
    form.show()
    yield form
    form.close()


def field(form: SettingsForm, name: str) -> NumberBox | QComboBox:
    return number_field(form, name) if FIELDS[name].number else choice_field(form, name)


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


every_knob = pytest.mark.parametrize("setting", FIELDS.values(), ids=FIELDS)


@every_knob
def that_every_setting_has_a_field_with_its_label_range_and_help(form: SettingsForm, setting: SettingField) -> None:
    widget = field(form, setting.name)
    (label,) = [label for label in form.findChildren(QLabel) if label.buddy() is widget]
    assert label.text() == setting.title == widget.accessibleName()
    assert " ".join(widget.toolTip().split()).startswith(setting.help)
    if isinstance(widget, QComboBox):
        words = ", ".join(setting.labels.values())
        assert setting.otherwise or f"One of {words}." in " ".join(widget.toolTip().split()), "the words of its list"
        assert {widget.itemData(i): widget.itemText(i) for i in range(widget.count())} == setting.labels
    else:
        assert (widget.minimum() + bool(setting.labels), widget.maximum()) == (setting.low, setting.high)


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
def that_what_is_out_of_range_is_refused_in_words_and_stays_until_it_is_corrected(
    form: SettingsForm, name: str, text: str
) -> None:
    form.show_more(True)
    enter(field(form, name), text)
    assert problem(form) == FIELDS[name].refusal(text or "empty") and number_field(form, name).text() == text
    assert form.values()[name] == FIELDS[name].default
    enter(field(form, "batch_size"), "7")
    assert problem(form) and form.values()["batch_size"] == 7, "another field does not correct it"
    enter(field(form, name), "2")
    assert problem(form) == "" and form.values()[name] == 2


def that_the_value_from_before_corrects_a_field_typed_by_esc_or_by_a_preset(form: SettingsForm) -> None:
    box, default = number_field(form, "epochs"), str(FIELDS["epochs"].default)
    for correct in (
        lambda: enter(box, default),
        lambda: QTest.keyClick(box, Qt.Key.Key_Escape),
        lambda: QTest.mouseClick(button(form, "Thorough"), Qt.MouseButton.LeftButton),
    ):
        enter(box, "many")
        assert problem(form) and box.text() == "many"
        correct()
        assert problem(form) == "" and box.text() == default and not form.go_to_refused()


@pytest.mark.parametrize(("text", "value"), [("0.05", 0.05), ("0,05", 0.05), ("1e-3", 0.001), ("0.000001", 1e-6)])
def that_learning_rates_are_typed_as_people_write_them(form: SettingsForm, text: str, value: float) -> None:
    enter(field(form, "learning_rate"), text)
    assert form.values()["learning_rate"] == value and problem(form) == ""


def that_unfinished_typing_counts_when_training_starts(form: SettingsForm) -> None:
    box = number_field(form, "epochs")
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


@every_knob
def that_scrolling_the_form_changes_no_field_under_the_pointer(
    form: SettingsForm, setting: SettingField, qtbot: QtBot
) -> None:
    form.show_more(True)
    form.activateWindow()
    qtbot.waitUntil(form.isActiveWindow, timeout=PATIENCE)
    box = field(form, setting.name)
    for by_tab in (False, True)[: 1 + box.isEnabled()]:
        if by_tab:
            box.setFocus(Qt.FocusReason.TabFocusReason)
        for notches in (-1, 1, 1):
            turn_wheel(box, notches)
            assert form.values() == DEFAULTS
        assert box.hasFocus() == by_tab, "a wheel does not move the keyboard either"


@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def that_a_list_that_was_chosen_from_stays_at_its_choice_while_the_form_is_scrolled(
    form: SettingsForm, qtbot: QtBot
) -> None:
    box = choice_field(form, "model")
    form.show_more(True)
    form.activateWindow()
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(box.view().isVisible, timeout=PATIENCE)
    QTest.keyClick(box.view(), Qt.Key.Key_Down)
    QTest.keyClick(box.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not box.view().isVisible(), timeout=PATIENCE)
    chosen = form.values()["model"]
    assert chosen != FIELDS["model"].default
    for notches in (1, -1):
        turn_wheel(box, notches)
        assert form.values()["model"] == chosen


def turn_wheel(box: QWidget, notches: int) -> None:
    """Where the box is, as the window gets it from a mouse: Qt then finds out whom it concerns."""
    window = box.window().windowHandle()
    QTest.wheelEvent(window, QPointF(box.mapTo(box.window(), QPoint(5, 5))), QPoint(0, 120 * notches))


def focused(form: SettingsForm, name: str, qtbot: QtBot) -> NumberBox:
    """The field with the keyboard in it, as the window of a person who works has it."""
    form.activateWindow()
    box = number_field(form, name)
    box.setFocus()
    qtbot.waitUntil(box.hasFocus, timeout=PATIENCE)
    return box


def that_a_refusal_that_moves_the_keyboard_is_one_refusal(form: SettingsForm, qtbot: QtBot) -> None:
    """Whoever hears of it may take the focus away, relayout the form or read all of it."""
    box = focused(form, "epochs", qtbot)
    heard: list[str] = []

    def meddle(text: str) -> None:
        heard.append(text)
        field(form, "model").setFocus()
        form.show_more(not form.more_shown)
        assert form.values()["epochs"] == FIELDS["epochs"].default

    box.refused.connect(meddle)
    box.selectAll()
    QTest.keyClicks(box, "12 apples")
    QTest.mouseClick(field(form, "learning_rate"), Qt.MouseButton.LeftButton)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert heard == ["12apples"] and box.text() == "12apples"


@pytest.mark.parametrize(
    ("start", "up", "down"),
    [(0.001, "0.0011", "0.00099"), (0.95, "0.96", "0.94"), (1.0, "1.1", "0.99"), (10.0, "10", "9.9")],
)
def that_steps_are_as_large_as_the_number_asks(form: SettingsForm, start: float, up: str, down: str) -> None:
    box = number_field(form, "learning_rate")
    for key, shown in ((Qt.Key.Key_Up, up), (Qt.Key.Key_Down, down)):
        box.setValue(start)
        QTest.keyClick(box, key)
        assert box.text() == shown
    box.setValue(start)
    for arrow, shown in zip(box.findChildren(QToolButton), (up, down), strict=True):
        box.setValue(start)
        QTest.mouseClick(arrow, Qt.MouseButton.LeftButton)
        assert box.text() == shown


def that_a_wheel_turns_the_number_that_was_clicked(form: SettingsForm, qtbot: QtBot) -> None:
    box = focused(form, "epochs", qtbot)
    QTest.mouseClick(box, Qt.MouseButton.LeftButton)
    box.setValue(7)
    turn_wheel(box, 2)
    assert form.values()["epochs"] == 9
    turn_wheel(box, -1)
    assert form.values()["epochs"] == 8


def that_a_space_is_the_windows_and_no_part_of_a_number(form: SettingsForm, qtbot: QtBot) -> None:
    box = focused(form, "epochs", qtbot)
    event = QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    before = box.text()
    QApplication.sendEvent(box, event)
    assert box.text() == before and not event.isAccepted()


def that_a_word_may_be_typed_where_one_may_be_chosen(form: SettingsForm) -> None:
    form.show_more(True)
    enter(field(form, "threads"), "2")
    assert form.values()["threads"] == 2
    enter(field(form, "threads"), "auto")
    assert form.values()["threads"] == "auto" and problem(form) == ""
    enter(field(form, "threads"), "autos")
    assert form.values()["threads"] == "auto" and problem(form)


def that_a_number_that_nobody_types_is_refused(form: SettingsForm) -> None:
    for text in ("1_0", "nan", "inf", "9" * 400, "1e999", "0x1", "--1", "."):
        enter(field(form, "learning_rate"), text)
        assert form.values()["learning_rate"] == FIELDS["learning_rate"].default and problem(form), text


def that_no_number_is_a_negative_zero(form: SettingsForm) -> None:
    form.show_more(True)
    form.show_values({"seed": 5})
    box = number_field(form, "seed")
    enter(box, "-0")
    assert box.text() == "0" and str(box.value()) == "0.0"


def that_what_is_refused_is_repeated_as_text_and_makes_nothing_wider(form: SettingsForm) -> None:
    box, wide = number_field(form, "epochs"), form.minimumSizeHint().width()
    box.setText("W" * 5_000)
    box.editingFinished.emit()
    (label,) = [label for label in form.findChildren(QLabel) if label.objectName() == "problem"]
    assert "not WWW" in label.text() and "\u2026" in label.text()
    assert form.minimumSizeHint().width() <= wide
    enter(box, "<b>7</b>")
    assert "not <b>7</b>." in label.text() and label.textFormat() == Qt.TextFormat.PlainText


def that_a_screen_reader_says_of_a_number_what_may_be_typed_and_that_keys_change_it(form: SettingsForm) -> None:
    told = field(form, "epochs").accessibleDescription()
    assert "whole number from 1 to 200" in told and "Up and Down change it" in told
    assert "Up and Down" not in field(form, "optimizer").accessibleDescription()


def that_more_shows_the_rest(form: SettingsForm) -> None:
    rest = [name for name in FIELDS if name not in SHOWN_FIRST]
    assert all(field(form, name).isVisible() for name in SHOWN_FIRST)
    assert not any(field(form, name).isVisible() for name in rest)
    form.show_more(True)
    assert all(field(form, name).isVisible() for name in rest)


def that_tab_walks_through_all_fields_in_order(form: SettingsForm) -> None:
    form.show_more(True)
    form.activateWindow()
    field(form, "model").setFocus()
    visited = []
    for _ in range(len(FIELDS) + len(GROUPS)):
        focused = form.focusWidget()
        visited += [name for name in FIELDS if field(form, name) is focused]
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    rest = sorted(
        (name for name in FIELDS if name not in SHOWN_FIRST), key=lambda name: GROUPS.index(FIELDS[name].group)
    )
    order = [name for name in (*SHOWN_FIRST, *rest) if field(form, name).isEnabled()]
    assert visited[: len(order)] == order


def that_what_has_no_effect_is_grey_and_says_why(form: SettingsForm) -> None:
    form.show_more(True)
    temperature, outliers = field(form, "temperature"), field(form, "outliers")
    assert not temperature.isEnabled() and "without a teacher" in " ".join(temperature.toolTip().split())
    form.offer("teacher", {"some run": "Some run"})
    form.show_values({"teacher": "some run", "data": "fashion"})
    assert temperature.isEnabled() and "without a teacher" not in temperature.toolTip()
    assert not outliers.isEnabled() and "no digits" in " ".join(outliers.toolTip().split())


def that_smoothing_labels_is_grey_while_a_teacher_has_all_the_weight(form: SettingsForm) -> None:
    form.show_more(True)
    smoothing = field(form, "label_smoothing")
    form.offer("teacher", {"some run": "Some run"})
    form.show_values({"teacher_alpha": 1.0})
    assert smoothing.isEnabled(), "there is no teacher"
    form.show_values({"teacher": "some run"})
    assert not smoothing.isEnabled() and "labels have no weight" in " ".join(smoothing.toolTip().split())
    form.show_values({"teacher_alpha": 0.9})
    assert smoothing.isEnabled()


def that_a_number_with_a_word_has_nothing_between_the_two(form: SettingsForm) -> None:
    form.show_more(True)
    box = field(form, "weight_decay")
    assert form.values()["weight_decay"] == "auto"
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert form.values()["weight_decay"] == 0
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert form.values()["weight_decay"] == 1e-6
    for _ in range(2):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert form.values()["weight_decay"] == "auto" and number_field(form, "weight_decay").text() == "auto"
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert form.values()["weight_decay"] == "auto"
    for text in ("-0.5", "-1"):
        enter(box, text)
        assert problem(form) == FIELDS["weight_decay"].refusal(text) and form.values()["weight_decay"] == "auto"


def that_each_group_folds_by_itself_and_stays_as_it_was_left(form: SettingsForm) -> None:
    click(button(form, "Data"))
    assert field(form, "augmentation").isVisible() and not field(form, "optimizer").isVisible()
    left = form.unfolded
    form.show_more(False)
    form.unfold(left)
    assert field(form, "augmentation").isVisible() and not field(form, "optimizer").isVisible()
    assert all(FIELDS[name].group in GROUPS for name in FIELDS), "each setting has a place in the form"


def that_varied_digits_are_shown_while_varying_is_chosen(form: SettingsForm, digits: Splits) -> None:
    images = augmented_examples(digits.train)
    form.show_varied(images)
    form.show_more(True)
    form.show_values({"augmentation": "none"})
    strip = named(form, "Varied digits", ImageStrip)
    assert not strip.isVisible()
    form.show_values({"augmentation": "varied"})
    assert strip.isVisible() and strip.count == 16
    strip.resize(strip.sizeHint())
    picture = strip.grab().toImage()
    # The sixteenth image stands at the end of the second row.
    drawn = [[picture.pixelColor(203 + x, 29 + y).red() for x in range(28)] for y in range(28)]
    assert np.abs(np.array(drawn, int) - images["varied"][15]).max() <= 2
    form.show_values({"augmentation": "written"})
    written = strip.grab().toImage()
    assert strip.isVisible() and written != picture
    form.show_more(False)
    assert not strip.isVisible()


def that_a_preset_fills_the_fields_and_its_button_stays_pressed_until_one_changes(form: SettingsForm) -> None:
    quick, thorough = button(form, "Quick"), button(form, "Thorough")
    assert thorough.isChecked() and not quick.isChecked(), "the defaults are the thorough preset"
    choice_field(form, "model").setCurrentIndex(1)
    QTest.mouseClick(quick, Qt.MouseButton.LeftButton)
    assert form.values() == {**DEFAULTS, "model": "simple", **preset("quick").values}
    assert quick.isChecked() and not thorough.isChecked()
    enter(number_field(form, "epochs"), "5")
    assert not quick.isChecked() and not thorough.isChecked()
    QTest.keyClick(thorough, Qt.Key.Key_Space)
    assert thorough.isChecked() and form.values() == {**DEFAULTS, "model": "simple"}
    QTest.mouseClick(thorough, Qt.MouseButton.LeftButton)
    assert thorough.isChecked(), "a second click does not take it away"
