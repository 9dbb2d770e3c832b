"""What the window makes of the mouse and of keys where it used to surprise: events come through the whole window."""

import math

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QProgressBar, QWidget
from pytestqt.qtbot import QtBot

from engine.data.datasets import Splits
from engine.settings.fields import FIELDS
from gui.app.main_window import MainWindow
from tests.support.gui.eyes import button, named, number_field
from tests.support.gui.window import (
    LEARNT_FROM,
    LONG,
    PATIENCE,
    QUICK,
    begin,
    doing,
    draw,
    labels,
    stepping,
    stop,
    train,
)

EPOCH = math.ceil(LEARNT_FROM / 64)
"""Steps of an epoch with the batches of LONG."""


def click_in(window: MainWindow, part: QWidget) -> None:
    """As the window gets it from a mouse, so that the keyboard goes where a click takes it."""
    place = part.mapTo(window, part.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, pos=place)


@pytest.mark.parametrize("setting", ["learning_rate", "batch_size"])
def that_train_goes_to_a_number_that_is_out_of_range_instead_of_beginning(
    window: MainWindow, qtbot: QtBot, setting: str
) -> None:
    """The batch size is under "More", which is folded again, in a window so low that the form scrolls."""
    window.resize(960, 560)
    window.form.show_more(True)
    box = number_field(window.form, setting)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "100000")
    window.form.show_more(False)
    for start in (window.player.main, window.player.small["step"]):
        click_in(window, start)
        assert not window.session.running and window.player.state == "ready"
        assert window.focusWidget() is box and "not 100000" in window.form.problem.text()
        qtbot.waitUntil(lambda: box.visibleRegion().boundingRect() == box.rect(), timeout=PATIENCE)
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert not window.form.problem.isVisible()
    window.form.show_values({**LONG, setting: FIELDS[setting].default})
    click_in(window, window.player.main)
    assert window.session.running
    stop(window, qtbot)


def that_the_label_of_an_image_is_told_only_while_it_is_on_the_canvas(knowing: MainWindow, fewer: Splits) -> None:
    image, told = fewer.test.images[0, 0].numpy(), f"an image labelled {int(fewer.test.labels[0])}"
    for leave in (
        lambda: QTest.keyClick(knowing.canvas, Qt.Key.Key_Delete),
        lambda: QTest.mouseClick(knowing.canvas, Qt.MouseButton.LeftButton),
    ):
        knowing.controllers.drawing.put_on_canvas(image, str(int(fewer.test.labels[0])))
        assert knowing.teach_row.told == told
        leave()
        assert knowing.canvas.drawing.picture is None and knowing.teach_row.told == ""
        QTest.keyClick(knowing, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        assert knowing.canvas.drawing.picture is not None and knowing.teach_row.told == told
        QTest.keyClick(knowing, Qt.Key.Key_Delete)
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    knowing.controllers.drawing.put_on_canvas(image, "five")
    assert knowing.teach_row.told == "an image labelled five"
    draw(knowing, 8)
    assert knowing.teach_row.told == "1 digit of yours"


def that_right_steps_after_drawing_in_a_pause_and_draws_nothing(window: MainWindow, qtbot: QtBot) -> None:
    begin(window, qtbot)
    click_in(window, window.player.main)
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=PATIENCE)
    draw(window, 6)
    window.canvas.setFocus()
    strokes, before = window.canvas.drawing.strokes, steps(window)
    for shift, wanted in ((Qt.KeyboardModifier.NoModifier, 1), (Qt.KeyboardModifier.ShiftModifier, 2)):
        QTest.keyClick(window.canvas, Qt.Key.Key_Right, shift)
        qtbot.waitUntil(lambda: window.player.state == "paused" and steps(window) >= before + wanted, timeout=PATIENCE)  # noqa: B023
    assert steps(window) % EPOCH == 0 and window.canvas.drawing.strokes == strokes
    stop(window, qtbot)


def steps(window: MainWindow) -> int:
    """How many steps the paused run has made."""
    return int(doing(window).rsplit(" ", 1)[1].replace(",", ""))


def that_space_on_an_idle_canvas_begins_nothing_and_a_held_space_is_one_press(window: MainWindow, qtbot: QtBot) -> None:
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    assert not window.session.running and not window.commands["hold"].isEnabled()
    begin(window, qtbot)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, Qt.Key.Key_Space)
    for _ in range(5):
        again = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", True)
        QApplication.sendEvent(window.canvas, again)
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=PATIENCE)
    stop(window, qtbot)


def that_f5_does_what_the_large_button_does(window: MainWindow, qtbot: QtBot) -> None:
    window.form.show_values(LONG)
    for state in ("running", "paused", "running"):
        QTest.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: window.player.state == state and window.session.running, timeout=PATIENCE)  # noqa: B023
    qtbot.waitUntil(stepping(window), timeout=PATIENCE)
    stop(window, qtbot)


@pytest.mark.parametrize("key", [key for key in range(Qt.Key.Key_0, Qt.Key.Key_9 + 1) if key != Qt.Key.Key_4])
def that_alt_and_a_digit_lead_away_from_my_digits(knowing: MainWindow, key: int) -> None:
    draw(knowing, 6)
    QTest.keyClick(knowing, Qt.Key.Key_3)
    QTest.keyClick(knowing, Qt.Key.Key_4, Qt.KeyboardModifier.AltModifier)
    assert knowing.my_digits.list.hasFocus()
    QTest.keyClick(knowing.my_digits.list, Qt.Key(key), Qt.KeyboardModifier.AltModifier)
    assert not knowing.my_digits.list.hasFocus() and labels(knowing) == [3]


def that_the_status_says_what_is_worked_on_after_a_run(knowing: MainWindow, qtbot: QtBot) -> None:
    train(knowing, qtbot, QUICK)
    bar = named(knowing.status, "Progress of training", QProgressBar)
    assert doing(knowing) == "Completed"
    knowing.commands["make smaller"].trigger()
    assert doing(knowing).startswith("Making the network smaller") and bar.value() == 0
    click_in(knowing, button(knowing.compress_panel, "Cancel"))
    assert doing(knowing) == "Ready"
    QTest.keyClick(knowing, Qt.Key.Key_F6)
    assert doing(knowing).startswith("Measuring this computer")
    knowing.measuring.cancel()
    qtbot.waitUntil(lambda: doing(knowing) == "Ready", timeout=PATIENCE)


def that_a_job_that_gives_way_to_a_run_leaves_the_status_to_the_run(knowing: MainWindow, qtbot: QtBot) -> None:
    QTest.keyClick(knowing, Qt.Key.Key_F6)
    assert doing(knowing).startswith("Measuring this computer")
    begin(knowing, qtbot)
    qtbot.waitUntil(lambda: not knowing.measuring.running, timeout=PATIENCE)
    assert "batch" in doing(knowing)
    stop(knowing, qtbot)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def that_return_and_enter_press_the_button_with_the_keyboard_as_space_does(
    window: MainWindow, qtbot: QtBot, key: Qt.Key
) -> None:
    """A button of Inkling, of its player, of a preset, and of the group of settings that unfolds."""
    window.form.show_values(LONG)
    quick, group = button(window.form, "Quick"), FIELDS["batch_size"].group
    for press, done in (
        (quick, lambda: quick.isChecked()),
        (button(window.form, group), lambda: group in window.form.unfolded),
        (window.player.small["step"], lambda: window.session.running),
        (window.player.small["stop"], lambda: window.player.state in ("stopping", "ready")),
    ):
        press.setFocus()
        assert window.focusWidget() is press and not done()
        QTest.keyClick(window.windowHandle(), key)
        assert done()
    qtbot.waitUntil(lambda: not window.session.running, timeout=PATIENCE)


def that_a_held_return_is_one_press_and_in_a_field_or_a_tick_box_it_presses_nothing(
    window: MainWindow, qtbot: QtBot
) -> None:
    begin(window, qtbot)
    rate, tick = number_field(window.form, "learning_rate"), button(window.chart, "Log scale")
    for part in (rate, tick):
        part.setFocus()
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_Return)
    assert window.player.state == "running" and not tick.isChecked()
    window.player.main.setFocus()
    for again in (False, True, True, True):
        press = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", again)
        QApplication.sendEvent(window.player.main, press)
    qtbot.waitUntil(lambda: window.player.state == "paused", timeout=PATIENCE)
    stop(window, qtbot)


@pytest.mark.parametrize("command", ["find rate", "measure"])
def that_what_measures_with_the_settings_goes_to_a_number_that_is_out_of_range(
    window: MainWindow, qtbot: QtBot, command: str
) -> None:
    box = number_field(window.form, "batch_size")
    window.form.show_more(True)
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, "100000")
    window.form.show_more(False)
    window.commands[command].trigger()
    assert window.focusWidget() is box and "not 100000" in window.form.problem.text()
    assert not window.rate_panel.sweeping and not window.measuring.running
    QTest.keyClick(box, Qt.Key.Key_Escape)
    window.commands[command].trigger()
    assert window.rate_panel.sweeping or window.measuring.running
    window.measuring.cancel()
    for cancel in window.rate_panel.findChildren(QAbstractButton):
        if cancel.text() == "Cancel":
            cancel.click()
    qtbot.waitUntil(lambda: not window.rate_panel.sweeping and not window.measuring.running, timeout=PATIENCE)
